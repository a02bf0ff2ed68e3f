import { LeastTree } from "../least-tree.js";
import type { QueueBank } from "../queue-bank.js";
import { connectionKey } from "./connection-key.js";
import type { Completions, Dispatcher, DispatchSetting } from "./dispatcher.js";
import { KeyLists } from "./key-lists.js";

/** Least connections for many containers: a list for each key, and a tree of next departures. */
export class LeastConnectionsLists implements Dispatcher {
  readonly #size: number;
  readonly #weights: Float64Array;
  readonly #queues: QueueBank;
  readonly #completions: Completions;
  /** Weights that the keys stand for. */
  readonly #inForce: Float64Array;
  /** Containers with a weight at their keys. */
  readonly #order: KeyLists;
  /** When each container answers next. */
  readonly #departures: LeastTree;

  constructor({ clusters, spec, weights, queues, completions }: DispatchSetting) {
    this.#size = spec.containers.length;
    this.#weights = weights;
    this.#queues = queues;
    this.#completions = completions;
    this.#inForce = new Float64Array(clusters * this.#size);
    this.#order = new KeyLists(clusters, this.#size, connectionKey(spec.queueLimit, 1));
    this.#departures = new LeastTree(clusters, this.#size);
  }

  clear(b: number): void {
    const first = b * this.#size;
    this.#inForce.fill(0, first, first + this.#size);
    this.#order.clear(b);
    for (let i = 0; i < this.#size; i++) this.#departures.set(b, i, this.#queues.nextDeparture[first + i]);
  }

  copyFrom(other: LeastConnectionsLists, b: number): void {
    this.#inForce.set(other.#inForce.subarray(b * this.#size, (b + 1) * this.#size));
    this.#order.copyFrom(other.#order, b);
    this.#departures.copyFrom(other.#departures, b);
  }

  follow(b: number, _sum: number, now: number): void {
    this.advance(b, now);
    const first = b * this.#size;
    for (let i = 0; i < this.#size; i++) {
      const weight = this.#weights[first + i];
      if (weight === this.#inForce[first + i]) continue;
      this.#inForce[first + i] = weight;
      this.#queueUp(b, i);
    }
  }

  advance(b: number, now: number): void {
    const departures = this.#departures;
    for (let time = departures.least(b); time <= now; time = departures.least(b)) {
      const i = departures.place(b);
      const c = b * this.#size + i;
      this.#completions.completeUntil(c, time);
      departures.set(b, i, this.#queues.nextDeparture[c]);
      this.#queueUp(b, i);
    }
  }

  choose(b: number, now: number): number {
    this.advance(b, now);
    return this.#order.first(b);
  }

  accept(b: number, i: number): void {
    const c = b * this.#size + i;
    if (this.#queues.count[c] === 1) this.#departures.set(b, i, this.#queues.nextDeparture[c]);
    this.#queueUp(b, i);
  }

  /** Puts container i of cluster `b` at the end of its key. */
  #queueUp(b: number, i: number): void {
    const c = b * this.#size + i;
    const weight = this.#inForce[c];
    if (weight === 0) this.#order.remove(b, i);
    else this.#order.append(b, i, connectionKey(this.#queues.count[c], weight));
  }
}
