import { drawnDifferences, drawnInterval, drawnPValue, gapShares } from "../../evaluation/index.js";
import { type Cell, estimateText, type NumberFormat, numberText } from "../../report/index.js";
import { holmAdjusted, type Interval } from "../../statistics/index.js";
import type { MethodReading } from "./readings.js";

/** Per cent of N with a decimal. */
export const PERCENT: NumberFormat = Object.freeze({ style: "percent", digits: 1 });

/** Below this a corrected p-value counts. */
export const SIGNIFICANCE = 0.05;

/** The fleet at a level with its interval; where it isn't reached, the least violation rate. */
export function fleetCell(reading: MethodReading | undefined, level: number): Cell {
  if (reading === undefined) return null;
  const interval = drawnInterval(reading.fleet(level));
  if (Number.isFinite(interval.estimate)) return interval;
  return `least ${numberText(reading.leastRate, PERCENT)} %`;
}

/**
 * The share of the gap between the best rule and hindsight that a method closes at a level, with its interval; null where one of the three
 * doesn't reach the level.
 */
export function gapCell(
  methods: Readonly<Record<"method" | "rule" | "best", MethodReading | undefined>>,
  level: number,
): Cell {
  const { method, rule, best } = methods;
  if (method === undefined || rule === undefined || best === undefined) return null;
  const closed = gapShares({
    method: method.fleet(level),
    rule: rule.fleet(level),
    best: best.fleet(level),
  });
  // A resample without a gap has no share.
  return Number.isFinite(closed[0]) ? drawnInterval(closed.filter((share) => !Number.isNaN(share))) : null;
}

/** A fleet less another on the same draws. */
export interface FleetDifference {
  readonly interval: Interval;
  /** Not corrected. */
  readonly pValue: number;
}

/** The fleet that `a` needs at a level less that of `b`; undefined where one of them isn't there, or neither reaches it. */
export function fleetDifference(
  a: MethodReading | undefined,
  b: MethodReading | undefined,
  level: number,
): FleetDifference | undefined {
  if (a === undefined || b === undefined) return undefined;
  const [fleet, other] = [a.fleet(level), b.fleet(level)];
  if (!Number.isFinite(fleet[0]) && !Number.isFinite(other[0])) return undefined;
  const differences = drawnDifferences(fleet, other);
  return { interval: drawnInterval(differences), pValue: drawnPValue(differences) };
}

/**
 * Differences as cells, in per cent of N, with a star where Holm's correction over all of them leaves p below .05. Where only one of the
 * two reaches the level there is no size to give: the cell says which way it goes.
 */
export function differenceCells(differences: readonly (FleetDifference | undefined)[]): readonly Cell[] {
  const tested = differences.filter(
    (one) => one !== undefined && !Number.isNaN(one.pValue),
  ) as FleetDifference[];
  const adjusted = holmAdjusted(tested.map(({ pValue }) => pValue));
  return differences.map((one) => {
    if (one === undefined) return null;
    const star = adjusted[tested.indexOf(one)] < SIGNIFICANCE ? "*" : "";
    const { estimate } = one.interval;
    if (!Number.isFinite(estimate)) return (estimate < 0 ? "reached" : "not reached") + star;
    return estimateText(one.interval, PERCENT) + star;
  });
}
