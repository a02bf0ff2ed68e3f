import { existsSync } from "node:fs";
import { join } from "node:path";
import { controllerByText } from "../../control/index.js";
import type { Budget } from "../../data/index.js";
import { columns, experiment, LadderRunner, ladderSpec } from "../../evaluation/index.js";
import { splitSeeds, workloadByName, workloadNames } from "../../workload/index.js";
import { PRIMARY } from "./plan.js";
import { ladderSettings, SETTINGS_FILE } from "./settings.js";
import { WORKLOAD_COLUMNS, workloadRuns } from "./workload-runs.js";

/** What tuned rules did on the loads of the trial, relative to the data folder. */
export const TRIAL_FILE = "ladder/trial.csv";

/** Rules that the trial had, too. */
export const TRIAL_RULES: readonly string[] = Object.freeze(
  ["threshold", "hpa", "staffing"].map((rule) => `${rule}+least-connections`),
);

/** Loads of the trial: the dev workloads as they are named outside the ladder, flash and ramp among them, cut off at .95. */
export const TRIAL_LOADS: readonly string[] = workloadNames("dev");

const RUNS: Readonly<Record<Budget, number>> = Object.freeze({ smoke: 1, reduced: 4, paper: 16 });

const COLUMNS = columns({
  /** Name and parameters, as `controllerByText` reads them. */
  controller: { kind: "text", identity: true },
  ...WORKLOAD_COLUMNS,
});

/** The tuned settings on the loads of the trial that came before this study, one container a step. */
export const ladderTrial = experiment({
  id: "ladder-trial",
  question: "Do the tuned rules stand where an independent simulation of the same loads had them?",
  module: __filename,
  file: TRIAL_FILE,
  columns: COLUMNS,
  cells(budget, dataDir) {
    const file = join(dataDir, SETTINGS_FILE);
    const settings = existsSync(file) ? ladderSettings.read(file) : [];
    const own = settings.filter(
      ({ method, size, largest_step }) =>
        TRIAL_RULES.includes(method) && size === PRIMARY.size && largest_step === PRIMARY.largestStep,
    );
    return [...new Set(own.map(({ controller }) => controller))].map((controller) => ({
      controller,
      runs: RUNS[budget],
    }));
  },
  kindOf: ({ controller }) => controller.split("+")[0] as string,
  measure({ controller: text, runs }, { signal, onShare }) {
    const runner = new LadderRunner({
      spec: ladderSpec({ size: PRIMARY.size, largestScaleStep: Number(PRIMARY.largestStep) }),
    });
    const played = workloadRuns({
      runner,
      controller: controllerByText(text),
      workloads: TRIAL_LOADS,
      signal,
      onShare,
      workload: (name) => workloadByName(name, { nodeCapacity: runner.spec.containers[0].serviceRate }),
      seeds: () => splitSeeds("dev", runs),
    });
    return played.map(({ row }) => row);
  },
  describe: (budget) => ({ seed: 0, config: { rules: TRIAL_RULES, loads: TRIAL_LOADS, runs: RUNS[budget] } }),
});
