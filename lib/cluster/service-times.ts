import { requireFinite } from "../check/index.js";
import type { RandomStream } from "../random/index.js";

/** Distributions that service times can have. */
export const SERVICE_DISTRIBUTIONS = [
  "exponential",
  "deterministic",
  "log-normal",
  "hyperexponential",
] as const;

/** How service times vary. Their mean is 1 / service rate, whatever the distribution. */
export interface ServiceTimes {
  readonly distribution: (typeof SERVICE_DISTRIBUTIONS)[number];
  /** Squared coefficient of variation, variance / mean^2: of log-normal (> 0) and hyperexponential (> 1) times alone. */
  readonly squaredVariation?: number;
}

/** Service times where a spec says nothing. */
const EXPONENTIAL: ServiceTimes = Object.freeze({ distribution: "exponential" });

/** Throws a RangeError unless the service times make sense. */
export function checkServiceTimes({ distribution, squaredVariation }: ServiceTimes): void {
  if (!SERVICE_DISTRIBUTIONS.includes(distribution))
    throw new RangeError(
      `serviceTimes.distribution must be one of ${SERVICE_DISTRIBUTIONS.join(", ")}, got ${JSON.stringify(distribution)}`,
    );
  const isFree = distribution === "log-normal" || distribution === "hyperexponential";
  if (!isFree) {
    if (squaredVariation !== undefined)
      throw new RangeError(
        `serviceTimes.squaredVariation must be left out with ${distribution} times, got ${squaredVariation}`,
      );
    return;
  }
  requireFinite("serviceTimes.squaredVariation", squaredVariation);
  const least = distribution === "log-normal" ? 0 : 1;
  if (!(squaredVariation > least))
    throw new RangeError(
      `serviceTimes.squaredVariation must be above ${least} with ${distribution} times, got ${squaredVariation}`,
    );
}

/**
 * Draws demands X of mean 1, so that service times X / mu have the distribution. With c^2 the squared variation:
 *
 *   exponential       X = E, E exponential with mean 1
 *   deterministic     X = 1
 *   log-normal        X = exp(s Z - s^2 / 2),  s^2 = ln(1 + c^2), Z standard normal
 *   hyperexponential  X = E / 2p with probability p, else E / 2(1 - p),  p = (1 + sqrt((c^2 - 1) / (c^2 + 1))) / 2
 *
 * Both kinds of hyperexponential requests bring half of the work (balanced means). Source: Whitt 1982, Operations Research 30.
 * @example
 * const draw = cluster.demandDraw({ distribution: "deterministic" });
 * draw(random.RandomStream.of(1, "demands")); // -> 1
 */
export function demandDraw(serviceTimes: ServiceTimes = EXPONENTIAL): (stream: RandomStream) => number {
  checkServiceTimes(serviceTimes);
  const { distribution, squaredVariation = 1 } = serviceTimes;
  switch (distribution) {
    case "exponential":
      return (stream) => stream.exponential();
    case "deterministic":
      return () => 1;
    case "log-normal": {
      const variance = Math.log1p(squaredVariation);
      const deviation = Math.sqrt(variance);
      return (stream) => Math.exp(deviation * stream.normal() - variance / 2);
    }
    case "hyperexponential": {
      const p = (1 + Math.sqrt((squaredVariation - 1) / (squaredVariation + 1))) / 2;
      return (stream) => {
        const share = stream.uniform() < p ? p : 1 - p;
        return stream.exponential() / (2 * share);
      };
    }
  }
}
