import { requireInteger } from "../../../check/index.js";
import { RandomStream } from "../../../random/index.js";
import {
  bootstrapPValue,
  type Interval,
  percentileInterval,
  withoutInterval,
} from "../../../statistics/index.js";
import {
  type ReadingScale,
  type RunWeights,
  requireEveryRun,
  type SettingCounts,
  uncheckedMeans,
} from "./counts.js";
import { fleetAtLevel } from "./hull.js";

/**
 * A method: a setting for each price, fixed before the runs that are read here. A trained agent has as many replicas as training
 * runs, each with all its settings; a rule has one.
 */
export interface LadderMethod {
  /** replicas[training run][price]. */
  readonly replicas: readonly (readonly SettingCounts[])[];
}

/** Resamples of runs, the same for every method that is read with them: draw 0 is the sample itself. */
export interface RunDraws {
  readonly scale: ReadingScale;
  /** Resamples, and the sample itself before them. */
  readonly draws: number;
  readonly seed: number;
  /** How often each run counts: entry draw * workloads * runs + w * runs + r. */
  readonly weights: Uint16Array;
}

/** A method's points in each draw: entry draw * settings + i is setting i. */
export interface MethodDraws {
  readonly settings: number;
  readonly draws: number;
  readonly violationRate: Float64Array;
  readonly fleetShare: Float64Array;
  readonly violationDensity: Float64Array;
}

/**
 * Draws runs with replacement within each workload, so that differences between workloads don't widen an interval. The same scale
 * and seed give the same draws: methods that are read with them are compared in pairs.
 * @throws RangeError on senseless numbers.
 * @example
 * const scale = { size: 10, time: 100, workloads: 2, runs: 3 };
 * evaluation.runDraws(scale, { resamples: 9 }).draws; // -> 10
 */
export function runDraws(
  scale: ReadingScale,
  { resamples = 2000, seed = 0 }: { readonly resamples?: number; readonly seed?: number } = {},
): RunDraws {
  requireInteger("resamples", resamples);
  const { workloads, runs } = scale;
  requireInteger("workloads", workloads);
  requireInteger("runs", runs);
  const random = RandomStream.of(seed, "ladder", "runs");
  const cells = workloads * runs;
  const weights = new Uint16Array((resamples + 1) * cells).fill(1, 0, cells);
  for (let draw = 1; draw <= resamples; draw++)
    for (let workload = 0; workload < workloads; workload++)
      for (let run = 0; run < runs; run++) weights[draw * cells + workload * runs + random.integer(runs)]++;
  return { scale, draws: resamples + 1, seed, weights };
}

/**
 * A method's points in every draw, from which all else is read. Where it has several training runs these are resampled, too, and its
 * points are means over them. One run of each workload and one training run can't be resampled: then there is the sample alone, and what
 * is read off it has no interval.
 * @throws RangeError where replicas differ in their number of settings, or counts aren't those of every run.
 * @example
 * const draws = evaluation.runDraws({ size: 10, time: 100, workloads: 1, runs: 2 }, { resamples: 9 });
 * const setting = { requests: [100, 100], violations: [1, 3], containerSeconds: [400, 600] };
 * evaluation.methodDraws({ replicas: [[setting]] }, draws).fleetShare[0]; // -> 0.5
 */
export function methodDraws({ replicas }: LadderMethod, runs: RunDraws): MethodDraws {
  const { scale, seed, weights } = runs;
  const draws = scale.runs === 1 && replicas.length === 1 ? 1 : runs.draws;
  const settings = replicas[0]?.length ?? 0;
  requireInteger("settings", settings);
  if (replicas.some((own) => own.length !== settings))
    throw new RangeError(`replicas must have ${settings} settings each`);
  for (const counts of replicas.flat()) requireEveryRun(counts, scale);
  const points = () => new Float64Array(draws * settings);
  const made = { violationRate: points(), fleetShare: points(), violationDensity: points() };
  const counted = replicaWeights(replicas.length, draws, seed);
  const cells = scale.workloads * scale.runs;
  for (let draw = 0; draw < draws; draw++)
    for (const [replica, own] of replicas.entries()) {
      const share = counted[draw * replicas.length + replica] / replicas.length;
      if (share === 0) continue;
      const drawn: RunWeights = { weights, offset: draw * cells };
      for (const [i, counts] of own.entries()) {
        const means = uncheckedMeans(counts, scale, drawn);
        const at = draw * settings + i;
        made.violationRate[at] += share * means.violationRate;
        made.fleetShare[at] += share * means.fleetShare;
        made.violationDensity[at] += share * means.violationDensity;
      }
    }
  return { settings, draws, ...made };
}

/** How often each training run counts in each draw. */
function replicaWeights(replicas: number, draws: number, seed: number): Uint16Array {
  const random = RandomStream.of(seed, "ladder", "training runs");
  const weights = new Uint16Array(draws * replicas).fill(1, 0, replicas);
  for (let draw = 1; draw < draws; draw++)
    for (let i = 0; i < replicas; i++) weights[draw * replicas + random.integer(replicas)]++;
  return weights;
}

