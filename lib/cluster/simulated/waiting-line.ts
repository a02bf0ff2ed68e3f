/** Requests that wait, first come first served, for each of many clusters: a ring of arrivals and demands. */
export class WaitingLine {
  /** Requests that wait, B. */
  readonly count: Int32Array;
  /** Arrival in s, demand in mean service times, and 1 where it was counted as late, of the request taken out last; B. */
  readonly arrival: Float64Array;
  readonly demand: Float64Array;
  readonly late: Uint8Array;
  readonly #arrivals: Float64Array;
  readonly #demands: Float64Array;
  readonly #head: Int32Array;
  /** Requests from the front that were already counted as late. */
  readonly #lateCount: Int32Array;

  constructor(
    clusters: number,
    /** Most requests that wait in one cluster. */
    readonly capacity: number,
  ) {
    this.count = new Int32Array(clusters);
    this.arrival = new Float64Array(clusters);
    this.demand = new Float64Array(clusters);
    this.late = new Uint8Array(clusters);
    this.#arrivals = new Float64Array(clusters * capacity);
    this.#demands = new Float64Array(clusters * capacity);
    this.#head = new Int32Array(clusters);
    this.#lateCount = new Int32Array(clusters);
  }

  clear(b: number): void {
    this.count[b] = 0;
    this.#head[b] = 0;
    this.#lateCount[b] = 0;
  }

  /** Puts a request at the end. There must be room. */
  add(b: number, arrival: number, demand: number): void {
    const place = b * this.capacity + ((this.#head[b] + this.count[b]) % this.capacity);
    this.#arrivals[place] = arrival;
    this.#demands[place] = demand;
    this.count[b]++;
  }

  /** Takes the first request out: what it is stands in `arrival`, `demand` and `late`. There must be one. */
  takeFirst(b: number): void {
    const place = b * this.capacity + this.#head[b];
    this.arrival[b] = this.#arrivals[place];
    this.demand[b] = this.#demands[place];
    this.late[b] = this.#lateCount[b] > 0 ? 1 : 0;
    if (this.#lateCount[b] > 0) this.#lateCount[b]--;
    this.#head[b] = (this.#head[b] + 1) % this.capacity;
    this.count[b]--;
  }

  /** Marks requests that arrived before `limit` as late; returns how many are so for the first time. */
  markLate(b: number, limit: number): number {
    const before = this.#lateCount[b];
    while (this.#lateCount[b] < this.count[b]) {
      const place = b * this.capacity + ((this.#head[b] + this.#lateCount[b]) % this.capacity);
      if (this.#arrivals[place] >= limit) break;
      this.#lateCount[b]++;
    }
    return this.#lateCount[b] - before;
  }
}
