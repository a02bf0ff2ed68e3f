import type { Action, Cluster, ClusterSpec, Observation, StepResult, StepStatistics } from "../contract.js";
import { type ActionBatch, actionBatch, setAction } from "./action-batch.js";
import type { ClusterBatch } from "./cluster-batch.js";

/** A batch of 1 behind the `Cluster` contract. */
export class BatchOfOne implements Cluster {
  readonly spec: ClusterSpec;
  readonly #batch: ClusterBatch;
  readonly #result: StepResult;
  readonly #actions: Required<ActionBatch>;

  constructor(
    readonly kind: string,
    batch: ClusterBatch,
  ) {
    this.spec = batch.spec;
    this.#batch = batch;
    this.#result = new BatchOfOneResult(batch);
    this.#actions = actionBatch(1, batch.spec);
  }

  reset(seed: number): Observation {
    this.#batch.reset(0, seed);
    return this.#batch.observation(0);
  }

  step(action: Action): StepResult {
    setAction(this.#actions, 0, action, this.spec);
    this.#batch.step(this.#actions);
    return this.#result;
  }

  close(): void {
    // Nothing is held outside memory.
  }
}

/** The result of a batch of 1: a view that follows every step. */
export class BatchOfOneResult implements StepResult {
  readonly observation: Observation;
  readonly statistics: StepStatistics;
  readonly terms: Readonly<Record<string, number>>;

  constructor(readonly batch: ClusterBatch<never, never>) {
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
