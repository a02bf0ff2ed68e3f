import { type ClusterSpec, ContainerState } from "../contract.js";
import { LeastTree } from "./least-tree.js";
import { WaitingLine } from "./waiting-line.js";

/** What one common queue would have done in a step, counted as in `StepStatistics`. */
export interface CommonQueueStatistics {
  /** Requests answered. */
  readonly completions: number;
  /** Requests refused. */
  readonly errors: number;
  /** SLA violations that became certain, errors included; each request once. */
  readonly violations: number;
  /** Sum of response times of completions in s. */
  readonly responseTimeSum: number;
  /** Requests that wait at the end of the step. */
  readonly waiting: number;
}

/**
 * The bound on routing: the requests that clusters meet, with their demands, in one queue for all containers of a cluster, first
 * come first served, on the fleet path of the cluster that runs. Whichever container is ready and free takes the next request,
 * the fastest first; one that is stopped finishes the request that it serves and takes no other; one that becomes ready takes the
 * first that waits. A request is refused while K requests for each ready container wait or are in service in ready ones.
 *
 * With equal containers and a fleet that doesn't change, no dispatch that knows nothing of the demands has a smaller mean waiting
 * time (Wolff, An upper bound for multi-channel queues, J. Appl. Prob. 14 (1977) 884-888), so what a cluster does worse is what
 * its routing costs. That holds in the mean, not for each request. Two limits: a cluster's container that is stopped works off all
 * that it holds, while here the others must, so a fleet that shrinks under load may do a little better; and with unequal containers
 * it is a yardstick and no bound, since a slow one that is free takes a request that had better waited for a fast one.
 */
export class CommonQueue {
  readonly #size: number;
  readonly #meanServiceTime: Float64Array;
  /** Place of each container among all, from the fastest. */
  readonly #rank: Int32Array;
  readonly #byRank: Int32Array;
  readonly #ready: Uint8Array;
  /** Arrival of the request in service, B x N; NaN where there is none. */
  readonly #arrival: Float64Array;
  /** Whether the request in service was counted as late, B x N. */
  readonly #late: Uint8Array;
  readonly #departures: LeastTree;
  /** Ranks of free containers that are ready, at their own place. */
  readonly #free: LeastTree;
  readonly #waiting: WaitingLine;
  readonly #readyCount: Int32Array;
  /** Requests in service in ready containers. */
  readonly #served: Int32Array;
  readonly #statistics: readonly Counts[];