/**
 * Fleet share at a violation rate of at most `level` in every draw, off the hull of that draw's points (`fleetAtLevel`); infinite
 * where the level isn't reached.
 * @example
 * const draws = evaluation.runDraws({ size: 10, time: 100, workloads: 1, runs: 1 }, { resamples: 9 });
 * const setting = { requests: [100], violations: [3], containerSeconds: [400] };
 * const method = evaluation.methodDraws({ replicas: [[setting]] }, draws);
 * [0.01, 0.03].map((level) => evaluation.fleetDraws(method, level)[0]); // -> [Infinity, 0.4]
 */
export function fleetDraws(method: MethodDraws, level: number): Float64Array {
  const { settings, draws, violationRate, fleetShare } = method;
  const values = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw++) {
    const [from, to] = [draw * settings, (draw + 1) * settings];
    values[draw] = fleetAtLevel(
      { violationRate: violationRate.subarray(from, to), fleetShare: fleetShare.subarray(from, to) },
      level,
    );
  }
  return values;
}

/**
 * Cost at a price in every draw, as a share of the whole fleet's container-seconds: fleet share + price x violations per
 * container-second of the whole fleet, of the setting that belongs to the price.
 * @param setting its place among the method's settings.
 * @example
 * const draws = evaluation.runDraws({ size: 10, time: 100, workloads: 1, runs: 1 }, { resamples: 9 });
 * const setting = { requests: [100], violations: [3], containerSeconds: [400] };
 * const method = evaluation.methodDraws({ replicas: [[setting]] }, draws);
 * evaluation.costDraws(method, 0, 10)[0]; // -> 0.43
 */
export function costDraws(method: MethodDraws, setting: number, price: number): Float64Array {
  const { settings, draws, fleetShare, violationDensity } = method;
  requireInteger("setting", setting, 0, settings - 1);
  return Float64Array.from({ length: draws }, (_, draw) => {
    const at = draw * settings + setting;
    return fleetShare[at] + price * violationDensity[at];
  });
}

/**
 * Differences a - b draw by draw: of two methods on the same draws, so that they are paired. Where neither reaches what was asked for
 * (both are infinite), they don't differ. Of a sample alone there is its difference alone.
 * @throws RangeError where they aren't equally many.
 * @example
 * [...evaluation.drawnDifferences([0.75, 0.5, Infinity], [0.5, Infinity, Infinity])]; // -> [0.25, -Infinity, 0]
 */
export function drawnDifferences(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  return Float64Array.from({ length: commonDraws(a, b) }, (_, draw) =>
    a[draw] === b[draw] ? 0 : a[draw] - b[draw],
  );
}

/**
 * The share of the gap between `rule` and `best` that a method closes, (rule - method)/(rule - best), draw by draw: 0 as the rule, 1 as the
 * best. A draw without a gap, or in which rule or best reaches nothing, has no share: NaN.
 * @throws RangeError where they aren't equally many.
 * @example
 * [...evaluation.gapShares({ method: [0.75], rule: [1], best: [0.5] })]; // -> [0.5]
 */
export function gapShares(drawn: {
  readonly method: ArrayLike<number>;
  readonly rule: ArrayLike<number>;
  readonly best: ArrayLike<number>;
}): Float64Array {
  const { method, rule, best } = drawn;
  return Float64Array.from({ length: commonDraws(method, rule, best) }, (_, draw) => {
    const gap = rule[draw] - best[draw];
    return gap > 0 && Number.isFinite(gap) ? (rule[draw] - method[draw]) / gap : Number.NaN;
  });
}

/**
 * The value of the sample, draw 0, with its 95 % percentile interval over the resamples; without one where there are none.
 * @example
 * evaluation.drawnInterval([0.5, 0.4, 0.6, 0.5]).estimate; // -> 0.5
 */
export function drawnInterval(values: ArrayLike<number>): Interval {
  if (values.length === 1) return withoutInterval(values[0]);
  return percentileInterval(values[0], Array.prototype.slice.call(values, 1));
}

/**
 * The two-sided p-value of no difference from differences draw by draw (`bootstrapPValue` of the resamples); NaN where there are none.
 * @example
 * evaluation.drawnPValue([0.1, 0.1, 0.2, 0.3]); // -> 0.5
 */
export function drawnPValue(differences: ArrayLike<number>): number {
  if (differences.length === 1) return Number.NaN;
  return bootstrapPValue(Array.prototype.slice.call(differences, 1));
}

/** How many draws all have; 1 where one of them is a sample alone. */
function commonDraws(...drawn: readonly ArrayLike<number>[]): number {
  const lengths = drawn.map(({ length }) => length);
  if (lengths.includes(1)) return 1;
  if (lengths.some((length) => length !== lengths[0]))
    throw new RangeError(`draws must be equally many, got ${lengths.join(", ")}`);
  return lengths[0];
}
