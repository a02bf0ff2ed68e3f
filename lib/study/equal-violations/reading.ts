import { grouped, type ResultRow, seedMeans } from "../../evaluation/index.js";
import { type DataReader, numberIn, type Row } from "../../report/index.js";
import { mean } from "../../statistics/index.js";
import { bestAt } from "../frontier/curves.js";
import { EQUAL_VIOLATIONS_FILE, KEPT_METRICS, type KeptMetric } from "./experiment.js";

type KeptMetrics = Readonly<Record<KeptMetric, number>>;

/** A rule's settings in the order of the sweep, each as its runs; a run is the mean over its kinds of load. */
export type Frontier = readonly (readonly KeptMetrics[])[];

/** Where a frontier is read. */
export interface FrontierPlace {
  readonly cluster: "writeup" | "sim";
  readonly size: number;
  /** Weights in the mean by kind of load: its number of workloads. */
  readonly loads: Readonly<Record<string, number>>;
}

/** The frontier of the rule with that name ("writeup-pid", say). */
export function frontierAt(
  data: DataReader,
  { cluster, size, loads }: FrontierPlace,
  rule: string,
): Frontier {
  const total = Object.values(loads).reduce((sum, weight) => sum + weight, 0);
  const settings = new Map<string, Map<string, Record<KeptMetric, number>>>();
  for (const row of rowsAt(data, cluster, size, rule)) {
    if (!Object.hasOwn(loads, row.load)) continue;
    const runs = settings.get(row.controller) ?? new Map<string, Record<KeptMetric, number>>();
    settings.set(row.controller, runs);
    const sums = runs.get(row.run) ?? nothing();
    runs.set(row.run, sums);
    for (const name of KEPT_METRICS) sums[name] += (loads[row.load] / total) * numberIn(row, name);
  }
  return [...settings.values()].map((runs) => [...runs.values()]);
}

/** Rows by cluster, size and rule, made once of rows that were parsed once. */
const indexes = new WeakMap<readonly Row[], ReadonlyMap<string, readonly Row[]>>();

function rowsAt(data: DataReader, cluster: string, size: number, rule: string): readonly Row[] {
  const rows = data.rows(EQUAL_VIOLATIONS_FILE);
  const index = indexes.get(rows) ?? grouped(rows, placeOf);
  indexes.set(rows, index);
  return index.get(`${cluster} ${size} ${rule}`) ?? [];
}

const placeOf = ({ cluster, size, controller }: Row) => `${cluster} ${size} ${controller.split(":")[0]}`;

const nothing = () => Object.fromEntries(KEPT_METRICS.map((name) => [name, 0])) as Record<KeptMetric, number>;

/**
 * A rule's metric at a violation rate, read off the frontier of its means over `runs` (places in each setting's runs; all, when left
 * out): the least fleet, or the most users. NaN where no setting gets down to that rate.
 */
export function readAt(
  frontier: Frontier,
  metric: KeptMetric,
  rate: number,
  runs: readonly number[] = [...(frontier[0] ?? []).keys()],
): number {
  const over = (setting: readonly KeptMetrics[], name: KeptMetric) =>
    mean(runs.map((run) => setting[run][name]));
  const points = frontier.map(
    (setting) => [over(setting, metric), over(setting, "sla_violation_rate")] as const,
  );
  return bestAt(points, rate, metric === "fleet_share" ? "least" : "largest");
}

/** A training run beside a rule at the run's own violation rate. */
export interface RunReading {
  readonly rate: number;
  /** The agent's metric. */
  readonly agent: number;
  /** The rule's at that rate; NaN where no setting gets down to it. */
  readonly rule: number;
}

/** Every training run of the rows, in the order of seeds, beside the frontier of a rule; none where it wasn't measured. */
export function runReadings(
  agentRows: readonly ResultRow[],
  frontier: Frontier,
  metric: KeptMetric,
): readonly RunReading[] {
  if (frontier.length === 0) return [];
  const rates = seedMeans(agentRows, (row) => row.sla_violation_rate);
  const values = seedMeans(agentRows, (row) => row[metric]);
  return rates.map((rate, i) => ({ rate, agent: values[i], rule: readAt(frontier, metric, rate) }));
}

/**
 * The rule's metric less the agent's, run by run: where no setting of the rule gets down to a run's rate it has no fleet that is large
 * enough (infinity) and serves nobody at that rate (minus infinity).
 */
export function ruleLessAgent(readings: readonly RunReading[], metric: KeptMetric): readonly number[] {
  const unreached = metric === "fleet_share" ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  return readings.map(({ rule, agent }) => (Number.isNaN(rule) ? unreached : rule - agent));
}
