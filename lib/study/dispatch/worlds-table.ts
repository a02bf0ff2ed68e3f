import { type Cell, numberIn, numberOrNull, type Row, type TableDefinition } from "../../report/index.js";
import { DISPATCH_STYLES } from "./labels.js";
import type { MODELS, Model } from "./paired-requests.js";
import { DISPATCH_CONTROLLERS } from "./plan.js";
import { DISPATCH_WORLDS_FILE } from "./worlds-experiment.js";

/** What a model is called in tables. */
export const MODEL_LABELS: Readonly<Record<Model, string>> = Object.freeze({
  real: "HAProxy",
  simulated: "simulator",
  sliced: "with CPU in slices",
});

/** The real proxy's dispatches and the simulator's, on the same requests. */
export const dispatchWorldsTable: TableDefinition = {
  id: "dispatch-worlds",
  title: "The real proxy's dispatches and the simulator's",
  caption:
    "Response times of the same requests on real containers behind HAProxy (`roundrobin`, `random(2)`, `leastconn`), in the calibrated simulator, and in the simulator with CPU limits that come in slices, as the kernel " +
    "hands them out: whole fleet of 15 containers, constant load. Errors are model / real less 1. 95 % bootstrap intervals over blocks of 500 consecutive requests, drawn together for all models.",
  inputs: [DISPATCH_WORLDS_FILE],
  ruleBy: "dispatch",
  columns: [
    { key: "load", title: "load", format: { digits: 1 } },
    { key: "dispatch", title: "dispatch" },
    { key: "model", title: "model" },
    { key: "mean", title: "mean (s)", format: { digits: 3 } },
    { key: "meanError", title: "error (%)", format: { style: "percent", digits: 1 } },
    { key: "p95", title: "p95 (s)", format: { digits: 3 } },
    { key: "p95Error", title: "error (%)", format: { style: "percent", digits: 1 } },
  ],
  rows: (data) =>
    data.rows(DISPATCH_WORLDS_FILE).map((row) => ({
      load: numberIn(row, "load"),
      dispatch: DISPATCH_STYLES[DISPATCH_CONTROLLERS[row.controller]].label,
      model: MODEL_LABELS[row.model as (typeof MODELS)[number]],
      mean: interval(row, "mean"),
      meanError: interval(row, "mean_error"),
      p95: interval(row, "p95"),
      p95Error: interval(row, "p95_error"),
    })),
};

function interval(row: Row, column: string): Cell {
  const estimate = numberOrNull(row, column);
  if (estimate === null) return null;
  return { estimate, lower: numberIn(row, `${column}_lower`), upper: numberIn(row, `${column}_upper`) };
}
