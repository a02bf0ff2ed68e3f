import { requireNonNegative, requirePositive, requireWithin } from "../check/index.js";
import type { Workload } from "./contract.js";
import { intensityWorkload, type WorkloadOptions } from "./family.js";
import { pieceMean } from "./pieces.js";

/** Parameters of `mmpp`. */
export interface MmppParameters extends WorkloadOptions {
  /** Mean as a fraction of capacity, >= 0; default 0.5. */
  readonly level?: number;
  /** b: the two rates are L (1 + b) and L (1 - b), 0 .. 1; default 0.5. */
  readonly swing?: number;
  /** T: mean time in a state in s, exponentially distributed; default 60. */
  readonly dwell?: number;
}

/**
 * A Markov-modulated Poisson process with two states: the rate is L (1 + b) or L (1 - b), each for an exponential time
 * of mean T; the first state is drawn with equal chances, so the process is stationary (Fischer and Meier-Hellstern
 * 1993, Performance Evaluation 18, 149). `mmppIndexOfDispersion` says how bursty its counts are.
 * @throws RangeError naming the parameter.
 * @example
 * const modulated = workload.mmpp({ level: 0.5, swing: 0.5, dwell: 60 });
 * modulated.trace({ seed: 1, capacity: 120, slots: 3, slotLength: 1, timeScale: 1 }); // -> [90, 90, 90]
 */
export function mmpp(options: MmppParameters = {}): Workload {
  const { level = 0.5, swing = 0.5, dwell = 60 } = options;
  requireNonNegative("level", level);
  requireWithin("swing", swing, 0, 1);
  requirePositive("dwell", dwell);
  return intensityWorkload({
    family: "mmpp",
    options,
    parameters: { level, swing, dwell },
    begin(random) {
      let sign = random.uniform() < 0.5 ? 1 : -1;
      return pieceMean(() => {
        sign = -sign;
        return { length: dwell * random.exponential(), value: level * (1 + sign * swing) };
      });
    },
  });
}

/**
 * Index of dispersion of the counts of an MMPP with rates lambda (1 +- b) and mean dwell T, over windows of length t:
 *
 *   I(t) = 1 + b^2 lambda T (1 - (T / 2t) (1 - exp(-2t / T)))  ->  1 + b^2 lambda T.
 *
 * @param rate lambda in requests/s. @param dwell T in s, on the same clock (after `timeScale`).
 * @param window t in s; the limit by default.
 * @throws RangeError naming the parameter.
 * @example
 * workload.mmppIndexOfDispersion({ rate: 60, swing: 0.5, dwell: 60 }); // -> 901
 */
export function mmppIndexOfDispersion({
  rate,
  swing,
  dwell,
  window = Number.POSITIVE_INFINITY,
}: {
  readonly rate: number;
  readonly swing: number;
  readonly dwell: number;
  readonly window?: number;
}): number {
  requireNonNegative("rate", rate);
  requireWithin("swing", swing, 0, 1);
  requirePositive("dwell", dwell);
  requireWithin("window", window, Number.MIN_VALUE, Number.POSITIVE_INFINITY);
  const share = dwell / (2 * window);
  return 1 + swing * swing * rate * dwell * (1 + share * Math.expm1(-1 / share));
}
