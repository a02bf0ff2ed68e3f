import { monotonicSeconds } from "./clock.js";

/** The clock of one episode: intervals end at origin + k x interval, whatever each step takes, so that delays don't add up. */
export class StepClock {
  #end: number;
  #begin: number;
  #changedAt = 0;
  /** When the last observation was made, in s since the episode's start. */
  observedAt = 0;

  constructor(
    /** The episode's start on the monotonic clock, in s. */
    readonly origin: number,
    readonly interval: number,
  ) {
    this.#begin = origin;
    this.#end = origin;
  }

  /** End of the current interval on the monotonic clock, in s. */
  get intervalEnd(): number {
    return this.#end;
  }

  /**
   * Goes on to the next interval. Where the controller took so long that less than half of it is left, it lasts until the
   * end of the first one of which more is left; returns how many beginnings were missed so.
   */
  nextInterval(): number {
    const now = monotonicSeconds();
    this.#begin = this.#end;
    this.#end += this.interval;
    let missed = 0;
    while (this.#end - now < this.interval / 2) {
      this.#end += this.interval;
      missed++;
    }
    return missed;
  }

  /** Seconds since the current interval began. */
  sinceIntervalBegan(): number {
    return monotonicSeconds() - this.#begin;
  }

  /** Notes that an observation is made now; returns how much later than due. */
  observe(): number {
    const now = monotonicSeconds();
    this.observedAt = now - this.origin;
    return now - this.#end;
  }

  /** Index of the interval that ends now, from 0. */
  get slot(): number {
    return Math.round((this.#end - this.origin) / this.interval) - 1;
  }

  /** Notes what the current interval's command did. */
  noteEffect(effect: number): void {
    if (effect !== 0) this.#changedAt = this.#begin - this.origin;
  }

  /** Seconds from the last change to the last observation (from the start, where there was none). */
  sinceScaleChange(): number {
    return this.observedAt - this.#changedAt;
  }

  /** Whether an episode of so many steps has come to its end. */
  isOver(steps: number): boolean {
    return this.slot >= steps - 1;
  }
}
