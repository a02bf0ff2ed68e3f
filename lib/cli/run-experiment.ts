import { join } from "node:path";
import type { Workspace } from "../data/index.js";
import type { Experiment } from "../evaluation/index.js";
import { progress } from "./progress.js";

/** How an experiment is run from the command line. */
export interface CommandRun {
  /** The command that is running, for the manifest. */
  readonly command: string;
  readonly signal: AbortSignal;
  /** Processes that measure; default: one a core. */
  readonly workers?: number | undefined;
}

/** Measures what an experiment's file in the workspace doesn't hold yet, with a bar; the number of cells that were. */
export async function runExperiment(
  experiment: Experiment,
  { dataDir, budget, fresh, root }: Workspace,
  { command, signal, workers }: CommandRun,
): Promise<number> {
  const bar = progress(experiment.id);
  try {
    return await experiment.run({
      budget,
      dataDir,
      workDir: join(root, "build", fresh ? "fresh" : ""),
      command,
      date: new Date().toISOString(),
      // Committed results took hours and stay. Other results are made again.
      otherCode: budget === "paper" && !fresh ? "keep" : "replace",
      workers,
      signal,
      onProgress: (done, total) => bar.update(done, total),
    });
  } finally {
    bar.stop();
  }
}
