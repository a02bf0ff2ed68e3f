import { distinct, metricEstimate, type ResultRow, scoreMatrix } from "../../evaluation/index.js";
import { bootstrapInterval, type Interval, matrixMean } from "../../statistics/index.js";

/** Rates below this (less than one violation in a million requests) are taken for it, so that they have a logarithm. */
const LOWEST_RATE = 1e-6;

/** A controller's text without parameters, e.g. "threshold+least-queue". */
export const controllerName = (row: Pick<ResultRow, "controller">): string => row.controller.split(":")[0];

/** A point of a frontier: the fleet share and SLA violation rate of one setting of a rule. */
export interface FrontierPoint {
  readonly controller: string;
  readonly fleetShare: Interval;
  readonly violationRate: Interval;
}

/** A rule's settings, in the order of the sweep, each with its means over workloads. */
export function frontierPoints(rows: readonly ResultRow[], name: string): readonly FrontierPoint[] {
  const own = rows.filter((row) => controllerName(row) === name);
  return distinct(own, (row) => row.controller).map((controller) => ({
    controller,
    fleetShare: metricEstimate(own, controller, "fleet_share"),
    violationRate: metricEstimate(own, controller, "sla_violation_rate"),
  }));
}

/**
 * The least (or largest) value at which a frontier is at or below `rate`: along the sweep log(rate) is taken as linear in the value
 * between neighbours; NaN where it stays above.
 * @param points [value, violation rate] in the order of the sweep.
 */
export function bestAt(
  points: readonly (readonly [number, number])[],
  rate: number,
  better: "least" | "largest",
): number {
  const target = Math.log(rate);
  const reached: number[] = [];
  for (const [i, [value, violations]] of points.entries()) {
    const height = Math.log(Math.max(violations, LOWEST_RATE));
    if (height <= target) reached.push(value);
    if (i === 0) continue;
    const [valueBefore, violationsBefore] = points[i - 1];
    const before = Math.log(Math.max(violationsBefore, LOWEST_RATE));
    if ((before - target) * (height - target) < 0)
      reached.push(valueBefore + ((before - target) / (before - height)) * (value - valueBefore));
  }
  if (reached.length === 0) return Number.NaN;
  return better === "least" ? Math.min(...reached) : Math.max(...reached);
}

/** Stands for "not reached" among resamples, so that they can be sorted. */
const NOT_REACHED = 1e9;

/**
 * The least fleet share of a rule's mean frontier, with its 95 % bootstrap interval over runs; a resample takes whole runs, the same
 * for every setting. A bound that isn't reached is NaN; null where the frontier itself doesn't reach the rate.
 */
export function fleetShareEstimate(rows: readonly ResultRow[], name: string, rate: number): Interval | null {
  const own = rows.filter((row) => controllerName(row) === name);
  if (own.length === 0) return null;
  const settings = distinct(own, (row) => row.controller).map((controller) => ({
    fleet: scoreMatrix(own, controller, "fleet_share").scores,
    violations: scoreMatrix(own, controller, "sla_violation_rate").scores,
  }));
  const share = (runs: readonly number[]) => {
    const points = settings.map(({ fleet, violations }) => {
      const mean = (scores: readonly (readonly number[])[]) => matrixMean(runs.map((run) => scores[run]));
      return [mean(fleet), mean(violations)] as const;
    });
    const found = bestAt(points, rate, "least");
    return Number.isNaN(found) ? NOT_REACHED : found;
  };
  const interval = bootstrapInterval<readonly number[]>({
    scores: settings[0].fleet.map((_, run) => run),
    statistic: share,
    resamples: 1000,
  });
  if (interval.estimate >= NOT_REACHED) return null;
  const known = (value: number) => (value > 1 + 1e-9 ? Number.NaN : value);
  return { estimate: interval.estimate, lower: known(interval.lower), upper: known(interval.upper) };
}
