/**
 * The least of N numbers for each of many clusters, and where it stands, while single numbers change: a binary tree whose
 * every node holds the less of its two children. A change costs at most log2 N comparisons, and so does looking the place up.
 */
export class LeastTree {
  /** Nodes of a cluster's tree: node p has children 2p and 2p + 1, the root is 1, number i stands at `#leaves` + i. */
  readonly #nodes: Float64Array;
  readonly #leaves: number;

  constructor(clusters: number, size: number) {
    this.#leaves = 2 ** Math.ceil(Math.log2(size));
    this.#nodes = new Float64Array(clusters * 2 * this.#leaves).fill(Number.POSITIVE_INFINITY);
  }

  /** All numbers of cluster `b` become Infinity. */
  clear(b: number): void {
    const nodes = 2 * this.#leaves;
    this.#nodes.fill(Number.POSITIVE_INFINITY, b * nodes, (b + 1) * nodes);
  }

  /** Copies cluster `b` of another tree of the same size over this one's first cluster. */
  copyFrom(other: LeastTree, b: number): void {
    const nodes = 2 * this.#leaves;
    this.#nodes.set(other.#nodes.subarray(b * nodes, (b + 1) * nodes));
  }

  /** Number i of cluster `b` becomes `value`. */
  set(b: number, i: number, value: number): void {
    const nodes = this.#nodes;
    const root = 2 * b * this.#leaves;
    let p = this.#leaves + i;
    nodes[root + p] = value;
    while (p > 1) {
      const left = nodes[root + (p & ~1)];
      const right = nodes[root + (p | 1)];
      const less = Math.min(left, right);
      p >>= 1;
      if (nodes[root + p] === less) return;
      nodes[root + p] = less;
    }
  }

  /** The least number of cluster `b`. */
  least(b: number): number {
    return this.#nodes[2 * b * this.#leaves + 1];
  }

  /** Index of the least number of cluster `b`, the first of equal ones. */
  place(b: number): number {
    const nodes = this.#nodes;
    const leaves = this.#leaves;
    const root = 2 * b * leaves;
    const least = nodes[root + 1];
    let p = 1;
    while (p < leaves) {
      p *= 2;
      if (nodes[root + p] !== least) p++;
    }
    return p - leaves;
  }
}
