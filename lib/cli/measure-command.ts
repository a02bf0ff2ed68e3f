import { mkdirSync } from "node:fs";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import { type Budget, openWorkspace } from "../data/index.js";
import { type Experiment, measuredCells } from "../evaluation/index.js";
import { experimentById } from "../study/index.js";
import { number } from "./options.js";
import { runExperiment } from "./run-experiment.js";
import { withinTime } from "./time-limit.js";

interface Flags {
  readonly budget: Budget;
  readonly timeLimit?: number;
  readonly workers?: number;
  readonly json?: boolean;
}

/** `fleetlab measure`: one experiment, as far as the time goes. */
export function measureCommand(): Command {
  return new Command("measure")
    .description("measure one experiment of the study, and keep every cell as it is done")
    .argument("<experiment>", "its id, as in reproduce's output")
    .option("--budget <name>", "smoke, reduced or paper (the committed results)", "paper")
    .option("--time-limit <minutes>", "stop after so long; the same command goes on", number)
    .option("--workers <n>", "processes (default: one a core)", number)
    .option("--json", "print what there is as JSON")
    .addHelpText(
      "after",
      "\nCtrl-C stops it, too: what is measured is kept, and training goes on where it was.",
    )
    .action(async (id: string, flags: Flags) => {
      const experiment = experimentById(id);
      const found = await measure(experiment, flags);
      process.stdout.write(flags.json ? `${JSON.stringify(found, null, 2)}\n` : summary(experiment, found));
    });
}

interface Found {
  readonly cells: number;
  readonly measured: number;
  readonly outOfTime: boolean;
}

async function measure(experiment: Experiment, flags: Flags): Promise<Found> {
  const { budget, workers } = flags;
  if (workers !== undefined && !(Number.isSafeInteger(workers) && workers > 0))
    throw new InputError(`--workers must be a whole number of at least 1, got ${workers}`);
  const workspace = openWorkspace({ budget, fresh: false });
  const { dataDir } = workspace;
  mkdirSync(dataDir, { recursive: true });
  const command = measureLine(experiment, budget);
  const { outOfTime } = await withinTime(flags, (signal) =>
    runExperiment(experiment, workspace, { command, signal, workers }),
  );
  const { present, cells } = measuredCells(experiment, budget, dataDir);
  return { cells, measured: present, outOfTime };
}

/** The command that goes on measuring an experiment. */
export function measureLine({ id }: Pick<Experiment, "id">, budget: Budget): string {
  return `npx fleetlab measure ${id}${budget === "paper" ? "" : ` --budget ${budget}`}`;
}

function summary(experiment: Experiment, { cells, measured, outOfTime }: Found): string {
  const line = `${experiment.file}: ${measured} of ${cells} cells measured`;
  return `${outOfTime ? `${line}; the time is over: the same command goes on` : line}\n`;
}
