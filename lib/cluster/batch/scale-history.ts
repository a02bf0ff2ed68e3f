import type { ScaleCommand } from "../contract.js";
import type { StepRecord } from "./step-record.js";

/** The last scale command, and the last that took effect, of each of B clusters: what reversals are told by. */
export class ScaleHistory {
  readonly #command: Int8Array;
  readonly #effect: Int8Array;

  constructor(batch: number) {
    this.#command = new Int8Array(batch);
    this.#effect = new Int8Array(batch);
  }

  clear(b: number): void {
    this.#command[b] = 0;
    this.#effect[b] = 0;
  }

  /** Enters a step's command and effect of cluster `b`, and whether they reverse the last ones, into its record. */
  note(b: number, command: ScaleCommand, effect: ScaleCommand, record: StepRecord): void {
    record.scaleCommand = command;
    record.scaleEffect = effect;
    record.commandReversed = command !== 0 && command === -this.#command[b];
    record.effectReversed = effect !== 0 && effect === -this.#effect[b];
    if (command !== 0) this.#command[b] = command;
    if (effect !== 0) this.#effect[b] = effect;
  }
}
