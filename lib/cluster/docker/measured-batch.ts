import type { ActionBatch } from "../batch/action-batch.js";
import { ClusterBatch, type ClusterBatchOptions } from "../batch/cluster-batch.js";
import { ScaleHistory } from "../batch/scale-history.js";
import type { StepRecord } from "../batch/step-record.js";
import { ContainerState } from "../contract.js";

/** What was measured in one control interval. Arrays have length N. */
export interface MeasuredInterval {
  /** Intended arrival rate in requests/s. */
  readonly offeredRate: number;
  /** Length in s. */
  readonly duration: number;
  readonly effect: number;
  readonly routingError: number;
  readonly containerSeconds: number;
  /** Shares in force at its beginning. */
  readonly shares: Float64Array;
  /** At its end. */
  readonly state: Uint8Array;
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
  readonly queueDepth: Float64Array;
  /** Enters the interval's requests into the record, and each container's mean response time and error rate into the arrays. */
  enterRequests(record: StepRecord, latency: Float64Array, errorRate: Float64Array): void;
}

/**
 * A batch of 1 that is told what happened: observations, statistics and rewards get their meaning from where the simulated
 * cluster gets it. Set `interval` before each step, `initial` before each reset.
 */
export class MeasuredBatch extends ClusterBatch {
  interval: MeasuredInterval | undefined;
  initial: Pick<MeasuredInterval, "state" | "memory"> | undefined;
  readonly #history = new ScaleHistory(1);

  constructor(options: ClusterBatchOptions) {
    super(1, options);
  }

  protected begin(): void {
    const { state, memory, lastWeights } = this.observations;
    const initial = this.initial as Pick<MeasuredInterval, "state" | "memory">;
    this.#history.clear(0);
    state.set(initial.state);
    memory.set(initial.memory);
    const ready = state.filter((value) => value === ContainerState.ready).length;
    for (let i = 0; i < this.size; i++) lastWeights[i] = state[i] === ContainerState.ready ? 1 / ready : 0;
  }

  protected play(b: number, step: number, actions: ActionBatch): void {
    const measured = this.interval as MeasuredInterval;
    const record = this.records[b];
    const observed = this.observations;
    record.begin(step, measured.offeredRate);
    measured.enterRequests(record, observed.latency, observed.errorRate);
    record.containerSeconds = measured.containerSeconds;
    record.routingError = measured.routingError;
    this.#history.note(b, actions.scale[b], measured.effect, record);
    observed.lastWeights.set(measured.shares);
    for (const name of ["state", "cpu", "memory", "queueDepth"] as const) observed[name].set(measured[name]);
    let waiting = 0;
    for (let i = 0; i < this.size; i++) {
      if (observed.state[i] === ContainerState.off) observed.clearContainer(i);
      if (observed.state[i] === ContainerState.ready) waiting += Math.max(0, observed.queueDepth[i] - 1);
    }
    record.waiting = waiting;
    this.observeArrivals(b, record.requests / measured.duration);
  }

  /** Sets the clock to what was measured, where it isn't `controlInterval` times the number of steps: steps may come late. */
  correctClock(time: number, timeSinceScaleChange: number): void {
    this.observations.time[0] = time;
    this.observations.timeSinceScaleChange[0] = timeSinceScaleChange;
  }

  /** Ends the episode before its last step. */
  truncate(): void {
    this.truncated[0] = 1;
  }
}
