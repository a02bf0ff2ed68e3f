/** A process of a `TrainingPool`: trains what it is sent, one run at a time. */
import { InputError } from "../../check/index.js";
import type { Checkpoint } from "./checkpoint.js";
import type { LogLine } from "./log.js";
import type { PooledRun } from "./pool.js";
import { train } from "./run.js";

/** What the pool asks for. */
export type WorkerOrder = { readonly run: PooledRun } | { readonly stop: true };

/** What comes back: lines of the log, and at the end the checkpoint or what went wrong. */
export type WorkerAnswer =
  | { readonly line: LogLine; readonly total: number }
  | { readonly checkpoint: Checkpoint }
  | { readonly message: string; readonly isInput: boolean };

let stopping = new AbortController();

process.on("message", (order: WorkerOrder) => {
  if ("stop" in order) stopping.abort();
  else void work(order.run);
});
process.on("disconnect", () => process.exit());
// A terminal's Ctrl-C reaches every process: the pool says when to stop.
process.on("SIGINT", () => {});

async function work(run: PooledRun): Promise<void> {
  stopping = new AbortController();
  const onProgress = (line: LogLine, total: number) => answer({ line, total });
  try {
    answer({ checkpoint: await train({ ...run, signal: stopping.signal, onProgress }) });
  } catch (error) {
    answer({ message: (error as Error).message, isInput: error instanceof InputError });
  }
}

function answer(message: WorkerAnswer): void {
  process.send?.(message);
}
