/**
 * Draws of containers in proportion to whole weights, for many clusters: the first i whose sum of weights w_0 + .. + w_i
 * exceeds u times their sum. Where to begin looking is kept for each N-th of the sum, so a draw takes about two comparisons
 * whatever N is (Chen and Asau 1974).
 */
export class WeightedDraw {
  readonly #cumulative: Float64Array;
  readonly #from: Int32Array;
  readonly #sum: Float64Array;

  constructor(
    clusters: number,
    readonly size: number,
    /** B x N, kept: `follow` says when they have changed. */
    readonly weights: Float64Array,
  ) {
    this.#cumulative = new Float64Array(clusters * size);
    this.#from = new Int32Array(clusters * size);
    this.#sum = new Float64Array(clusters);
  }

  /** Takes over the weights of cluster `b`, which add up to `sum` > 0. */
  follow(b: number, sum: number): void {
    const { size, weights } = this;
    const cumulative = this.#cumulative;
    const first = b * size;
    this.#sum[b] = sum;
    let total = 0;
    let changed = false;
    for (let c = first; c < first + size; c++) {
      total += weights[c];
      changed ||= cumulative[c] !== total;
      cumulative[c] = total;
    }
    if (!changed) return;
    for (let part = 0, i = 0; part < size; part++) {
      while (cumulative[first + i] * size <= part * sum) i++;
      this.#from[first + part] = i;
    }
  }

  /** Index within cluster `b` of the container that the draw `uniform` in (0, 1) falls on. */
  draw(b: number, uniform: number): number {
    const first = b * this.size;
    const point = this.#sum[b] * uniform;
    let i = this.#from[first + Math.floor(uniform * this.size)];
    while (point >= this.#cumulative[first + i]) i++;
    return i;
  }
}
