import type { Dispatcher, DispatchSetting } from "./dispatcher.js";
import { WeightedDraw } from "./weighted-draw.js";

/** Sends each request to a container drawn in proportion to the weights (Poisson splitting). */
export class RandomDispatch implements Dispatcher {
  readonly #draw: WeightedDraw;

  constructor({ clusters, spec, weights }: DispatchSetting) {
    this.#draw = new WeightedDraw(clusters, spec.containers.length, weights);
  }

  clear(): void {}

  copyFrom(): void {}

  follow(b: number, sum: number): void {
    this.#draw.follow(b, sum);
  }

  advance(): void {}

  choose(b: number, _now: number, uniform: number): number {
    return this.#draw.draw(b, uniform);
  }

  accept(): void {}
}
