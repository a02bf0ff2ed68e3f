/** A change against the change before counts as a reversal up to this many steps after it. */
export const REVERSAL_WINDOW = 10;

/** Counts, step by step, how often the fleet really changed and how often a change undid the one before within the window. */
export class FleetChanges {
  /** Steps in which the fleet changed. */
  changes = 0;
  /** Changes of the opposite sign to the change before, at most `REVERSAL_WINDOW` steps after it. */
  reversals = 0;
  #last = 0;
  #lastStep = 0;

  /** Forgets all. */
  clear(): void {
    this.changes = 0;
    this.reversals = 0;
    this.#last = 0;
  }

  /** Enters the change that took effect in step `step`: containers that began to start (> 0) or to stop (< 0). */
  note(step: number, effect: number): void {
    if (effect === 0) return;
    this.changes++;
    if (effect * this.#last < 0 && step - this.#lastStep <= REVERSAL_WINDOW) this.reversals++;
    this.#last = effect;
    this.#lastStep = step;
  }
}
