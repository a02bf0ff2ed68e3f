import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { extname, join } from "node:path";
import { requireInteger } from "../check/index.js";
import { receivedError } from "./sent-error.js";
import { sentDefinitions } from "./shared-definitions.js";
import type { Answer, Order } from "./worker.js";

/** A piece of work for another process: the function that the module exports under `name`, called with `argument`. */
export interface Job {
  /** Absolute path. */
  readonly module: string;
  readonly name: string;
  /** Anything that can be cloned. */
  readonly argument: unknown;
}

/** What a job's function gets beside its argument. */
export interface JobContext {
  /** Aborted when the work is to be stopped. */
  readonly signal: AbortSignal;
  /** Sends a message to whoever watches. */
  tell(message: unknown): void;
}

/** How jobs are watched and stopped; they are told apart by their place in the list. */
export interface PoolWatch<Result, Message> {
  readonly signal?: AbortSignal | undefined;
  readonly onMessage?: ((job: number, message: Message) => void) | undefined;
  /** Called when a job is complete. */
  readonly onDone?: ((job: number, result: Result) => void) | undefined;
}

/** Processes that work, each on one core: each takes the next job that waits. */
export class ProcessPool {
  readonly #workers: readonly ChildProcess[];

  /** @param size number of processes; default: one a core. They start at once, and stay until `close`. */
  constructor(size = availableParallelism()) {
    requireInteger("size", size, 1);
    this.#workers = Array.from({ length: size }, startWorker);
  }

  /**
   * Does all jobs, and returns their results in the order of the list. When one fails the others are stopped.
   * @throws the signal's reason when aborted; the error that a job threw.
   */
  async run<Result, Message = never>(
    jobs: readonly Job[],
    { signal, onMessage, onDone }: PoolWatch<Result, Message> = {},
  ): Promise<readonly Result[]> {
    const failure = new AbortController();
    const stop = signal === undefined ? failure.signal : AbortSignal.any([signal, failure.signal]);
    const waiting = jobs.map((job, index) => ({ job, index }));
    const results: Result[] = [];
    const work = async (worker: ChildProcess) => {
      for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
        const { job, index } = next;
        stop.throwIfAborted();
        const result = await done(worker, job, stop, (message) => onMessage?.(index, message as Message));
        results[index] = result as Result;
        onDone?.(index, results[index]);
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
    return results;
  }

  /** Ends the processes. */
  close(): void {
    for (const worker of this.#workers) if (worker.connected) worker.disconnect();
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

function done(
  worker: ChildProcess,
  job: Job,
  stop: AbortSignal,
  onMessage: (message: unknown) => void,
): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const end = () => {
      stop.removeEventListener("abort", abort);
      worker.off("message", hear);
      worker.off("exit", lose);
    };
    const abort = () => worker.send({ stop: true } satisfies Order);
    const lose = (code: number | null, killed: string | null) => {
      end();
      reject(new Error(`a process ended by itself (${killed ?? `exit code ${code}`}) while at ${job.name}`));
    };
    const hear = (answer: Answer) => {
      if ("message" in answer) {
        onMessage(answer.message);
        return;
      }
      end();
      if ("result" in answer) resolve(answer.result);
      else if (stop.aborted) reject(stop.reason);
      else reject(receivedError(answer.error));
    };
    stop.addEventListener("abort", abort);
    worker.on("message", hear);
    worker.on("exit", lose);
    worker.send({ job, definitions: sentDefinitions() } satisfies Order);
  });
}
