import { cellNumber, type NumberDefinition, numberIn } from "../../report/index.js";
import { CARRIED_LOAD_FILE } from "./carried-load-experiment.js";
import { carriedLoadTable } from "./carried-load-table.js";
import { carriedGain } from "./carried-loads.js";
import { DISPATCH_STYLES } from "./labels.js";
import { DISPATCH_WORLDS_FILE } from "./worlds-experiment.js";
import { dispatchWorldsTable, MODEL_LABELS } from "./worlds-table.js";

const RATE = 0.01;

/** Load carried at 1 %. */
const carried = (dispatch: "round-robin" | "least-connections" | "common-queue", size: 5 | 15 | 25) =>
  cellNumber(carriedLoadTable, {
    id: `carried-load-${dispatch}-${size}`,
    title: `load that a whole fleet of ${size} carries at 1 % violations, ${DISPATCH_STYLES[dispatch].label}`,
    where: {
      rate: RATE,
      dispatch: dispatch === "common-queue" ? "one common queue, exact" : DISPATCH_STYLES[dispatch].label,
    },
    column: `n${size}`,
    format: { style: "percent", digits: 1 },
  });

/** How much more load least connections carries than another dispatch, at 1 %. */
const gain = (over: "round-robin" | "least-queue", size: 5 | 25): NumberDefinition => ({
  id: `carried-gain-${over}-${size}`,
  title: `load that least connections carries at 1 % violations more than ${DISPATCH_STYLES[over].label}, N = ${size}`,
  inputs: [CARRIED_LOAD_FILE],
  format: { style: "percent", digits: 0 },
  value: (data) =>
    carriedGain(data, { dispatch: "least-connections", over, size, violationRate: RATE }) ?? Number.NaN,
});

/** Error of a model on the real proxy's requests. */
const error = (
  dispatch: "round-robin" | "power-of-two" | "least-connections",
  load: number,
  model: "simulated" | "sliced",
  column: "mean" | "p95",
) =>
  cellNumber(dispatchWorldsTable, {
    id: `dispatch-error-${dispatch}-${100 * load}-${model}-${column}`,
    title: `error of the ${column} response time, ${MODEL_LABELS[model]}, ${DISPATCH_STYLES[dispatch].label}, load ${load}`,
    where: { load, dispatch: DISPATCH_STYLES[dispatch].label, model: MODEL_LABELS[model] },
    column: `${column}Error`,
  });

/** Real response times. */
const real = (dispatch: "round-robin" | "power-of-two" | "least-connections", column: "mean" | "p95") =>
  cellNumber(dispatchWorldsTable, {
    id: `dispatch-real-${dispatch}-${column}`,
    title: `real ${column} response time, ${DISPATCH_STYLES[dispatch].label}, load .7`,
    where: { load: 0.7, dispatch: DISPATCH_STYLES[dispatch].label, model: MODEL_LABELS.real },
    column,
    format: { digits: 3, unit: "s" },
  });

const requests: NumberDefinition = {
  id: "dispatch-worlds-requests",
  title: "requests of each dispatch at each load on the real proxy, at least",
  inputs: [DISPATCH_WORLDS_FILE],
  format: { digits: 0 },
  value: (data) => Math.min(...data.rows(DISPATCH_WORLDS_FILE).map((row) => numberIn(row, "requests"))),
};

/** What the simulator's mean response is too long by when CPU comes in slices: of all dispatches and loads, the least and the most. */
const residual = (id: "least" | "most"): NumberDefinition => ({
  id: `dispatch-residual-${id}`,
  title: `mean response time with CPU in slices less the real one, ${id} over dispatches and loads`,
  inputs: [DISPATCH_WORLDS_FILE],
  format: { digits: 1, unit: "ms" },
  value: (data) => {
    const rows = data.rows(DISPATCH_WORLDS_FILE);
    const means = (model: string) =>
      rows.filter((row) => row.model === model).map((row) => numberIn(row, "mean"));
    const real = means("real");
    const differences = means("sliced").map((mean, i) => 1000 * (mean - real[i]));
    return id === "least" ? Math.min(...differences) : Math.max(...differences);
  },
});

/** What the dispatch is worth, and whether the real proxy's does the same. */
export const dispatchNumbers: readonly NumberDefinition[] = [
  ...([5, 15, 25] as const).flatMap((size) =>
    (["round-robin", "least-connections", "common-queue"] as const).map((dispatch) =>
      carried(dispatch, size),
    ),
  ),
  ...([5, 25] as const).flatMap((size) =>
    (["round-robin", "least-queue"] as const).map((over) => gain(over, size)),
  ),
  ...([0.5, 0.7] as const).flatMap((load) =>
    (["power-of-two", "least-connections"] as const).flatMap((dispatch) =>
      (["simulated", "sliced"] as const).map((model) => error(dispatch, load, model, "mean")),
    ),
  ),
  ...(["round-robin", "power-of-two", "least-connections"] as const).flatMap((dispatch) =>
    (["mean", "p95"] as const).map((column) => real(dispatch, column)),
  ),
  requests,
  residual("least"),
  residual("most"),
];
