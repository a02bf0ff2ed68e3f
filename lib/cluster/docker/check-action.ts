import { checkCommand } from "../batch/action-batch.js";
import type { Action } from "../contract.js";
import { checkWeights } from "../weights.js";

/** @throws RangeError on an action that makes no sense for `size` containers. */
export function checkAction({ weights, scale, container = -1 }: Action, size: number): void {
  if (weights.length !== size)
    throw new RangeError(`weights must have length ${size}, got ${weights.length}`);
  checkWeights(weights, size);
  checkCommand(scale, container, size);
}
