import type { AdamState } from "../adam.js";
import { Learner } from "../learner.js";
import type { LearningReport } from "../learning-report.js";
import type { ActorCritic } from "../policy/actor-critic.js";
import type { Rollout } from "../rollout.js";
import type { PpoSettings } from "../settings.js";
import type { TensorFlow } from "../tensorflow.js";
import type { Engine } from "./contract.js";

/** Learns by `Learner` and acts by plain arrays: what the compiled engine is measured against, and what runs in WebAssembly. */
export class ReferenceEngine implements Engine {
  readonly #learner: Learner;
  #rollout: Rollout | undefined;

  constructor(
    tf: TensorFlow,
    readonly actor: ActorCritic,
    settings: PpoSettings,
  ) {
    this.#learner = new Learner(tf, actor, settings);
  }

  begin(rollout: Rollout): void {
    this.#rollout = rollout;
  }

  learn(samples: Int32Array, rate: number): LearningReport {
    return this.#learner.learn((this.#rollout as Rollout).pick(samples), rate);
  }

  end(): void {
    this.#rollout = undefined;
  }

  adamState(): AdamState {
    return this.#learner.adam.state();
  }

  restore(adam: AdamState): void {
    this.#learner.adam.restore(adam);
  }

  dispose(): void {}
}