  constructor(
    clusters: number,
    readonly spec: ClusterSpec,
  ) {
    const rates = spec.containers.map(({ serviceRate }) => serviceRate);
    const size = rates.length;
    this.#size = size;
    this.#meanServiceTime = Float64Array.from(rates, (rate) => 1 / rate);
    this.#byRank = Int32Array.from(rates.keys()).sort((i, j) => rates[j] - rates[i] || i - j);
    this.#rank = new Int32Array(size);
    for (const [rank, i] of this.#byRank.entries()) this.#rank[i] = rank;
    this.#ready = new Uint8Array(clusters * size);
    this.#arrival = new Float64Array(clusters * size);
    this.#late = new Uint8Array(clusters * size);
    this.#departures = new LeastTree(clusters, size);
    this.#free = new LeastTree(clusters, size);
    this.#waiting = new WaitingLine(clusters, size * spec.queueLimit);
    this.#readyCount = new Int32Array(clusters);
    this.#served = new Int32Array(clusters);
    this.#statistics = Array.from({ length: clusters }, () => new Counts());
  }

  /** Counts of cluster `b`'s last step: a view. */
  statistics(b: number): CommonQueueStatistics {
    return this.#statistics[b];
  }

  /** Empties cluster `b`; none of its containers is ready. */
  clear(b: number): void {
    const first = b * this.#size;
    this.#ready.fill(0, first, first + this.#size);
    this.#arrival.fill(Number.NaN, first, first + this.#size);
    this.#departures.clear(b);
    this.#free.clear(b);
    this.#waiting.clear(b);
    this.#readyCount[b] = 0;
    this.#served[b] = 0;
    this.#statistics[b].clear();
  }

  /** Forgets the counts of cluster `b`'s last step. */
  begin(b: number): void {
    this.#statistics[b].clear();
  }

  /** Follows a change of the set of ready containers of cluster `b` at `now`. */
  followReady(b: number, state: Uint8Array, now: number): void {
    this.#advance(b, now);
    for (const i of this.#byRank) {
      const c = b * this.#size + i;
      const ready = state[i] === ContainerState.ready ? 1 : 0;
      if (ready === this.#ready[c]) continue;
      this.#ready[c] = ready;
      this.#readyCount[b] += ready === 1 ? 1 : -1;
      if (!Number.isNaN(this.#arrival[c])) this.#served[b] += ready === 1 ? 1 : -1;
      else if (ready === 1) this.#takeNext(b, i, now);
      else this.#free.set(b, this.#rank[i], Number.POSITIVE_INFINITY);
    }
  }

  /** A request of `demand` mean service times arrives at cluster `b`. */
  arrive(b: number, time: number, demand: number): void {
    this.#advance(b, time);
    const statistics = this.#statistics[b];
    const held = this.#served[b] + this.#waiting.count[b];
    if (held >= this.spec.queueLimit * this.#readyCount[b]) {
      statistics.errors++;
      statistics.violations++;
      return;
    }
    const rank = this.#free.least(b);
    if (rank === Number.POSITIVE_INFINITY) this.#waiting.add(b, time, demand);
    else this.#serve(b, this.#byRank[rank], time, demand, time);
  }

  /** Ends a step of cluster `b`. */
  close(b: number, end: number): void {
    this.#advance(b, end);
    const statistics = this.#statistics[b];
    const limit = end - this.spec.sla;
    for (let c = b * this.#size; c < (b + 1) * this.#size; c++) {
      if (this.#late[c] === 1 || !(this.#arrival[c] < limit)) continue;
      this.#late[c] = 1;
      statistics.violations++;
    }
    statistics.violations += this.#waiting.markLate(b, limit);
    statistics.waiting = this.#waiting.count[b];
  }

  /** Answers what is due by `now`, in order; who gets free takes the next. */
  #advance(b: number, now: number): void {
    const statistics = this.#statistics[b];
    for (let time = this.#departures.least(b); time <= now; time = this.#departures.least(b)) {
      const i = this.#departures.place(b);
      const c = b * this.#size + i;
      const responseTime = time - this.#arrival[c];
      statistics.completions++;
      statistics.responseTimeSum += responseTime;
      if (this.#late[c] === 0 && responseTime > this.spec.sla) statistics.violations++;
      this.#arrival[c] = Number.NaN;
      this.#departures.set(b, i, Number.POSITIVE_INFINITY);
      if (this.#ready[c] === 0) continue;
      this.#served[b]--;
      this.#takeNext(b, i, time);
    }
  }

  /** Container i of cluster `b`, ready and free, takes the first request that waits, where one does. */
  #takeNext(b: number, i: number, now: number): void {
    const line = this.#waiting;
    if (line.count[b] === 0) {
      this.#free.set(b, this.#rank[i], this.#rank[i]);
      return;
    }
    line.takeFirst(b);
    this.#serve(b, i, line.arrival[b], line.demand[b], now);
    this.#late[b * this.#size + i] = line.late[b];
  }

  #serve(b: number, i: number, arrival: number, demand: number, now: number): void {
    const c = b * this.#size + i;
    this.#arrival[c] = arrival;
    this.#late[c] = 0;
    this.#free.set(b, this.#rank[i], Number.POSITIVE_INFINITY);
    this.#departures.set(b, i, now + demand * this.#meanServiceTime[i]);
    this.#served[b]++;
  }
}

class Counts {
  completions = 0;
  errors = 0;
  violations = 0;
  responseTimeSum = 0;
  waiting = 0;

  clear(): void {
    this.completions = 0;
    this.errors = 0;
    this.violations = 0;
    this.responseTimeSum = 0;
    this.waiting = 0;
  }
}
