import { requireNonNegative } from "../check/index.js";
import { FleetChanges } from "./fleet-changes.js";
import { quantileFromHistogram } from "./histogram.js";
import type { RecordTable } from "./record-table.js";

/**
 * Metrics of one episode, or of several pooled, named as their CSV columns. Sums run over control steps, T is the number
 * of steps, `time` the sum of their durations. A metric with nothing to measure it on (0/0) is NaN.
 */
export interface Metrics {
  /** Users served per active container: completions / container-seconds. Requests per container-second. */
  users_per_container: number;
  /** completions / time, requests/s. */
  throughput: number;
  /** Sum of response times / completions, s. */
  response_time_mean: number;
  /** Percentiles of the merged histogram of response times, within 1 %, s. NaN outside 0.1 ms to 1,000 s, where it has no buckets. */
  response_time_p95: number;
  response_time_p99: number;
  /** violations / requests: an error counts as a violation. */
  sla_violation_rate: number;
  /** errors / requests. */
  error_rate: number;
  /** Share of steps in which the fleet really changed (scaleEffect != 0). */
  churn_rate: number;
  /** Changes against the change before, at most `REVERSAL_WINDOW` steps after it, per step. */
  reversal_rate: number;
  /** Mean over steps of the total-variation distance from capacity-proportional shares, where known. */
  routing_error: number;
  /** container-seconds / time. */
  fleet_size_mean: number;
  /** Mean reward per step. */
  reward_mean: number;
  /** Share of steps in which a change was asked for (scaleCommand != 0). */
  command_rate: number;
  /** Mean over steps of the one-step regret against the least-queue router, s, where known. */
  routing_loss: number;
  /** Means over steps of the mean over ready containers, where one was ready. */
  cpu_mean: number;
  memory_mean: number;
  /** Mean over steps of the mean number of requests in a ready container. */
  queue_mean: number;
  /** Mean over steps of the mean latency of ready containers, s: every step counts the same, however many requests it had. */
  latency_mean: number;
  /** container-seconds / (N x time): 1 for a fleet that is always whole. */
  fleet_share: number;
  /** Mean over steps of offered rate / ready containers, where one was ready: the write-up's "users a node". */
  offered_users_per_container: number;
  /** Sum over steps of the sum of the containers' error rates: the write-up's "failed". */
  failed: number;
  /** Share of steps whose mean latency is above 0.5 s: the write-up's SLA violations. */
  writeup_sla_violation_rate: number;
  /** (container-seconds + price x violations) / time: the fleet that would cost as much. NaN without a price. */
  cost: number;
  /** Number of requests that arrived. */
  requests: number;
}

/** Mean latency in s above which the write-up counts a step as an SLA violation. */
const WRITEUP_LATENCY_LIMIT = 0.5;

/**
 * The metrics of `records`; several tables are pooled: sums are added before they are divided, histograms are merged.
 * @param price container-seconds that one SLA violation is worth; only `cost` needs it.
 * @example
 * const spec = cluster.clusterSpec({ size: 5, initialFleet: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const simulated = new cluster.SimulatedCluster({ spec, workload: load, steps: 60 });
 * const controller = control.createController("static");
 * const records = await evaluation.runEpisode({ cluster: simulated, controller, seed: 1, steps: 60 });
 * const metrics = evaluation.recordMetrics(records, { price: 10 });
 * [metrics.fleet_size_mean, metrics.churn_rate]; // -> [5, 0]
 */
