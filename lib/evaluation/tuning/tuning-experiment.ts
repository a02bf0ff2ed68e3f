import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Experiment, experiment } from "../experiment/experiment.js";
import type { LargestStep } from "./largest-step.js";
import { TRIAL_COLUMNS } from "./trial-columns.js";
import { measureTrial } from "./trial-experiment.js";
import { readTrialRows, TUNING_FOLDER, tuningFile } from "./trials-file.js";

/**
 * A committed tuning file as an experiment, so that its rows can be measured again. Its cells are those that the file holds: which
 * trials there are, and which of them went on, follows from what was measured.
 * @example
 * const which = { controller: "pid+least-connections", largestStep: 4 } as const;
 * evaluation.tuningExperiment({ ...which, module: __filename }).file; // -> "tuning/pid+least-connections-k4.csv.gz"
 */
export function tuningExperiment(definition: {
  readonly controller: string;
  readonly largestStep: LargestStep;
  /** As for `experiment`. */
  readonly module: string;
}): Experiment<typeof TRIAL_COLUMNS> {
  const { controller, largestStep, module } = definition;
  const file = `${TUNING_FOLDER}/${tuningFile(controller, largestStep)}`;
  return experiment({
    id: `tuning-${controller}-k${largestStep}`,
    question: `Which settings of ${controller} cost least, at every price and size, with at most ${largestStep} containers a step?`,
    module,
    file,
    committed: [file],
    columns: TRIAL_COLUMNS,
    cells(_, dataDir) {
      const path = join(dataDir, file);
      if (!existsSync(path)) return [];
      return readTrialRows(path).map(
        ({ budget, seed, split, rung, trial, controller, largest_step, size, workload, first_run, runs }) => {
          const search = { budget, seed, largest_step };
          return { ...search, split, rung, trial, controller, size, workload, first_run, runs };
        },
      );
    },
    measure: measureTrial,
    kindOf: ({ split, rung }) => `${split} ${rung}`,
    describe: () => ({ seed: 0, config: { controller, largestStep } }),
    madeBy: `npx fleetlab tune --controllers ${controller} --largest-step ${largestStep}`,
  });
}
