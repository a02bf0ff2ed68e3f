import type { TableDefinition } from "../../report/index.js";
import { modelMath, theoryComparisons } from "./comparisons.js";
import { THEORY_FILE } from "./experiment.js";

/** The exact simulator beside the closed forms, every case. */
export const simulatorAgainstTheoryTable: TableDefinition = {
  id: "simulator-against-theory",
  title: "Simulated mean response time against theory",
  caption:
    "Mean response time on the exact simulator beside its exact value, at utilisation $\\rho$. Means over runs with 95 % Student intervals; " +
    "requests are counted over all runs. The refused share is 0 without a queue limit.",
  inputs: [THEORY_FILE],
  ruleBy: "utilization",
  columns: [
    { key: "utilization", title: "$\\rho$", format: { digits: 2 } },
    { key: "model", title: "queue" },
    { key: "requests", title: "requests", format: { digits: 0 } },
    { key: "theory", title: "exact (s)", format: { digits: 4 } },
    { key: "simulated", title: "simulated (s)", format: { digits: 4 } },
    { key: "difference", title: "difference (%)", format: { style: "percent", digits: 2 } },
    { key: "refusedTheory", title: "refused, exact (%)", format: { style: "percent", digits: 3 } },
    { key: "refused", title: "refused, sim. (%)", format: { style: "percent", digits: 3 } },
  ],
  rows: (data) =>
    theoryComparisons(data).map((one) => ({
      utilization: one.utilization,
      model: modelMath(one.model),
      requests: one.requests,
      theory: one.theory,
      simulated: one.simulated,
      difference: one.difference,
      refusedTheory: one.refusedTheory > 0 ? one.refusedTheory : null,
      refused: one.refusedTheory > 0 ? one.refused : null,
    })),
};
