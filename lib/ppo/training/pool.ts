import { availableParallelism } from "node:os";
import { extname, join } from "node:path";
import { ProcessPool } from "../../processes/index.js";
import type { Checkpoint } from "./checkpoint.js";
import type { JobProgress } from "./job.js";
import type { LogLine } from "./log.js";
import { type TrainingRun, train } from "./run.js";

/** One of several runs. */
export type PooledRun = Pick<TrainingRun, "config" | "seed" | "folder" | "from">;

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
 * Seeds could also share one graph, their parameters side by side. That was measured slower (ten seeds at N = 10 on two cores:
 * 15,000 steps/s against 23,000): a minibatch of one seed fits a core's cache, ten don't, and environments step on one core.
 * @example
 * // needs a minute
 * const pool = new ppo.TrainingPool(2);
 * const config = ppo.trainingConfig({ sizes: [5], steps: 10_000 }, ppo.trainingPreset("ppo-writeup"));
 * const checkpoints = await pool.train([1, 2].map((seed) => ({ config, seed })));
 * checkpoints.length; // -> 2
 * pool.close();
 */
export class TrainingPool {
  readonly #pool: ProcessPool;

  /** @param size number of processes; default: one a core. They start at once, and stay until `close`. */
  constructor(size?: number) {
    this.#pool = new ProcessPool(size);
  }

  /**
   * Trains all runs, and returns their checkpoints in the order of the list. When one fails the others are stopped.
   * @throws the signal's reason when aborted; what `train` throws.
   */
  async train(
    runs: readonly PooledRun[],
    { signal, onProgress, onDone }: PoolWatch = {},
  ): Promise<readonly Checkpoint[]> {
    const module = join(__dirname, `job${extname(__filename)}`);
    return this.#pool.run<Checkpoint, JobProgress>(
      runs.map((run) => ({ module, name: "trainJob", argument: run })),
      { signal, onMessage: (run, { line, total }) => onProgress?.(run, line, total), onDone },
    );
  }

  /** Ends the processes. */
  close(): void {
    this.#pool.close();
  }
}

/**
 * Tells steps done and to do of `runs` runs of one length together, from what each of them tells.
 * @example
 * const told: number[] = [];
 * const tell = ppo.summedProgress(2, (done, total) => told.push(done, total));
 * tell(0, { steps: 64 } as ppo.LogLine, 128);
 * told; // -> [64, 256]
 */
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

/**
 * Trains several runs on all cores, a single one in this process and threads of it. @throws as `TrainingPool.train`.
 * @example
 * const preset = ppo.trainingPreset("ppo-writeup");
 * const changes = { sizes: [5], steps: 64, ppo: { rolloutSteps: 32, minibatch: 32 } };
 * const [checkpoint] = await ppo.trainAll([{ config: ppo.trainingConfig(changes, preset), seed: 1 }]);
 * checkpoint.state.steps; // -> 64
 */
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
