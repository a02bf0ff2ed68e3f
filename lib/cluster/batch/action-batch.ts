import { checkWeights } from "../weights.js";

/** Actions of B clusters. */
export interface ActionBatch {
  /** Routing weights, B x N. */
  readonly weights: Float64Array;
  /** Scale commands, B. */
  readonly scale: Int8Array;
  /** Containers to start or stop, B; -1 or left out: the cluster's order. */
  readonly container?: Int16Array;
}

/** Throws a RangeError where cluster `b`'s action makes no sense. */
export function checkAction(actions: ActionBatch, b: number, size: number): void {
  checkWeights(actions.weights, size, b * size);
  checkCommand(actions.scale[b], actions.container?.[b] ?? -1, size);
}

/** Throws a RangeError on a scale command other than down, hold and up, or a container that isn't one of `size`. */
export function checkCommand(scale: number, container: number, size: number): void {
  if (scale !== -1 && scale !== 0 && scale !== 1)
    throw new RangeError(`scale must be -1, 0 or 1, got ${scale}`);
  if (!Number.isInteger(container) || container < -1 || container >= size)
    throw new RangeError(`container must be a whole number from -1 to ${size - 1}, got ${container}`);
}
