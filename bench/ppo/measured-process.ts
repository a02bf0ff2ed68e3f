import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { RowFacts } from "../group.js";
import { peakMemoryMiB } from "./peak-memory.js";

/** How a row's process is started. */
export interface ProcessCommand {
  readonly command: string;
  readonly args: readonly string[];
  /** Variables of its environment beside ours. */
  readonly variables?: Readonly<Record<string, string>>;
}

/** What a process says once it has warmed up. */
interface Ready {
  readonly warmUpSeconds: number;
  readonly tensors?: number;
}

/** What it answers to `{"seconds": s}`: the steps it did in at least so many seconds, and how long they took. */
export interface Measured {
  readonly steps: number;
  readonly seconds: number;
  readonly tensors?: number;
  readonly stepReward?: number;
}

/** In s; XLA's thread pools can lock each other up for good (its single-threaded form, ten seeds vmapped, N = 25). */
const WARM_UP_LIMIT = 60;

/**
 * A row's own process, alive over all repeats: it warms up, says so, and works for some seconds whenever it is asked, one
 * line of JSON each way. It ends when its standard input does. (The other end: worker.ts here, speed_protocol.py in peers/.)
 */
export class MeasuredProcess {
  readonly #child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly #ended: Promise<void>;
  #complaint = "";
  #ready: Ready | undefined;
  #last: Measured | undefined;

  constructor({ command, args, variables = {} }: ProcessCommand) {
    this.#child = spawn(command, args, {
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, ...variables },
    });
    const { stdin, stdout, stderr } = this.#child;
    if (stdin === null || stdout === null || stderr === null) throw new Error("a process has no pipes");
    // An early end shows as missing answers.
    stdin.on("error", () => {});
    stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#complaint = `${this.#complaint}${text}`.slice(-2000);
    });
    this.#ended = new Promise((resolve) => {
      this.#child.on("error", (error) => {
        this.#complaint = error.message;
        resolve();
      });
      this.#child.on("close", () => resolve());
    });
    this.#lines = createInterface({ input: stdout })[Symbol.asyncIterator]();
  }

  /**
   * Waits until it has warmed up. @throws Error with the last line of what it said where it ended instead, or once it has taken
   * longer than `WARM_UP_LIMIT`.
   */
  async warmUp(): Promise<void> {
    let isLate = false;
    const limit = setTimeout(() => {
      isLate = true;
      this.#child.kill("SIGKILL");
    }, 1000 * WARM_UP_LIMIT);
    try {
      this.#ready = await this.#answer<Ready>();
    } catch (error) {
      throw isLate ? new Error(`it didn't start to work within ${WARM_UP_LIMIT} s`) : error;
    } finally {
      clearTimeout(limit);
    }
  }

  /** Lets it work for at least `seconds`. */
  async measure(seconds: number): Promise<Measured> {
    this.#child.stdin?.write(`${JSON.stringify({ seconds })}\n`);
    this.#last = await this.#answer<Measured>();
    return this.#last;
  }

  /** Ends it; what it said and held. */
  async close(): Promise<RowFacts> {
    const { pid } = this.#child;
    const memory = pid === undefined ? undefined : peakMemoryMiB(pid);
    this.#child.stdin?.end();
    if (this.#ready === undefined) this.#child.kill();
    await this.#ended;
    const before = this.#ready?.tensors;
    const { tensors: after, stepReward } = this.#last ?? {};
    return {
      ...(this.#ready !== undefined && { warmUpSeconds: this.#ready.warmUpSeconds }),
      ...(memory !== undefined && { peakMemoryMiB: memory }),
      ...(before !== undefined && { tensorsBefore: [before] }),
      ...(after !== undefined && { tensorsAfter: [after] }),
      ...(stepReward !== undefined && { stepReward }),
    };
  }

  async #answer<T>(): Promise<T> {
    const { done, value } = await this.#lines.next();
    if (!done) return JSON.parse(value);
    await this.#ended;
    throw new Error(this.#complaint.trim().split("\n").at(-1) || "the process ended without an answer");
  }
}
