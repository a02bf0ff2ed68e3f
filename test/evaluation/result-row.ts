import { METRICS, type MetricName, type ResultRow } from "../../lib/evaluation/index.js";

/** A result row whose metrics are all `value`, apart from those given. */
export function resultRow(part: Partial<ResultRow>, value = 0.5): ResultRow {
  const metrics = Object.fromEntries(Object.keys(METRICS).map((name) => [name, value])) as Record<
    MetricName,
    number
  >;
  return {
    cluster: "sim",
    controller: "threshold",
    size: 15,
    workload: "constant-0.6",
    run: 0,
    steps: 1000,
    training_seed: Number.NaN,
    evaluation_seed: 1,
    phase: "",
    split: "test",
    price: 10,
    spec: "0123abcd",
    reward_terms: "",
    code: "0123456789ab",
    ...metrics,
    ...part,
  };
}
