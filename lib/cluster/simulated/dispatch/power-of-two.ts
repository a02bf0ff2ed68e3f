import type { QueueBank } from "../queue-bank.js";
import type { Completions, Dispatcher, DispatchSetting } from "./dispatcher.js";
import { WeightedDraw } from "./weighted-draw.js";

/**
 * Draws two containers in proportion to the weights, with replacement, and sends the request to the one that holds fewer
 * requests for its weight, q / w; to the second where they are alike. HAProxy's `random(2)`.
 *
 * Source: Mitzenmacher, The power of two choices in randomized load balancing, IEEE TPDS 12 (2001) 1094-1104.
 */
export class PowerOfTwo implements Dispatcher {
  readonly #draw: WeightedDraw;
  readonly #size: number;
  readonly #weights: Float64Array;
  readonly #queues: QueueBank;
  readonly #completions: Completions;

  constructor({ clusters, spec, weights, queues, completions }: DispatchSetting) {
    this.#size = spec.containers.length;
    this.#draw = new WeightedDraw(clusters, this.#size, weights);
    this.#weights = weights;
    this.#queues = queues;
    this.#completions = completions;
  }

  clear(): void {}

  copyFrom(): void {}

  follow(b: number, sum: number): void {
    this.#draw.follow(b, sum);
  }

  advance(): void {}

  choose(b: number, now: number, uniform: number, second: number): number {
    const i = this.#draw.draw(b, uniform);
    const j = this.#draw.draw(b, second);
    if (i === j) return j;
    const first = b * this.#size;
    this.#completions.completeUntil(first + i, now);
    this.#completions.completeUntil(first + j, now);
    const { count } = this.#queues;
    const weights = this.#weights;
    return count[first + i] * weights[first + j] < count[first + j] * weights[first + i] ? i : j;
  }

  accept(): void {}
}
