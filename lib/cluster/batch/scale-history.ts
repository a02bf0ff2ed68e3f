import type { StepRecord } from "./step-record.js";

/**
 * Signs of the last scale command, and of the last that took effect, of each of B clusters, and the steps since then: what
 * reversals and hasty changes are told by.
 */
export class ScaleHistory {
  readonly #command: Int8Array;
  readonly #effect: Int8Array;
  /** Steps from the last effect to the step that is noted next; 0 where there was none. */
  readonly #since: Int32Array;

  constructor(batch: number) {
    this.#command = new Int8Array(batch);
    this.#effect = new Int8Array(batch);
    this.#since = new Int32Array(batch);
  }

  clear(b: number): void {
    this.#command[b] = 0;
    this.#effect[b] = 0;
    this.#since[b] = 0;
  }

  /** Enters a step's command and effect of cluster `b`, and how they stand to the last ones, into its record. */
  note(b: number, command: number, effect: number, record: StepRecord): void {
    record.scaleCommand = command;
    record.scaleEffect = effect;
    record.commandReversed = command * this.#command[b] < 0;
    record.effectReversed = effect * this.#effect[b] < 0;
    record.sinceChange = this.#since[b];
    if (command !== 0) this.#command[b] = Math.sign(command);
    if (effect !== 0) this.#effect[b] = Math.sign(effect);
    if (effect !== 0 || this.#since[b] > 0) this.#since[b] = effect === 0 ? this.#since[b] + 1 : 1;
  }
}
