/**
 * First-come-first-served queues of many containers, exact request by request, without an event list: in a FCFS queue
 * the departure of a request is known when it arrives,
 *
 *   d_n = max(a_n, d_{n-1}) + s_n      (Lindley 1952; Eq. cluster.lindley)
 *
 * so each container keeps arrivals and departures of the requests it holds in a ring of K, and whatever lies in the past is
 * taken out when the container is next looked at. An empty ring begins at its first place again: so the memory in use is small.
 * Times are in s; container indices run over all clusters of a batch.
 */
export class QueueBank {
  /** When the container has finished all work it holds, in s. */
  readonly freeAt: Float64Array;
  /** Requests held, the one in service included. */
  readonly count: Int32Array;
  /** Service time in s given to the container since the reset, whether done or not. */
  readonly assignedWork: Float64Array;
  /** When the request at the front is answered, in s; Infinity where the container is empty. */
  readonly nextDeparture: Float64Array;
  /** Requests from the front of the queue that were already counted as late while unfinished. */
  readonly late: Int32Array;
  /** Arrival and departure of each place, one after the other. */
  readonly #times: Float64Array;
  readonly #head: Int32Array;

  constructor(
    containers: number,
    readonly capacity: number,
  ) {
    this.freeAt = new Float64Array(containers);
    this.count = new Int32Array(containers);
    this.assignedWork = new Float64Array(containers);
    this.nextDeparture = new Float64Array(containers).fill(Number.POSITIVE_INFINITY);
    this.late = new Int32Array(containers);
    this.#times = new Float64Array(2 * containers * capacity);
    this.#head = new Int32Array(containers);
  }

  /** Empties containers `from` .. `to` - 1. */
  clear(from: number, to: number): void {
    for (const array of [this.freeAt, this.count, this.assignedWork, this.late, this.#head])
      array.fill(0, from, to);
    this.nextDeparture.fill(Number.POSITIVE_INFINITY, from, to);
  }

  /** Copies containers `from` .. `from + size - 1` of another bank of the same capacity over this bank's first ones. */
  copyFrom(other: QueueBank, from: number, size: number): void {
    const k = 2 * this.capacity;
    this.freeAt.set(other.freeAt.subarray(from, from + size));
    this.count.set(other.count.subarray(from, from + size));
    this.nextDeparture.set(other.nextDeparture.subarray(from, from + size));
    this.#head.set(other.#head.subarray(from, from + size));
    this.#times.set(other.#times.subarray(from * k, (from + size) * k));
  }

  /** Takes the request at the front out and returns its response time in s. */
  takeFront(c: number): number {
    const first = c * this.capacity;
    const head = this.#head[c];
    const left = this.count[c] - 1;
    const next = left === 0 || head + 1 === this.capacity ? 0 : head + 1;
    const departure = this.nextDeparture[c];
    this.#head[c] = next;
    this.count[c] = left;
    this.nextDeparture[c] = left === 0 ? Number.POSITIVE_INFINITY : this.#times[2 * (first + next) + 1];
    if (this.late[c] > 0) this.late[c]--;
    return departure - this.#times[2 * (first + head)];
  }

  /** When the request at the front arrived, in s; only where the container holds one. */
  frontArrival(c: number): number {
    return this.#times[2 * (c * this.capacity + this.#head[c])];
  }

  /** When the request that was taken out last was answered, in s; only as long as nothing was offered since. */
  lastDeparture(c: number): number {
    if (this.count[c] === 0) return this.freeAt[c];
    const head = this.#head[c];
    return this.#times[2 * (c * this.capacity + (head === 0 ? this.capacity : head)) - 1];
  }

  /** Takes the requests of `c` that are finished by `time` out, and counts them nowhere. */
  completeUntil(c: number, time: number): void {
    while (this.nextDeparture[c] <= time) this.takeFront(c);
  }

  /**
   * Offers a request that arrives at `time` and needs `serviceTime` s. Departures up to `time` must have been taken out.
   * Returns its response time in s, or -1 where the queue is full.
   */
  offer(c: number, time: number, serviceTime: number): number {
    const held = this.count[c];
    const k = this.capacity;
    if (held === k) return -1;
    const free = this.freeAt[c];
    const departure = Math.max(free, time) + serviceTime;
    let slot = this.#head[c] + held;
    if (slot >= k) slot -= k;
    const place = 2 * (c * k + slot);
    this.#times[place] = time;
    this.#times[place + 1] = departure;
    this.freeAt[c] = departure;
    this.assignedWork[c] += serviceTime;
    this.count[c] = held + 1;
    if (held === 0) this.nextDeparture[c] = departure;
    return departure - time;
  }

  /** Marks requests that arrived before `limit` and are still held as late; returns how many are so for the first time. */
  markLate(c: number, limit: number): number {
    const k = this.capacity;
    let marked = 0;
    while (this.late[c] < this.count[c]) {
      const slot = (this.#head[c] + this.late[c]) % k;
      if (this.#times[2 * (c * k + slot)] >= limit) break;
      this.late[c]++;
      marked++;
    }
    return marked;
  }

  /** Service time in s that container `c` has worked off by `time`, since the reset: assigned less backlog. */
  workDone(c: number, time: number): number {
    const backlog = this.freeAt[c] - time;
    return this.assignedWork[c] - Math.max(backlog, 0);
  }
}
