import type { ActionBatch } from "../batch/action-batch.js";
import { ScaleHistory } from "../batch/scale-history.js";
import type { StepRecord } from "../batch/step-record.js";
import { type ClusterSpec, ContainerState } from "../contract.js";
import { changeFleet, type ScalableFleet } from "../fleet.js";
import type { QueueBank } from "./queue-bank.js";

const { off, starting, ready, draining } = ContainerState;

/** Slack in s when the end of a cold start is compared with the clock, against rounding of sums of intervals. */
export const CLOCK_SLACK = 1e-9;

/** Which containers of a batch are off, starting, ready or draining, and what scale commands did to them. */
export class FleetStates implements ScalableFleet {
  readonly #readyAt: Float64Array;
  readonly #history: ScaleHistory;
  readonly #size: number;

  constructor(
    /** `ContainerState` of each container, B x N. */
    readonly state: Uint8Array,
    readonly queues: QueueBank,
    readonly spec: ClusterSpec,
  ) {
    this.#size = spec.containers.length;
    this.#readyAt = new Float64Array(state.length);
    this.#history = new ScaleHistory(state.length / this.#size);
  }

  /** Makes the first `initialFleet` containers of cluster `b` ready and all others off. */
  reset(b: number, initialFleet: number): void {
    const first = b * this.#size;
    for (let i = 0; i < this.#size; i++) this.state[first + i] = i < initialFleet ? ready : off;
    this.#history.clear(b);
  }

  /** Carries cluster `b`'s scale command out at time `now`, as far as it can be, and records command and effect. */
  apply(b: number, { scale, containers }: ActionBatch, now: number, record: StepRecord): void {
    const { largestScaleStep } = this.spec;
    const command = scale[b];
    const offset = b * largestScaleStep;
    const effect = changeFleet(this, b * this.#size, this.#size, command, now, containers, offset);
    this.#history.note(b, command, effect, record);
  }

  /** Makes containers of cluster `b` whose cold start ends by `time` ready; returns when the next one ends, in s. */
  finishColdStarts(b: number, time: number): number {
    let next = Number.POSITIVE_INFINITY;
    for (let c = b * this.#size; c < (b + 1) * this.#size; c++) {
      if (this.state[c] !== starting) continue;
      if (this.#readyAt[c] <= time + CLOCK_SLACK) this.state[c] = ready;
      else if (this.#readyAt[c] < next) next = this.#readyAt[c];
    }
    return next;
  }

  start(c: number, now: number): void {
    if (this.state[c] === draining) {
      this.state[c] = ready;
      return;
    }
    this.state[c] = starting;
    this.#readyAt[c] = now + this.spec.coldStart;
  }

  stop(c: number): void {
    this.state[c] = this.state[c] === ready && this.queues.count[c] > 0 ? draining : off;
  }
}
