import { join } from "node:path";
import { columns, experiment, readTrials, type TrialSums } from "../../evaluation/index.js";
import { LARGEST_STEPS } from "./plan.js";
import { tunedMethods } from "./settings.js";

/** The configurations that hindsight chooses from, relative to the data folder. */
export const CONFIGURATIONS_FILE = "ladder/configurations.csv.gz";

/** How many there are for each largest step. */
const COUNT = 300;

/** They come from the searches that every rule had, whatever was tuned further. */
const SCREENING_BUDGET = 6_000_000;

/** Behind this router every rule is at its best. */
const ROUTER = "+least-connections";

const COLUMNS = columns({
  largest_step: { kind: "text", identity: true, choices: LARGEST_STEPS },
  /** From 0, in the order in which the rules take turns: the first ones are those that went furthest in tuning. */
  number: { kind: "integer", point: true },
  /** Name and parameters, as `controllerByText` reads them. */
  controller: { kind: "text" },
});

/**
 * 300 configurations for each largest step out of all trials of the screening behind least connections. The rules take turns, so that they are spread
 * evenly; each gives the trials that went furthest first, and of those the first drawn.
 */
export const ladderConfigurations = experiment({
  id: "ladder-configurations",
  question: "Which stored configurations does hindsight choose from?",
  module: __filename,
  file: CONFIGURATIONS_FILE,
  committed: [CONFIGURATIONS_FILE],
  columns: COLUMNS,
  cells: (_, dataDir) =>
    LARGEST_STEPS.filter((step) => ownFiles(dataDir, step).length > 0).map((largest_step) => ({
      largest_step,
    })),
  inputs: ({ largest_step }, dataDir) => ownFiles(dataDir, largest_step),
  measure({ largest_step }, { dataDir }) {
    const queues = ownFiles(dataDir, largest_step).map((file) =>
      [...readTrials(join(dataDir, file), { mostBudget: SCREENING_BUDGET }).all]
        .sort(byProgress)
        .map(({ controller }) => controller),
    );
    return takenInTurn(queues, COUNT).map((controller, number) => ({ number, controller }));
  },
  describe: () => ({ seed: 0, config: { count: COUNT, router: ROUTER, budget: SCREENING_BUDGET } }),
});

function ownFiles(dataDir: string, largestStep: string): readonly string[] {
  return tunedMethods(dataDir)
    .filter(({ method, largest_step }) => largest_step === largestStep && method.endsWith(ROUTER))
    .map(({ file }) => file);
}

function byProgress(a: TrialSums, b: TrialSums): number {
  return b.rung - a.rung || a.trial - b.trial;
}

/** At most `count` entries, each queue's first ones first. */
export function takenInTurn<T>(queues: readonly (readonly T[])[], count: number): readonly T[] {
  const longest = Math.max(0, ...queues.map(({ length }) => length));
  return Array.from({ length: longest }, (_, place) =>
    queues.flatMap((queue) => queue.slice(place, place + 1)),
  )
    .flat()
    .slice(0, count);
}
