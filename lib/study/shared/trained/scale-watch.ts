import { commandOdds } from "../../../cluster/index.js";

/** Edges of the histogram of a scale's mean; below the first and above the last is a bin, too. */
export const SCALE_EDGES: readonly number[] = Object.freeze([
  0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1,
]);

/** What the mean of a Gaussian scale was, step by step, before it was cut to [0, 1]. */
export class ScaleWatch {
  readonly #counts = new Array<number>(SCALE_EDGES.length + 1).fill(0);
  #steps = 0;
  #sum = 0;
  #switching = 0;

  /** @param deviation of the scale as it is drawn in training. */
  constructor(readonly deviation: number) {}

  /** Notes the mean of a step. */
  note(mean: number): void {
    this.#steps++;
    this.#sum += mean;
    const { up, down } = commandOdds({ mean, deviation: this.deviation });
    this.#switching += up + down;
    const above = SCALE_EDGES.findIndex((edge) => mean < edge);
    this.#counts[above < 0 ? SCALE_EDGES.length : above]++;
  }

  /** Mean over steps. */
  get mean(): number {
    return this.#sum / this.#steps;
  }

  /** Mean over steps of the probability that a draw would have asked for a change. */
  get switching(): number {
    return this.#switching / this.#steps;
  }

  /** Shares of steps by bin, joined by ";". */
  get histogram(): string {
    return this.#counts.map((count) => String(Number((count / this.#steps).toFixed(4)))).join(";");
  }
}
