import { existsSync } from "node:fs";
import { join } from "node:path";
import { controllerByText } from "../../control/index.js";
import type { Budget } from "../../data/index.js";
import {
  columns,
  evaluationSeed,
  experiment,
  hindsight,
  LadderRunner,
  ladderSpec,
  ladderWorkload,
  STANDARD_PRICES,
  stepAt,
} from "../../evaluation/index.js";
import { CONFIGURATIONS_FILE, ladderConfigurations } from "./configurations.js";
import { LADDER_EXTENT, LADDER_SEED, LARGEST_STEPS, type LadderStep } from "./plan.js";
import { RUN_LIST, runLists } from "./run-counts.js";

/** What hindsight chose and did on every test workload, relative to the data folder. */
export const HINDSIGHT_FILE = "ladder/hindsight.csv.gz";

const COLUMNS = columns({
  size: { kind: "integer", identity: true },
  largest_step: { kind: "text", identity: true, choices: LARGEST_STEPS },
  workload: { kind: "text", identity: true },
  price: { kind: "number", point: true },
  /** The configurations chosen on the even and on the odd runs; each is read on the other ones. */
  chosen_even: { kind: "text" },
  chosen_odd: { kind: "text" },
  time: { kind: "number" },
  requests: RUN_LIST,
  violations: RUN_LIST,
  container_seconds: RUN_LIST,
});

/** How much is tried, by budget: configurations, runs of a half that screen them, and how many are measured on the rest of it. */
const EXTENT: Readonly<
  Record<Budget, { readonly configurations: number; readonly screened: number; readonly kept: number }>
> = Object.freeze({
  smoke: { configurations: 12, screened: 1, kept: 6 },
  reduced: { configurations: 60, screened: 1, kept: 12 },
  paper: { configurations: 300, screened: 2, kept: 24 },
});

/** Sizes that hindsight is measured at, by largest step: it takes as long as all else together. */
const SIZES: Readonly<Record<LadderStep, readonly number[]>> = Object.freeze({
  "1": [5, 15, 25],
  "4": [15],
  N: [15],
});

interface Cell {
  readonly size: number;
  readonly largest_step: LadderStep;
  readonly workload: string;
  readonly runs: number;
  readonly steps: number;
  readonly configurations: number;
  readonly screened: number;
  readonly kept: number;
}

/** What would the best of 300 stored configurations have done on each workload? */
export const ladderHindsight = experiment({
  id: "ladder-hindsight",
  question: "How much would it be worth to know the best configuration of each workload?",
  module: __filename,
  file: HINDSIGHT_FILE,
  columns: COLUMNS,
  cells: (budget, dataDir) => {
    const { sizes, largestSteps, workloads, runs, steps } = LADDER_EXTENT[budget];
    const measurable = stepsWithConfigurations(dataDir);
    return largestSteps
      .filter((step) => measurable.has(step))
      .flatMap((largest_step) =>
        sizes
          .filter((size) => SIZES[largest_step].includes(size))
          .flatMap((size) =>
            workloads.map(
              (workload): Cell => ({ size, largest_step, workload, runs, steps, ...EXTENT[budget] }),
            ),
          ),
      );
  },
  kindOf: ({ largest_step }) => largest_step,
  inputs: () => [CONFIGURATIONS_FILE],
  measure(cell, { dataDir, signal }) {
    const { size, largest_step, workload: name, runs, steps } = cell;
    const runner = new LadderRunner({
      spec: ladderSpec({ size, largestScaleStep: stepAt(largest_step, size) }),
      steps,
    });
    const workload = ladderWorkload(name, { size });
    const configurations = ladderConfigurations
      .read(join(dataDir, CONFIGURATIONS_FILE))
      .filter((row) => row.largest_step === largest_step)
      .slice(0, cell.configurations)
      .map(({ controller }) => controller);
    const choices = hindsight({
      configurations,
      runs,
      screened: cell.screened,
      kept: cell.kept,
      prices: STANDARD_PRICES,
      measure(text, run) {
        signal?.throwIfAborted();
        const seed = evaluationSeed(LADDER_SEED, { workload: name, size, run });
        return runner.episode({ workload, controller: controllerByText(text), seed });
      },
    });
    return choices.map(({ price, chosen: [chosen_even, chosen_odd], counts }) => ({
      price,
      chosen_even,
      chosen_odd,
      time: steps * runner.spec.controlInterval,
      ...runLists(counts),
    }));
  },
  describe: (budget) => ({
    seed: LADDER_SEED,
    config: { ...LADDER_EXTENT[budget], ...EXTENT[budget], hindsightSizes: SIZES },
  }),
});

function stepsWithConfigurations(dataDir: string): ReadonlySet<string> {
  const file = join(dataDir, CONFIGURATIONS_FILE);
  const rows = existsSync(file) ? ladderConfigurations.read(file) : [];
  return new Set(rows.map(({ largest_step }) => largest_step));
}
