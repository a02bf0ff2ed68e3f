import { extname, join } from "node:path";
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from "node:worker_threads";
import { requireInteger } from "../../check/index.js";
import { receivedError, type SentError, sentDefinitions } from "../../processes/index.js";
import { BatchArrays, type BatchPart, type TrainingEnvironment } from "../environment.js";
import { type EnvironmentSource, Order, PLACES, Place, type ThreadStart, waitForChange } from "./orders.js";
import { actionsOf, type SharedBatch, show } from "./shared-batch.js";

/**
 * A batch of environments whose parts step side by side: one on the calling thread, the others on threads of their own. What
 * it shows doesn't depend on the number of threads.
 * @example
 * const config = ppo.trainingConfig({ clusters: 2, sizes: [5] }, ppo.trainingPreset("ppo-writeup"));
 * const source = { module: "", maker: "", argument: config };
 * const environment = new ppo.ThreadedEnvironment(source, ppo.trainingEnvironment, 2, 1);
 * environment.batch; // -> 2
 */
export class ThreadedEnvironment extends BatchArrays implements TrainingEnvironment {
  readonly #shared: SharedBatch;
  readonly #own: TrainingEnvironment;
  readonly #ownPart: BatchPart;
  readonly #ownActions: Float32Array;
  readonly #threads: readonly EnvironmentThread[];

  /**
   * @param make what `source` names, for this thread's part.
   * @param batch number of environments in all.
   * @param threads threads, this one included.
   */
  constructor(
    source: EnvironmentSource,
    make: (argument: never, part: BatchPart) => TrainingEnvironment,
    batch: number,
    threads: number,
  ) {
    requireInteger("batch", batch, 1);
    requireInteger("threads", threads, 1);
    const [ownPart, ...parts] = evenParts(batch, Math.min(threads, batch));
    const own = make(source.argument as never, ownPart);
    const { observationLength, actionLength } = own;
    super({ batch, observationLength, actionLength }, SharedArrayBuffer);
    const actions = new Float32Array(new SharedArrayBuffer(4 * batch * actionLength));
    const { observations, reached, rewards, terminated, truncated } = this;
    const shown = { observations, reached, rewards, terminated, truncated };
    this.#shared = { batch, observationLength, actionLength, ...shown, actions };
    this.#own = own;
    this.#ownPart = ownPart;
    this.#ownActions = actionsOf(this.#shared, ownPart);
    this.#threads = parts.map((part) => new EnvironmentThread(source, part, this.#shared));
  }

  reset(seed: number): void {
    for (const thread of this.#threads) thread.begin(Order.reset, seed);
    this.#own.reset(seed);
    this.#join();
  }

  step(actions: Float32Array): void {
    this.#shared.actions.set(actions);
    for (const thread of this.#threads) thread.begin(Order.step);
    this.#own.step(this.#ownActions);
    this.#join();
  }

  takeMeans(): Readonly<Record<string, number>> {
    const means = this.#own.takeMeans();
    const all = [
      { count: this.#ownPart.count, means },
      ...this.#threads.map((thread) => ({ count: thread.part.count, means: thread.takeMeans() })),
    ];
    const names = [...new Set(all.flatMap((one) => Object.keys(one.means)))];
    return Object.fromEntries(
      names.map((name) => [
        name,
        all.reduce((sum, one) => sum + one.count * (one.means[name] ?? 0), 0) / this.batch,
      ]),
    );
  }

  /** Ends the threads: it can't be used any more. */
  close(): void {
    for (const thread of this.#threads) thread.close();
  }

  #join(): void {
    show(this.#shared, this.#ownPart, this.#own);
    for (const thread of this.#threads) thread.join();
  }
}

/** Milliseconds within which a thread has to carry out its first order. */
const START_LIMIT = 60_000;

/** A thread as its owner has it. */
class EnvironmentThread {
  readonly #worker: Worker;
  readonly #control = new Int32Array(new SharedArrayBuffer(4 * PLACES));
  readonly #port: MessagePort;
  #given = 0;
  #isClosed = false;

  constructor(
    source: EnvironmentSource,
    readonly part: BatchPart,
    shared: SharedBatch,
  ) {
    const { port1, port2 } = new MessageChannel();
    this.#port = port1;
    const definitions = sentDefinitions();
    const start: ThreadStart = { source, definitions, part, shared, control: this.#control, port: port2 };
    const file = join(__dirname, `environment-thread${extname(__filename)}`);
    this.#worker = new Worker(file, {
      workerData: start,
      transferList: [port2],
      ...loaderFor(file, source.module),
    });
    // Whoever forgets to close it can end all the same.
    this.#worker.unref();
  }

  /** Gives an order, to be joined. */
  begin(order: number, seed = 0): void {
    if (this.#isClosed) throw new Error("an environment that is closed can't be used any more");
    const control = this.#control;
    control[Place.order] = order;
    control[Place.seed] = seed;
    Atomics.store(control, Place.given, ++this.#given);
    Atomics.notify(control, Place.given);
  }

  /** Waits until it is carried out. @throws what went wrong. */
  join(): void {
    const control = this.#control;
    // This thread hears nothing of one that ended before its first order, so that one has to come in time.
    const limit = this.#given === 1 ? START_LIMIT : undefined;
    if (!waitForChange(control, Place.done, this.#given - 1, limit))
      throw new Error(`a thread for environments didn't start within ${START_LIMIT / 1000} s`);
    if (control[Place.failed] !== 0) {
      throw receivedError(this.#received() as SentError);
    }
  }

  takeMeans(): Readonly<Record<string, number>> {
    this.begin(Order.means);
    this.join();
    return this.#received() as Readonly<Record<string, number>>;
  }

  close(): void {
    this.#isClosed = true;
    this.#port.close();
    void this.#worker.terminate();
  }

  #received(): unknown {
    return receiveMessageOnPort(this.#port)?.message;
  }
}

/** A thread doesn't inherit what lets this one load TypeScript as it is. */
function loaderFor(...files: readonly string[]): { readonly execArgv?: string[] } {
  return files.some((file) => extname(file) === ".ts")
    ? { execArgv: ["--require", require.resolve("tsx/cjs")] }
    : {};
}

/** `count` environments in `parts` parts whose sizes differ by one at most, the first ones the larger. */
function evenParts(count: number, parts: number): readonly BatchPart[] {
  const bound = (k: number) => Math.ceil((k * count) / parts);
  return Array.from({ length: parts }, (_, k) => ({ first: bound(k), count: bound(k + 1) - bound(k) }));
}
