import type { AdamState } from "../adam.js";
import type { LearningReport } from "../learning-report.js";
import type { Actor } from "../policy/actor-critic.js";
import type { Rollout } from "../rollout.js";

/** What a trainer computes with. Between `begin` and `end` the policy's own parameters stand still. */
export interface Engine {
  /** The policy with its parameters of today. */
  readonly actor: Actor;
  /** Takes up a rollout to learn from. */
  begin(rollout: Rollout): void;
  /** One gradient step on the rollout's samples of these numbers, at a learning rate. */
  learn(samples: Int32Array, rate: number): LearningReport;
  /** Leaves the rollout, and the parameters reached in the policy. */
  end(): void;
  /** Adam's memory, outside of `begin` and `end`. */
  adamState(): AdamState;
  /** Goes on from this memory, and from the parameters that the policy has now. */
  restore(adam: AdamState): void;
  /** Frees what it holds in TensorFlow. */
  dispose(): void;
}
