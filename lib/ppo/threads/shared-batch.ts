import type { BatchPart } from "../environment.js";

/** Lengths of what a batch of environments takes and shows. */
export interface BatchShape {
  /** B. */
  readonly batch: number;
  /** O. */
  readonly observationLength: number;
  /** A. */
  readonly actionLength: number;
}

/** Memory of a batch of environments that threads have in common: each uses the rows of its part. */
export interface SharedBatch extends BatchShape {
  /** B x O. */
  readonly observations: Float64Array;
  /** B x O. */
  readonly reached: Float64Array;
  /** B. */
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  /** B x A. */
  readonly actions: Float32Array;
}

/** What an environment shows after a step or a reset. */
type Shown = Pick<SharedBatch, "observations" | "reached" | "rewards" | "terminated" | "truncated">;

export function sharedBatch({ batch, observationLength, actionLength }: BatchShape): SharedBatch {
  const bytes = (length: number) => new SharedArrayBuffer(length);
  const doubles = (length: number) => new Float64Array(bytes(8 * length));
  return {
    batch,
    observationLength,
    actionLength,
    observations: doubles(batch * observationLength),
    reached: doubles(batch * observationLength),
    rewards: doubles(batch),
    terminated: new Uint8Array(bytes(batch)),
    truncated: new Uint8Array(bytes(batch)),
    actions: new Float32Array(bytes(4 * batch * actionLength)),
  };
}

/** Shows a part's environment to all. */
export function show(shared: SharedBatch, { first }: BatchPart, shown: Shown): void {
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
