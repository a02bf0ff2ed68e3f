/** What a metric is: for axes, table heads and the direction of a comparison. */
export interface MetricDescription {
  readonly label: string;
  /** Unit of the value; "1" for shares and rates per step. */
  readonly unit: string;
  /** Which way is better, where one way is. */
  readonly better: "higher" | "lower" | "neither";
}

const describe = (
  label: string,
  unit: string,
  better: MetricDescription["better"] = "neither",
): MetricDescription => Object.freeze({ label, unit, better });

/** Every metric, by the name of its CSV column. Definitions are at `Metrics`. */
export const METRICS = Object.freeze({
  users_per_container: describe("Users served per active container", "requests/container-second", "higher"),
  throughput: describe("Throughput", "requests/s", "higher"),
  response_time_mean: describe("Mean response time", "s", "lower"),
  response_time_p95: describe("Response time, 95th percentile", "s", "lower"),
  response_time_p99: describe("Response time, 99th percentile", "s", "lower"),
  sla_violation_rate: describe("SLA violation rate", "1", "lower"),
  error_rate: describe("Error rate", "1", "lower"),
  churn_rate: describe("Churn rate", "1", "lower"),
  reversal_rate: describe("Reversal rate", "1", "lower"),
  routing_error: describe("Routing error", "1"),
  fleet_size_mean: describe("Mean fleet size", "containers", "lower"),
  reward_mean: describe("Mean reward", "1", "higher"),
  command_rate: describe("Command rate", "1", "lower"),
  routing_loss: describe("Routing loss", "s", "lower"),
  cpu_mean: describe("Mean CPU use", "1"),
  memory_mean: describe("Mean memory use", "1"),
  queue_mean: describe("Mean requests per ready container", "requests", "lower"),
  latency_mean: describe("Mean over steps of the containers' mean latency", "s", "lower"),
  fleet_share: describe("Fleet share", "1", "lower"),
  offered_users_per_container: describe("Offered users per ready container", "requests/s"),
  failed: describe("Failed (sum of error rates)", "1", "lower"),
  writeup_sla_violation_rate: describe("Share of steps with mean latency above 0.5 s", "1", "lower"),
  cost: describe("Cost", "containers", "lower"),
  requests: describe("Requests", "requests"),
} as const);

export type MetricName = keyof typeof METRICS;
