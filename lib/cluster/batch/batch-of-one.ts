import type { Action, Cluster, ClusterSpec, Observation, StepResult, StepStatistics } from "../contract.js";
import { checkCommand } from "./action-batch.js";
import type { ClusterBatch } from "./cluster-batch.js";

/** A batch of 1 behind the `Cluster` contract. */
export class BatchOfOne implements Cluster {
  readonly spec: ClusterSpec;
  readonly #batch: ClusterBatch;
  readonly #result: StepResult;
  readonly #actions: { weights: Float64Array; scale: Int8Array; container: Int16Array };

  constructor(
    readonly kind: string,
    batch: ClusterBatch,
  ) {
    this.spec = batch.spec;
    this.#batch = batch;
    this.#result = new BatchOfOneResult(batch);
    this.#actions = {
      weights: new Float64Array(batch.size),
      scale: new Int8Array(1),
      container: new Int16Array(1),
    };
  }

  reset(seed: number): Observation {
    this.#batch.reset(0, seed);
    return this.#batch.observation(0);
  }

  step(action: Action): StepResult {
    const { weights, scale, container } = this.#actions;
    if (action.weights.length !== weights.length)
      throw new RangeError(`weights must have length ${weights.length}, got ${action.weights.length}`);
    // Typed arrays would turn a command of 0.5 into 0: check before copying.
    const wanted = action.container ?? -1;
    checkCommand(action.scale, wanted, weights.length);
    weights.set(action.weights);
    scale[0] = action.scale;
    container[0] = wanted;
    this.#batch.step(this.#actions);
    return this.#result;
  }

  close(): void {
    // Nothing is held outside memory.
  }
}

class BatchOfOneResult implements StepResult {
  readonly observation: Observation;
  readonly statistics: StepStatistics;
  readonly terms: Readonly<Record<string, number>>;

  constructor(readonly batch: ClusterBatch) {
    this.observation = batch.observation(0);
    this.statistics = batch.statistics(0);
    this.terms = batch.terms(0);
  }

  get reward(): number {
    return this.batch.rewards[0];
  }
  get truncated(): boolean {
    return this.batch.truncated[0] === 1;
  }
}
