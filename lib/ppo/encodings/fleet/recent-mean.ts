/** Sums that are kept: a power of two. */
const KEPT = 128;

/** Longest stretch that a mean can be asked for. */
export const LONGEST_MEAN = KEPT - 1;

/** Means of the last values of a series, in O(1) a value, by running sums: mean of w values = (S_t - S_{t-w}) / w. */
export class RecentMean {
  #seen = 0;
  readonly #sums = new Float64Array(KEPT);

  add(value: number): void {
    const before = this.#seen > 0 ? this.#sums[(this.#seen - 1) & (KEPT - 1)] : 0;
    this.#sums[this.#seen++ & (KEPT - 1)] = before + value;
  }

  /** Mean of the last `steps` values (at most `LONGEST_MEAN`), or of all where there are fewer; 0 before the first. */
  mean(steps: number): number {
    const seen = this.#seen;
    if (seen === 0) return 0;
    const total = this.#sums[(seen - 1) & (KEPT - 1)];
    return seen > steps ? (total - this.#sums[(seen - 1 - steps) & (KEPT - 1)]) / steps : total / seen;
  }

  /** The same series, which goes on by itself. */
  copy(): RecentMean {
    const copy = new RecentMean();
    copy.#seen = this.#seen;
    copy.#sums.set(this.#sums);
    return copy;
  }
}
