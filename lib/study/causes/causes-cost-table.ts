import type { TableDefinition } from "../../report/index.js";
import { chattering } from "../chattering/experiment.js";
import { routingLost } from "../routing-lost/experiment.js";
import { sensitivity } from "../sensitivity/experiment.js";
import { trainedRuns } from "../shared/trained/runs.js";

const EXPERIMENTS = [routingLost, chattering, sensitivity];

/** What the training experiments cost, how far they are, and how to go on. */
export const causesCostTable: TableDefinition = {
  id: "causes-cost",
  title: "The training experiments, and what they cost",
  caption:
    "Training runs behind the causes of C4 and C5 and the sensitivity to weights: runs that were measured so far, of those planned, environment steps trained, processor time of the training (of runs done in one go), and the command " +
    "that measures those that are missing, for as long as it is let.",
  inputs: [],
  gathered: EXPERIMENTS.map(({ file }) => file),
  madeBy: "npx fleetlab measure routing-lost",
  columns: [
    { key: "experiment", title: "question", wrap: 14 },
    { key: "runs", title: "runs", format: { digits: 0 } },
    { key: "planned", title: "planned", format: { digits: 0 } },
    { key: "steps", title: "steps (millions)", format: { digits: 0 } },
    { key: "hours", title: "processor hours", format: { digits: 1 } },
    { key: "command", title: "command" },
  ],
  rows: (data) =>
    EXPERIMENTS.map((experiment) => {
      const runs = trainedRuns(data, experiment.file);
      const total = (column: string) => runs.reduce((sum, run) => sum + (run.mean(column) || 0), 0);
      return {
        experiment: experiment.question,
        runs: runs.length,
        planned: experiment.cells("paper", "").length,
        steps: total("steps") / 1e6,
        hours: total("cpu_seconds") / 3600,
        command: `fleetlab measure ${experiment.id}`,
      };
    }),
};
