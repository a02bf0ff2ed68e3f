import { clusterSpec } from "../../cluster/index.js";
import { type Budget, specDescription, specId } from "../../data/index.js";
import { columns, experiment, LADDER_SIZES } from "../../evaluation/index.js";
import { deriveSeed } from "../../random/index.js";
import { COMMON_QUEUE, loadCarried, METHODS } from "./methods.js";

/** Load that a whole fleet carries, relative to the data folder. */
export const CARRIED_LOAD_FILE = "dispatch/carried-load.csv";

/** One search. Searches of the same seed meet the same requests. */
const COLUMNS = columns({
  dispatch: { kind: "text", identity: true, choices: [...METHODS, COMMON_QUEUE] },
  size: { kind: "integer", identity: true },
  /** SLA violations / requests. */
  violation_rate: { kind: "number", identity: true },
  run: { kind: "integer", identity: true },
  /** Requests of each simulation. */
  requests: { kind: "integer", identity: true },
  seed: { kind: "integer", identity: true },
  /** Fraction of capacity. */
  load: { kind: "number" },
});

const BASE_SEED = 1;
const SCALE = Object.freeze({
  smoke: { sizes: { 0.01: [5] }, runs: 2, requests: 20_000 },
  reduced: { sizes: { 0.01: [5, 15, 25] }, runs: 3, requests: 100_000 },
  paper: { sizes: { 0.01: LADDER_SIZES, 0.001: [5, 15, 25] }, runs: 6, requests: 200_000 },
}) satisfies Readonly<Record<Budget, object>>;

/** Violation rates and sizes of a budget. */
function levels(budget: Budget): readonly { readonly rate: number; readonly sizes: readonly number[] }[] {
  return Object.entries<readonly number[]>(SCALE[budget].sizes).map(([rate, sizes]) => ({
    rate: Number(rate),
    sizes,
  }));
}

/** Bisection on the load, for each way to spread requests, number of containers and violation rate. */
export const carriedLoads = experiment({
  id: "carried-load",
  question: "Which load does a whole fleet carry, and how much of it is the dispatch?",
  module: __filename,
  file: CARRIED_LOAD_FILE,
  columns: COLUMNS,
  cells(budget) {
    const { runs, requests } = SCALE[budget];
    return levels(budget).flatMap(({ rate: violation_rate, sizes }) =>
      sizes.flatMap((size) =>
        Array.from({ length: runs }, (_, run) => {
          const seed = deriveSeed(BASE_SEED, "carried-load", size, run);
          const dispatches = [...METHODS, COMMON_QUEUE] as const;
          return dispatches.map((dispatch) => ({ dispatch, size, violation_rate, run, requests, seed }));
        }).flat(),
      ),
    );
  },
  measure: ({ dispatch, size, seed, violation_rate, requests }) => ({
    load: loadCarried(dispatch, { size, seed }, { violationRate: violation_rate, requests }),
  }),
  kindOf: ({ dispatch }) => dispatch,
  describe(budget) {
    const sizes = new Set(levels(budget).flatMap((level) => level.sizes));
    const specs = [...sizes].map((size) => clusterSpec({ size }));
    return {
      seed: BASE_SEED,
      config: SCALE[budget],
      specs: Object.fromEntries(specs.map((spec) => [specId(spec), specDescription(spec)])),
    };
  },
});
