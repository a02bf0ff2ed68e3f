import type { BatchPart, BatchView } from "../environment.js";

/** Memory of a batch of environments that threads have in common: each uses the rows of its part. */
export interface SharedBatch extends BatchView {
  /** B x A. */
  readonly actions: Float32Array;
}

/** Shows a part's environment to all. */
export function show(shared: SharedBatch, { first }: BatchPart, shown: BatchView): void {
  const { observationLength } = shared;
  shared.observations.set(shown.observations, first * observationLength);
  shared.reached.set(shown.reached, first * observationLength);
  shared.rewards.set(shown.rewards, first);
  shared.terminated.set(shown.terminated, first);
  shared.truncated.set(shown.truncated, first);
}

/** A part's rows of the actions: a view. */
export function actionsOf({ actions, actionLength }: SharedBatch, { first, count }: BatchPart): Float32Array {
  return actions.subarray(first * actionLength, (first + count) * actionLength);
}
