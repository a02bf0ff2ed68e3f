import { clusterSpec } from "../../cluster/index.js";
import { type Budget, specDescription, specId } from "../../data/index.js";
import { columns, experiment } from "../../evaluation/index.js";
import { deriveSeed } from "../../random/index.js";
import { countsUnder, METHODS } from "./methods.js";

/** What becomes of a whole fleet's requests by load, relative to the data folder. */
export const DISPATCH_CURVES_FILE = "dispatch/curves.csv";

/** One simulation; those of the same run meet the same requests, but for their times. */
const COLUMNS = columns({
  dispatch: { kind: "text", identity: true, choices: METHODS },
  size: { kind: "integer", identity: true },
  /** Fraction of capacity. */
  load: { kind: "number", identity: true },
  run: { kind: "integer", identity: true },
  /** Requests that are counted, about. */
  wanted: { kind: "integer", identity: true },
  seed: { kind: "integer", identity: true },
  requests: { kind: "integer" },
  response_time_mean: { kind: "number" },
  violation_rate: { kind: "number" },
});

const BASE_SEED = 1;
/** Number of containers. */
export const CURVES_SIZE = 15;
const LOADS = [0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.925, 0.95, 0.975];
const SCALE = Object.freeze({
  smoke: { loads: [0.5, 0.8, 0.95], runs: 2, requests: 20_000 },
  reduced: { loads: LOADS, runs: 2, requests: 50_000 },
  paper: { loads: LOADS, runs: 6, requests: 200_000 },
}) satisfies Readonly<Record<Budget, object>>;

/** Violations and response times against the load, by dispatch. */
export const dispatchCurves = experiment({
  id: "dispatch-curves",
  question: "How do violations and response times rise with the load, by dispatch?",
  module: __filename,
  file: DISPATCH_CURVES_FILE,
  columns: COLUMNS,
  cells(budget) {
    const { loads, runs, requests } = SCALE[budget];
    return loads.flatMap((load) =>
      Array.from({ length: runs }, (_, run) =>
        METHODS.map((dispatch) => ({
          dispatch,
          size: CURVES_SIZE,
          load,
          run,
          wanted: requests,
          seed: deriveSeed(BASE_SEED, "dispatch-curves", run),
        })),
      ).flat(),
    );
  },
  measure({ dispatch, size, seed, load, wanted }) {
    const counts = countsUnder(dispatch, { size, seed }, { load, requests: wanted });
    const { requests, completions, violations, responseTimeSum } = counts;
    return {
      requests,
      response_time_mean: responseTimeSum / completions,
      violation_rate: violations / requests,
    };
  },
  kindOf: ({ dispatch }) => dispatch,
  describe(budget) {
    const spec = clusterSpec({ size: CURVES_SIZE });
    return {
      seed: BASE_SEED,
      config: { ...SCALE[budget], size: CURVES_SIZE },
      specs: { [specId(spec)]: specDescription(spec) },
    };
  },
});
