import { type Limits, NOT_NEGATIVE, SHARE, UNLIMITED } from "../statistics/limits.js";

/** What a metric is: for axes, table heads and the direction of a comparison. */
export interface MetricDescription {
  readonly label: string;
  /** Unit of the value; "1" for shares and rates per step. */
  readonly unit: string;
  /** Which way is better, where one way is. */
  readonly better: "higher" | "lower" | "neither";
  /** What values it can have. */
  readonly limits: Limits;
}

const describe = (
  label: string,
  unit: string,
  limits: Limits,
  better: MetricDescription["better"] = "neither",
): MetricDescription => Object.freeze({ label, unit, limits, better });

/** Every metric, by the name of its CSV column. Definitions are at `Metrics`. */
export const METRICS = Object.freeze({
  users_per_container: describe(
    "Users served per active container",
    "requests/container-second",
    NOT_NEGATIVE,
    "higher",
  ),
  throughput: describe("Throughput", "requests/s", NOT_NEGATIVE, "higher"),
  response_time_mean: describe("Mean response time", "s", NOT_NEGATIVE, "lower"),
  response_time_p95: describe("Response time, 95th percentile", "s", NOT_NEGATIVE, "lower"),
  response_time_p99: describe("Response time, 99th percentile", "s", NOT_NEGATIVE, "lower"),
  sla_violation_rate: describe("SLA violation rate", "1", SHARE, "lower"),
  error_rate: describe("Error rate", "1", SHARE, "lower"),
  churn_rate: describe("Churn rate", "1", SHARE, "lower"),
  reversal_rate: describe("Reversal rate", "1", SHARE, "lower"),
  routing_error: describe("Routing error", "1", SHARE),
  fleet_size_mean: describe("Mean fleet size", "containers", NOT_NEGATIVE, "lower"),
  reward_mean: describe("Mean reward", "1", UNLIMITED, "higher"),
  command_rate: describe("Command rate", "1", SHARE, "lower"),
  routing_loss: describe("Routing loss", "s", UNLIMITED, "lower"),
  cpu_mean: describe("Mean CPU use", "1", SHARE),
  memory_mean: describe("Mean memory use", "1", SHARE),
  queue_mean: describe("Mean requests per ready container", "requests", NOT_NEGATIVE, "lower"),
  latency_mean: describe("Mean over steps of the containers' mean latency", "s", NOT_NEGATIVE, "lower"),
  fleet_share: describe("Fleet share", "1", SHARE, "lower"),
  offered_users_per_container: describe("Offered users per ready container", "requests/s", NOT_NEGATIVE),
  failed: describe("Failed (sum of error rates)", "1", NOT_NEGATIVE, "lower"),
  writeup_sla_violation_rate: describe("Share of steps with mean latency above 0.5 s", "1", SHARE, "lower"),
  cost: describe("Cost", "containers", NOT_NEGATIVE, "lower"),
  requests: describe("Requests", "requests", NOT_NEGATIVE),
} as const);

/** Name of a metric: that of its column in a CSV file. */
export type MetricName = keyof typeof METRICS;
