/** Parts of a training step: choosing actions (network, then draws), the environment, and learning. */
export type TrainingPart =
  | "inference"
  | "sampling"
  | "environment"
  | "normalizing"
  | "advantages"
  | "upload"
  | "learning"
  | "download";

/**
 * Where time goes: each lap adds what has passed since the last one to a part.
 * @example
 * let clock = 0;
 * const laps = new ppo.Laps(() => clock);
 * clock = 1500;
 * laps.lap("learning");
 * laps.seconds.learning; // -> 1.5
 */
export class Laps {
  readonly seconds: Record<TrainingPart, number> = {
    inference: 0,
    sampling: 0,
    environment: 0,
    normalizing: 0,
    advantages: 0,
    upload: 0,
    learning: 0,
    download: 0,
  };
  #last: number;

  /** @param now a clock in ms, such as `performance.now`. */
  constructor(readonly now: () => number) {
    this.#last = now();
  }

  /** What has passed since the last lap was `part`; left out: it belongs to none. */
  lap(part?: TrainingPart): void {
    const now = this.now();
    if (part !== undefined) this.seconds[part] += (now - this.#last) / 1000;
    this.#last = now;
  }
}
