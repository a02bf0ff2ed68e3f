import type { Action, Cluster, ClusterSpec, Observation, StepResult, StepStatistics } from "./contract.js";
import type { ActionBatch } from "./simulated/simulated-cluster-batch.js";
import { checkWeights } from "./weights.js";

/** Clusters of equal size that step together; what `observation`, `statistics` and `terms` return are views. */
export interface ClusterBatch {
  readonly size: number;
  /** Reward of the last step, B. */
  readonly rewards: Float64Array;
  /** 1 where the time limit was reached, B. */
  readonly truncated: Uint8Array;
  observation(b: number): Observation;
  statistics(b: number): StepStatistics;
  terms(b: number): Readonly<Record<string, number>>;
  reset(b: number, seed: number): void;
  step(actions: ActionBatch): void;
}

/** A batch of 1 behind the `Cluster` contract. */
export class BatchOfOne implements Cluster {
  readonly #batch: ClusterBatch;
  readonly #result: StepResult;
  readonly #actions: { weights: Float64Array; scale: Int8Array; container: Int16Array };

  constructor(
    readonly kind: string,
    readonly spec: ClusterSpec,
    batch: ClusterBatch,
  ) {
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
    checkWeights(action.weights, weights.length);
    // Typed arrays would turn a command of 0.5 into 0: check before copying.
    if (action.scale !== -1 && action.scale !== 0 && action.scale !== 1)
      throw new RangeError(`scale must be -1, 0 or 1, got ${action.scale}`);
    const wanted = action.container ?? -1;
    if (!Number.isInteger(wanted) || wanted < -1 || wanted >= weights.length)
      throw new RangeError(
        `container must be a whole number from -1 to ${weights.length - 1}, got ${wanted}`,
      );
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
