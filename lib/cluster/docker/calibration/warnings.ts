import { BUSY_LIMIT } from "../conditions.js";
import type { Measured } from "./schema.js";

/** Largest relative difference between the rate of saturated containers and the calibrated one that needs no warning. */
const RATE_TOLERANCE = 0.02;

/** Requests that a container works on at once, on average, above which the simulator's one at a time is told to be wrong. */
const MOST_AT_ONCE = 1.3;

/** What whoever uses a calibration should know of how it was measured, a line each. */
export function calibrationWarnings(measured: readonly Measured[], isOwnWorker = true): string[] {
  const value = (quantity: string, k: number | null) =>
    measured.find((row) => row.quantity === quantity && row.class === k)?.value ?? Number.NaN;
  const warnings: string[] = [];
  // Cold starts and response times suffer where containers don't get what they are limited to.
  const busy = value("host_busy_overload", null);
  if (busy > BUSY_LIMIT)
    warnings.push(
      `the machine was ${(100 * busy).toFixed(0)} % busy under load, so times are longer than they need be: measure again with nothing else running, or fewer containers (--size)`,
    );
  for (const { class: k, quantity } of measured) {
    if (quantity !== "service_rate") continue;
    const [saturated, calibrated] = [value(quantity, k), value("service_rate_at_full_cpu", k)];
    if (!isOwnWorker) {
      // Little's law: rate x time.
      const atOnce = saturated * value("response_time_when_empty", k);
      if (atOnce > MOST_AT_ONCE)
        warnings.push(
          `a container of class ${k} works on about ${atOnce.toPrecision(2)} requests at once, the simulator's on one: simulated requests wait where real ones don't; give each container less (queueLimit, CPU), or trust the real cluster alone`,
        );
      continue;
    }
    const difference = saturated / calibrated - 1;
    if (Math.abs(difference) > RATE_TOLERANCE)
      warnings.push(
        `saturated containers of class ${k} served ${saturated.toPrecision(4)} requests/s, ${(100 * difference).toFixed(1)} % off the calibrated ${calibrated.toPrecision(4)} (at full CPU): the real cluster will be ${difference < 0 ? "slower" : "quicker"} than the simulator by that; measure again with nothing else running, or longer (--seconds)`,
      );
  }
  return warnings;
}
