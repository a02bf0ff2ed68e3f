/** A quantity over the course of a training run: constant, or falling in a straight line to 0 at its end. */
export interface Schedule {
  readonly kind: "constant" | "linear";
  /** Value at the start. */
  readonly from: number;
}

/**
 * The schedule's value after `done` of `total` steps.
 * @example
 * ppo.scheduled({ kind: "linear", from: 1e-3 }, 250, 1000); // -> 7.5e-4
 * ppo.scheduled({ kind: "constant", from: 1e-3 }, 250, 1000); // -> 1e-3
 */
export function scheduled(schedule: Schedule, done: number, total: number): number {
  return schedule.kind === "constant" ? schedule.from : schedule.from * Math.max(0, 1 - done / total);
}
