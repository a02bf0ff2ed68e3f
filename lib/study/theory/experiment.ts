import type { Budget } from "../../data/index.js";
import { columns, type ExperimentRow, experiment } from "../../evaluation/index.js";
import { deriveSeed } from "../../random/index.js";
import { theoryCases, theoryRun } from "./cases.js";

/** One run of a case of `theoryCases`; times in s. */
const COLUMNS = columns({
  model: { kind: "text", identity: true },
  size: { kind: "integer", identity: true },
  utilization: { kind: "number", identity: true },
  run: { kind: "integer", identity: true },
  steps: { kind: "integer", identity: true },
  seed: { kind: "integer", identity: true },
  requests: { kind: "integer" },
  response_time_theory: { kind: "number" },
  response_time_mean: { kind: "number" },
  refused_share_theory: { kind: "number" },
  refused_share: { kind: "number" },
});

/** A row of theory.csv. */
export type TheoryRow = ExperimentRow<typeof COLUMNS>;

const BASE_SEED = 1;
/** Runs of each case, and container-seconds a run: slow queues (high utilisation) need more, see `stepsOf`. */
const SCALE: Readonly<Record<Budget, { readonly runs: number; readonly containerSeconds: number }>> =
  Object.freeze({
    smoke: { runs: 4, containerSeconds: 12_500 },
    reduced: { runs: 10, containerSeconds: 100_000 },
    paper: { runs: 30, containerSeconds: 250_000 },
  });

/** Queues near saturation forget slowly: their runs are longer. */
function stepsOf(budget: Budget, size: number, utilization: number): number {
  const longer = utilization > 0.9 ? 8 : utilization > 0.7 ? 2 : 1;
  return Math.round((SCALE[budget].containerSeconds * longer) / size);
}

/** The exact simulator against queues with a known solution. */
export const theory = experiment({
  id: "theory",
  question: "Does the exact simulator agree with queueing theory?",
  module: __filename,
  file: "theory.csv",
  columns: COLUMNS,
  cells: (budget) =>
    theoryCases().flatMap(({ model, size, utilization }) =>
      Array.from({ length: SCALE[budget].runs }, (_, run) => ({
        model,
        size,
        utilization,
        run,
        steps: stepsOf(budget, size, utilization),
        seed: deriveSeed(BASE_SEED, "theory", model, utilization, run),
      })),
    ),
  measure(cell) {
    const own = theoryCases().find(
      ({ model, utilization }) => model === cell.model && utilization === cell.utilization,
    );
    if (own === undefined) throw new RangeError(`model must be one of theoryCases, got ${cell.model}`);
    const { requests, responseTimeMean, refusedShare } = theoryRun(own, cell.steps, cell.seed);
    return {
      requests,
      response_time_theory: own.meanResponseTime,
      response_time_mean: responseTimeMean,
      refused_share_theory: own.blockingProbability,
      refused_share: refusedShare,
    };
  },
  kindOf: ({ model }) => model,
  describe: (budget) => ({ seed: BASE_SEED, config: { budget, ...SCALE[budget] } }),
});

/** Its results, relative to the data folder. */
export const THEORY_FILE = theory.file;
