import type { QueueBank } from "../queue-bank.js";
import { connectionKey } from "./connection-key.js";
import type { Completions, Dispatcher, DispatchSetting } from "./dispatcher.js";

/**
 * Least connections for a few containers. Idle ones wait in a ring, the longest idle first; only where none is idle are all
 * looked through, and for departures only where one is due.
 */
export class LeastConnectionsScan implements Dispatcher {
  readonly #size: number;
  readonly #weights: Float64Array;
  readonly #queues: QueueBank;
  readonly #completions: Completions;
  /** Weights that the keys stand for. */
  readonly #inForce: Float64Array;
  readonly #key: Float64Array;
  /** Since when each container stands at its key. */
  readonly #since: Float64Array;
  /** Containers with a weight, in the cluster's order: the first `#ableCount` of each row. */
  readonly #able: Int32Array;
  readonly #ableCount: Int32Array;
  /** Idle ones of them by `#since`: a ring from `#idleHead` on, whose length is a power of 2. */
  readonly #idle: Int32Array;
  readonly #ring: number;
  readonly #idleHead: Int32Array;
  readonly #idleCount: Int32Array;
  /** No container with a weight answers before this. */
  readonly #soonest: Float64Array;
  readonly #now: Float64Array;

  constructor({ clusters, spec, weights, queues, completions }: DispatchSetting) {
    this.#size = spec.containers.length;
    this.#weights = weights;
    this.#queues = queues;
    this.#completions = completions;
    this.#inForce = new Float64Array(weights.length);
    this.#key = new Float64Array(weights.length);
    this.#since = new Float64Array(weights.length);
    this.#able = new Int32Array(weights.length);
    this.#ableCount = new Int32Array(clusters);
    this.#ring = 2 ** Math.ceil(Math.log2(this.#size));
    this.#idle = new Int32Array(clusters * this.#ring);
    this.#idleHead = new Int32Array(clusters);
    this.#idleCount = new Int32Array(clusters);
    this.#soonest = new Float64Array(clusters);
    this.#now = new Float64Array(clusters);
  }

  clear(b: number): void {
    const first = b * this.#size;
    this.#inForce.fill(0, first, first + this.#size);
    this.#since.fill(0, first, first + this.#size);
    this.#ableCount[b] = 0;
    this.#idleCount[b] = 0;
    this.#soonest[b] = Number.POSITIVE_INFINITY;
    this.#now[b] = 0;
  }

  copyFrom(other: LeastConnectionsScan, b: number): void {
    const first = b * this.#size;
    this.#since.set(other.#since.subarray(first, first + this.#size));
    this.#inForce.set(other.#inForce.subarray(first, first + this.#size));
    this.#now[0] = other.#now[b];
    this.#lineUp(0);
  }

  follow(b: number, _sum: number, now: number): void {
    this.advance(b, now);
    const first = b * this.#size;
    let changed = false;
    for (let c = first; c < first + this.#size; c++) {
      const weight = this.#weights[c];
      if (weight === this.#inForce[c]) continue;
      this.#inForce[c] = weight;
      this.#since[c] = now;
      changed = true;
    }
    if (changed) this.#lineUp(b);
  }

  advance(b: number, now: number): void {
    this.#now[b] = now;
    if (this.#soonest[b] > now) return;
    const { nextDeparture } = this.#queues;
    const able = this.#able;
    const first = b * this.#size;
    const last = first + this.#ableCount[b];
    let soonest = Number.POSITIVE_INFINITY;
    for (let k = first; k < last; k++) {
      const c = able[k];
      let next = nextDeparture[c];
      if (next <= now) {
        this.#depart(b, c, now);
        next = nextDeparture[c];
      }
      if (next < soonest) soonest = next;
    }
    this.#soonest[b] = soonest;
  }

  choose(b: number, now: number): number {
    this.advance(b, now);
    const first = b * this.#size;
    if (this.#idleCount[b] > 0) return this.#idle[b * this.#ring + this.#idleHead[b]] - first;
    const key = this.#key;
    const since = this.#since;
    let best = this.#able[first];
    for (let k = first + 1; k < first + this.#ableCount[b]; k++) {
      const c = this.#able[k];
      if (key[c] < key[best] || (key[c] === key[best] && since[c] < since[best])) best = c;
    }
    return best - first;
  }

  accept(b: number, i: number): void {
    const c = b * this.#size + i;
    const held = this.#queues.count[c];
    if (held === 1) {
      this.#idleHead[b] = (this.#idleHead[b] + 1) & (this.#ring - 1);
      this.#idleCount[b]--;
      this.#soonest[b] = Math.min(this.#soonest[b], this.#queues.nextDeparture[c]);
    }
    this.#key[c] = connectionKey(held, this.#inForce[c]);
    this.#since[c] = this.#now[b];
  }

  /** Takes what container `c` of cluster `b` has answered by `now` out. */
  #depart(b: number, c: number, now: number): void {
    const queues = this.#queues;
    this.#completions.completeUntil(c, now);
    this.#since[c] = queues.lastDeparture(c);
    if (queues.count[c] === 0) this.#enterIdle(b, c);
    else this.#key[c] = connectionKey(queues.count[c], this.#inForce[c]);
  }

  /** Puts an idle container into the ring, behind those that have been idle for longer. */
  #enterIdle(b: number, c: number): void {
    const idle = this.#idle;
    const since = this.#since;
    const mask = this.#ring - 1;
    const first = b * this.#ring;
    let place = this.#idleHead[b] + this.#idleCount[b];
    for (let ahead = this.#idleCount[b]++; ahead > 0; ahead--, place--) {
      const before = idle[first + ((place - 1) & mask)];
      if (since[before] <= since[c]) break;
      idle[first + (place & mask)] = before;
    }
    idle[first + (place & mask)] = c;
  }

  /** Finds all of cluster `b` anew that follows from its queues, its weights in force and `#since`. */
  #lineUp(b: number): void {
    const { nextDeparture, count } = this.#queues;
    const first = b * this.#size;
    let able = 0;
    this.#idleCount[b] = 0;
    this.#soonest[b] = Number.POSITIVE_INFINITY;
    for (let c = first; c < first + this.#size; c++) {
      const weight = this.#inForce[c];
      if (weight === 0) continue;
      this.#able[first + able++] = c;
      this.#key[c] = connectionKey(count[c], weight);
      if (count[c] === 0) this.#enterIdle(b, c);
      else this.#soonest[b] = Math.min(this.#soonest[b], nextDeparture[c]);
    }
    this.#ableCount[b] = able;
  }
}
