import { requireInteger, requireWithin } from "../check/index.js";
import { type WholeFleetOptions, wholeFleetCounts } from "./whole-fleet.js";

/** What `carriedLoad` needs. */
export interface CarriedLoadOptions extends Omit<WholeFleetOptions, "load" | "requests"> {
  /** Violations / requests, above 0 and at most .2. */
  readonly violationRate: number;
  /** Requests of a simulation, at least 1,000; default a million. */
  readonly requests?: number;
}

/** Loads are found to within this. */
const TOLERANCE = 1e-4;
/** The search before, which says where to look: with this share of the requests, to within this. */
const COARSE = Object.freeze({ share: 0.05, tolerance: 5e-3 });
/** Loads that the search begins between. */
const LEAST = 0.01;
const MOST = 1.5;

/**
 * Load that a whole fleet carries at a violation rate, as a fraction of capacity: rho with V(rho) = `violationRate`, V the share
 * of requests of a simulated constant load that are slower than the SLA or refused. All loads meet the same requests, but for
 * their times, so V rises with rho. The result is a random number through `seed`: its error follows from several seeds.
 * @throws RangeError naming the option.
 * @example
 * const spec = cluster.clusterSpec({ size: 1 });
 * const load = evaluation.carriedLoad({ spec, violationRate: 0.01, requests: 1e5, seed: 1 });
 * load > 0.45 && load < 0.6; // -> true
 */
export function carriedLoad(options: CarriedLoadOptions): number {
  const { violationRate, requests = 1e6 } = options;
  requireWithin("violationRate", violationRate, Number.MIN_VALUE, 0.2);
  requireInteger("requests", requests, 1000);
  const excess = (share: number) =>
    remembered((load) => {
      const counts = wholeFleetCounts({ ...options, load, requests: requests * share });
      // Half a violation where there was none.
      return Math.log(Math.max(counts.violations, 0.5) / counts.requests / violationRate);
    });
  const about = root(excess(COARSE.share), LEAST, MOST, COARSE.tolerance);
  if (Number.isNaN(about))
    throw new RangeError(
      `violationRate ${violationRate} is not met at any load from ${LEAST} to ${MOST} in ${requests} requests: ask for another, or for more requests`,
    );
  const fine = excess(1);
  // The bracket grows from there until it holds the root.
  const direction = fine(about) < 0 ? 1 : -1;
  let width = COARSE.tolerance;
  const end = () => Math.min(MOST, Math.max(LEAST, about + direction * width));
  while (direction * fine(end()) < 0 && end() > LEAST && end() < MOST) width *= 2;
  return root(fine, Math.min(about, end()), Math.max(about, end()), TOLERANCE);
}

/** The function, computed once for each argument. */
function remembered(f: (x: number) => number): (x: number) => number {
  const values = new Map<number, number>();
  return (x) => {
    const value = values.get(x) ?? f(x);
    values.set(x, value);
    return value;
  };
}

/**
 * Where the rising function `f` is 0, to within `tolerance`: regula falsi in the Illinois variant (Dowell and Jarratt 1971,
 * BIT 11, 168), which halves the value of an end that stays. NaN where it isn't 0 between `low` and `high`.
 */
function root(f: (x: number) => number, low: number, high: number, tolerance: number): number {
  let [a, b] = [low, high];
  let [fa, fb] = [f(a), f(b)];
  if (fa > 0 || fb < 0) return Number.NaN;
  let stayed = 0;
  for (;;) {
    const x = (a * fb - b * fa) / (fb - fa);
    const fx = f(x);
    const moved = Math.abs(x - (fx < 0 ? a : b));
    if (fx < 0) {
      if (stayed < 0) fb /= 2;
      [a, fa, stayed] = [x, fx, -1];
    } else {
      if (stayed > 0) fa /= 2;
      [b, fb, stayed] = [x, fx, 1];
    }
    if (moved < tolerance || b - a < tolerance) return x;
  }
}
