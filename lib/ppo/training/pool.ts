import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { extname, join } from "node:path";
import { InputError, requireInteger } from "../../check/index.js";
import type { Checkpoint } from "./checkpoint.js";
import type { LogLine } from "./log.js";
import { type TrainingRun, train } from "./run.js";
import type { WorkerAnswer, WorkerOrder } from "./worker.js";

/** One of several runs. */
export type PooledRun = Pick<TrainingRun, "config" | "seed" | "folder">;

/** How several runs are watched and stopped; runs are told apart by their place in the list. */
export interface PoolWatch {
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((run: number, line: LogLine, total: number) => void) | undefined;
  /** Called when a run is complete. */
  readonly onDone?: ((run: number, checkpoint: Checkpoint) => void) | undefined;
}

/**
 * Processes that train: each takes the next run that waits, on one core. A run's result doesn't depend on what runs beside
 * it, nor on the number of processes: it is what `train` gives.
 *
 * Seeds could also share one graph, their parameters side by side. That is slower: a minibatch of one seed fits a core's
 * cache, and of ten it doesn't, while environments step on one core only.
 */
export class TrainingPool {
  readonly #workers: readonly ChildProcess[];

  /** @param size number of processes; default: one a core. They start at once, and stay until `close`. */
  constructor(size = availableParallelism()) {
    requireInteger("size", size, 1);
    this.#workers = Array.from({ length: size }, startWorker);
  }

  /**
   * Trains all runs, and returns their checkpoints in the order of the list. When one fails the others are stopped.
   * @throws the signal's reason when aborted; what `train` throws.
   */
  async train(runs: readonly PooledRun[], watch: PoolWatch = {}): Promise<readonly Checkpoint[]> {
    const { signal, onProgress, onDone } = watch;
    const failure = new AbortController();
    const stop = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
    const waiting = runs.map((run, index) => ({ run, index }));
    const checkpoints: Checkpoint[] = [];
    const work = async (worker: ChildProcess) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { run, index } = next;
        stop.throwIfAborted();
        checkpoints[index] = await trained(worker, run, stop, (line, total) =>
          onProgress?.(index, line, total),
        );
        onDone?.(index, checkpoints[index]);
      }
    };
    const ends = await Promise.allSettled(
      this.#workers.map((worker) =>
        work(worker).catch((error) => {
          failure.abort(error);
          throw error;
        }),
      ),
    );
    signal?.throwIfAborted();
    if (ends.some(({ status }) => status === "rejected")) throw failure.signal.reason;
    return checkpoints;
  }

  /** Ends the processes. */
  close(): void {
    for (const worker of this.#workers) if (worker.connected) worker.disconnect();
  }
}

/** Tells steps done and to do of `runs` runs of one length together, from what each of them tells. */
export function summedProgress(
  runs: number,
  tell: (done: number, total: number) => void,
): NonNullable<PoolWatch["onProgress"]> {
  const done = new Array<number>(runs).fill(0);
  return (run, { steps }, total) => {
    done[run] = Math.min(steps, total);
    tell(
      done.reduce((sum, own) => sum + own, 0),
      total * runs,
    );
  };
}

/** Trains several runs on all cores, a single one in this process and threads of it. @throws as `TrainingPool.train`. */
export async function trainAll(
  runs: readonly PooledRun[],
  watch: PoolWatch = {},
): Promise<readonly Checkpoint[]> {
  if (runs.length === 1) {
    const { signal, onProgress, onDone } = watch;
    const checkpoint = await train({
      ...runs[0],
      threads: availableParallelism(),
      signal,
      onProgress: (line, total) => onProgress?.(0, line, total),
    });
    onDone?.(0, checkpoint);
    return [checkpoint];
  }
  if (runs.length === 0) return [];
  const pool = new TrainingPool(Math.min(runs.length, availableParallelism()));
  try {
    return await pool.train(runs, watch);
  } finally {
    pool.close();
  }
}

function startWorker(): ChildProcess {
  return fork(join(__dirname, `worker${extname(__filename)}`), {
    serialization: "advanced",
    stdio: ["ignore", "ignore", "inherit", "ipc"],
    // A core each: threads of their own would only get in each other's way.
    env: { ...process.env, TF_NUM_INTRAOP_THREADS: "1", TF_NUM_INTEROP_THREADS: "1" },
  });
}

function trained(
  worker: ChildProcess,
  run: PooledRun,
  stop: AbortSignal,
  onProgress: (line: LogLine, total: number) => void,
): Promise<Checkpoint> {
  return new Promise((resolve, reject) => {
    const end = () => {
      stop.removeEventListener("abort", abort);
      worker.off("message", hear);
      worker.off("exit", lose);
    };
    const abort = () => worker.send({ stop: true } satisfies WorkerOrder);
    const lose = (code: number | null, killed: string | null) => {
      end();
      reject(
        new Error(`a training process ended by itself (${killed ?? `exit code ${code}`}), seed ${run.seed}`),
      );
    };
    const hear = (answer: WorkerAnswer) => {
      if ("line" in answer) {
        onProgress(answer.line, answer.total);
        return;
      }
      end();
      if ("checkpoint" in answer) resolve(answer.checkpoint);
      else if (stop.aborted) reject(stop.reason);
      else reject(new (answer.isInput ? InputError : Error)(answer.message));
    };
    stop.addEventListener("abort", abort);
    worker.on("message", hear);
    worker.on("exit", lose);
    worker.send({ run } satisfies WorkerOrder);
  });
}