export function recordMetrics(
  records: RecordTable | readonly RecordTable[],
  { price = Number.NaN }: { readonly price?: number } = {},
): Metrics {
  if (!Number.isNaN(price)) requireNonNegative("price", price);
  const tables = (Array.isArray(records) ? records : [records]) as readonly RecordTable[];
  const steps = tables.reduce((sum, table) => sum + table.length, 0);
  const total = (of: (table: RecordTable) => number) => tables.reduce((sum, table) => sum + of(table), 0);
  const [time, containerSeconds] = [total(sumOf("duration")), total(sumOf("containerSeconds"))];
  const [requests, completions] = [total(sumOf("requests")), total(sumOf("completions"))];
  const violations = total(sumOf("violations"));
  const histogram = mergedHistogram(tables);
  return {
    users_per_container: completions / containerSeconds,
    throughput: completions / time,
    response_time_mean: total(sumOf("responseTimeSum")) / completions,
    response_time_p95: quantileFromHistogram(histogram, 0.95),
    response_time_p99: quantileFromHistogram(histogram, 0.99),
    sla_violation_rate: violations / requests,
    error_rate: total(sumOf("errors")) / requests,
    churn_rate: total((table) => fleetChanges(table).changes) / steps,
    reversal_rate: total((table) => fleetChanges(table).reversals) / steps,
    routing_error: meanOfKnown(tables, (table) => table.column("routingError")),
    fleet_size_mean: containerSeconds / time,
    reward_mean: meanOfKnown(tables, (table) => table.column("reward")),
    command_rate: total((table) => count(table.column("scaleCommand"), (command) => command !== 0)) / steps,
    routing_loss: meanOfKnown(tables, (table) => table.column("routingLoss")),
    cpu_mean: meanWhereReady(tables, "cpuMean"),
    memory_mean: meanWhereReady(tables, "memoryMean"),
    queue_mean: meanWhereReady(tables, "queueMean"),
    latency_mean: meanWhereReady(tables, "latencyMean"),
    fleet_share: containerSeconds / total((table) => table.size * sumOf("duration")(table)),
    offered_users_per_container: meanOfKnown(tables, (table) => {
      const ready = table.column("ready");
      return table
        .column("offeredRate")
        .map((rate, i) => (ready[i] ? rate / (ready[i] as number) : Number.NaN));
    }),
    failed: total(sumOf("errorRateSum")),
    writeup_sla_violation_rate:
      total((table) => count(table.column("latencyMean"), (latency) => latency > WRITEUP_LATENCY_LIMIT)) /
      steps,
    cost: (containerSeconds + price * violations) / time,
    requests,
  };
}

/**
 * Mean over all steps of each weighted reward term, by name. The means add up to `reward_mean`.
 * @example
 * const spec = cluster.clusterSpec({ size: 5, initialFleet: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const simulated = new cluster.SimulatedCluster({ spec, workload: load, steps: 60 });
 * const controller = control.createController("static");
 * const records = await evaluation.runEpisode({ cluster: simulated, controller, seed: 1, steps: 60 });
 * evaluation.termMeans(records)["container-seconds"]; // -> -1
 */
export function termMeans(records: RecordTable): Record<string, number> {
  return Object.fromEntries(
    records.termNames.map((name) => [name, meanOfKnown([records], (table) => table.term(name))]),
  );
}

/**
 * The response-time histogram of several tables together, one count per bucket.
 * @example
 * const histogram = evaluation.mergedHistogram([new evaluation.RecordTable({ size: 5 })]);
 * histogram.length === cluster.ResponseTimeBuckets.count; // -> true
 */
export function mergedHistogram(tables: readonly RecordTable[]): Float64Array {
  const [first, ...rest] = tables;
  if (first === undefined) throw new RangeError("records must hold at least one table, got none");
  const merged = first.histogram();
  for (const table of rest) {
    const histogram = table.histogram();
    for (let i = 0; i < merged.length; i++) merged[i] += histogram[i] as number;
  }
  return merged;
}

function sumOf(name: Parameters<RecordTable["column"]>[0]): (table: RecordTable) => number {
  return (table) => table.column(name).reduce((sum, value) => sum + value, 0);
}

function count(values: Float64Array, holds: (value: number) => boolean): number {
  let found = 0;
  for (const value of values) if (holds(value)) found++;
  return found;
}

function fleetChanges(table: RecordTable): FleetChanges {
  const changes = new FleetChanges();
  const steps = table.column("step");
  for (const [i, effect] of table.column("scaleEffect").entries()) changes.note(steps[i], effect);
  return changes;
}

function meanOfKnown(tables: readonly RecordTable[], values: (table: RecordTable) => Float64Array): number {
  let sum = 0;
  let known = 0;
  for (const table of tables)
    for (const value of values(table)) {
      if (Number.isNaN(value)) continue;
      sum += value;
      known++;
    }
  return sum / known;
}

function meanWhereReady(
  tables: readonly RecordTable[],
  name: "cpuMean" | "memoryMean" | "queueMean" | "latencyMean",
): number {
  return meanOfKnown(tables, (table) => {
    const ready = table.column("ready");
    return table.column(name).map((value, i) => ((ready[i] as number) > 0 ? value : Number.NaN));
  });
}
