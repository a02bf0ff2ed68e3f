import { z } from "zod";
import { storedNumber } from "../../data/index.js";
import { METRICS, type MetricName } from "../metric-table.js";

/** What is measured of a run on the comparison's traffic. */
export interface RunMeasures {
  /** Means over workloads, each pooled over its episodes; a metric that wasn't measured is NaN. */
  readonly metrics: Readonly<Record<MeasuredMetric, number>>;
  /** Mean penalty of a step by reward term, before its weight. */
  readonly penalties: Readonly<Record<string, number>>;
  /** Mean of the largest share of requests that one container is sent, and over how many steps: see `LargestShare`. */
  readonly largestShare: number;
  readonly countedSteps: number;
}

/** Metrics that need what a comparison doesn't have: a price, one reward for all, a reference router. */
const LEFT_OUT = Object.freeze(["cost", "reward_mean", "routing_loss"] as const);

/** Metrics that are measured of every run. */
export type MeasuredMetric = Exclude<MetricName, (typeof LEFT_OUT)[number]>;

/** Names of the metrics that are measured of every run, in the order of `METRICS`. */
export const MEASURED_METRICS = Object.freeze(
  Object.keys(METRICS).filter((name) => !(LEFT_OUT as readonly string[]).includes(name)),
) as readonly MeasuredMetric[];

/** A point of a learning curve: means over the updates since the last one. */
export interface CurvePoint {
  /** Environment steps done. */
  readonly steps: number;
  /** Mean reward of a step, as the variant pays it. */
  readonly stepReward: number;
  /** How wide the head explores, in its own measure. */
  readonly exploration: number;
  readonly commandRate: number;
  readonly churnRate: number;
  readonly fleetShare: number;
}

/** A number in JSON, which has no NaN. */
export const measuredNumber = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

export const measuresSchema = z.strictObject({
  metrics: z.strictObject(
    Object.fromEntries(MEASURED_METRICS.map((name) => [name, measuredNumber])) as Record<
      MeasuredMetric,
      typeof measuredNumber
    >,
  ),
  penalties: z.record(z.string(), measuredNumber),
  largestShare: measuredNumber,
  countedSteps: z.int().min(0),
});

const POINT = ["steps", "stepReward", "exploration", "commandRate", "churnRate", "fleetShare"] as const;

export const curveSchema = z.array(
  z.strictObject(
    Object.fromEntries(POINT.map((name) => [name, measuredNumber])) as Record<
      (typeof POINT)[number],
      typeof measuredNumber
    >,
  ),
);

/** Every number in it as files keep it: what was just measured is then what is read again. */
export function stored<T>(value: T): T {
  // JSON has no -0.
  if (typeof value === "number") return (storedNumber(value) + 0) as T;
  if (Array.isArray(value)) return value.map(stored) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, stored(part)])) as T;
}
