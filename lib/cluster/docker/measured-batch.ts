import type { ActionBatch } from "../batch/action-batch.js";
import { ClusterBatch, type ClusterBatchOptions } from "../batch/cluster-batch.js";
import { ScaleHistory } from "../batch/scale-history.js";
import { ContainerState } from "../contract.js";
import { CONTAINER_NAMES, type ContainerName, type FieldArrays } from "../observation-fields.js";
import type { StepStatistics } from "../step-fields.js";

/** What the requests of an interval came to. */
export type CountedRequests = Pick<
  StepStatistics,
  "requests" | "completions" | "errors" | "violations" | "responseTimeSum" | "histogram"
>;

/** What was measured in one control interval. */
export interface MeasuredInterval {
  /** When it ended, in s since the episode's start: steps may come late. */
  readonly time: number;
  /** Length in s. */
  readonly duration: number;
  readonly timeSinceScaleChange: number;
  /** The episode ends with it. */
  readonly isLast: boolean;
  /** Containers that began to start (> 0) or to stop (< 0). */
  readonly effect: number;
  /** What the containers show at its end; the weights are those in force at its beginning. */
  readonly containers: FieldArrays<ContainerName>;
  readonly statistics: CountedRequests &
    Pick<StepStatistics, "offeredRate" | "containerSeconds" | "routingError">;
}

/** What the containers show at the beginning of an episode. */
export type MeasuredStart = FieldArrays<"state" | "memory">;

/**
 * A batch of 1 that is told what happened: observations, statistics and rewards get their meaning from where the simulated
 * cluster gets it.
 */
export class MeasuredBatch extends ClusterBatch<[start: MeasuredStart], MeasuredInterval> {
  readonly #history = new ScaleHistory(1);

  constructor(options: ClusterBatchOptions) {
    super(1, options);
  }

  /** Enters what happened under the action; the clock is the real one, where steps may come late. */
  override step(actions: ActionBatch, happened: MeasuredInterval): void {
    super.step(actions, happened);
    this.observations.time[0] = happened.time;
    this.observations.timeSinceScaleChange[0] = happened.timeSinceScaleChange;
    if (happened.isLast) this.truncated[0] = 1;
  }

  protected begin(_b: number, _seed: number, begun: MeasuredStart): void {
    const { state, memory, lastWeights } = this.observations;
    this.#history.clear(0);
    state.set(begun.state);
    memory.set(begun.memory);
    const ready = state.filter((value) => value === ContainerState.ready).length;
    for (let i = 0; i < this.size; i++) lastWeights[i] = state[i] === ContainerState.ready ? 1 / ready : 0;
  }

  protected play(b: number, step: number, actions: ActionBatch, happened: MeasuredInterval): void {
    const record = this.records[b];
    const observed = this.observations;
    const { histogram, ...numbers } = happened.statistics;
    record.begin(step, numbers.offeredRate);
    record.histogram.set(histogram);
    Object.assign(record, numbers);
    this.#history.note(b, actions.scale[b], happened.effect, record);
    for (const name of CONTAINER_NAMES) observed[name].set(happened.containers[name]);
    let waiting = 0;
    for (let i = 0; i < this.size; i++) {
      if (observed.state[i] === ContainerState.off) observed.clearContainer(i);
      if (observed.state[i] === ContainerState.ready) waiting += Math.max(0, observed.queueDepth[i] - 1);
    }
    record.waiting = waiting;
    this.observeArrivals(b, record.requests / happened.duration);
  }
}
