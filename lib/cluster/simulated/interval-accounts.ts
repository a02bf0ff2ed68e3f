import type { ObservationBatch } from "../batch/observation-batch.js";
import { StepRecord } from "../batch/step-record.js";
import { type ClusterSpec, ContainerState } from "../contract.js";
import { bucketIndex } from "../response-time-buckets.js";
import type { Completions } from "./dispatch/dispatcher.js";
import type { QueueBank } from "./queue-bank.js";

const { off, ready, draining } = ContainerState;

/** Counts what happens to each container in an interval and turns it into observation, bill and statistics at its end. */
export class IntervalAccounts implements Completions {
  readonly #latencySum: Float64Array;
  readonly #completed: Int32Array;
  readonly #refused: Int32Array;
  readonly #heapMiB: Float64Array;
  readonly #workBefore: Float64Array;
  readonly #size: number;
  readonly #releasedShare: number;
  /** Of the interval that is counted. */
  #record: StepRecord;

  constructor(
    readonly spec: ClusterSpec,
    readonly observed: ObservationBatch,
    readonly queues: QueueBank,
  ) {
    this.#record = new StepRecord();
    const containers = observed.state.length;
    this.#size = spec.containers.length;
    this.#latencySum = new Float64Array(containers);
    this.#completed = new Int32Array(containers);
    this.#refused = new Int32Array(containers);
    this.#heapMiB = new Float64Array(containers);
    this.#workBefore = new Float64Array(containers);
    this.#releasedShare = 1 - Math.exp(-spec.controlInterval / spec.memory.releaseTime);
  }

  /** Idle workers of the fleet that cluster `b` starts with. */
  reset(b: number): void {
    const first = b * this.#size;
    this.#workBefore.fill(0, first, first + this.#size);
    this.#heapMiB.fill(0, first, first + this.#size);
    for (let i = 0; i < this.#size; i++)
      if (this.observed.state[first + i] === ready) this.#observeMemory(first + i, i);
  }

  /** Begins an interval of cluster `b`, whose record has been begun: what happens until it is closed is counted there. */
  begin(b: number, record: StepRecord): void {
    this.#record = record;
    const first = b * this.#size;
    this.#latencySum.fill(0, first, first + this.#size);
    this.#completed.fill(0, first, first + this.#size);
    this.#refused.fill(0, first, first + this.#size);
  }

  /** Counts a refused request. */
  refuse(c: number): void {
    this.#refused[c]++;
    this.#record.errors++;
    this.#record.violations++;
  }

  /** Takes the requests of `c` that are finished by `time` out of the queue and counts them. */
  completeUntil(c: number, time: number): void {
    const queues = this.queues;
    const record = this.#record;
    while (queues.nextDeparture[c] <= time) {
      const countedLate = queues.late[c] > 0;
      const responseTime = queues.takeFront(c);
      this.#completed[c]++;
      this.#latencySum[c] += responseTime;
      record.completions++;
      record.responseTimeSum += responseTime;
      record.histogram[bucketIndex(responseTime)]++;
      if (!countedLate && responseTime > this.spec.sla) record.violations++;
    }
  }

  /** Ends the interval (begin, end) of cluster `b`. */
  close(b: number, begin: number, end: number): void {
    const { observed, queues } = this;
    const record = this.#record;
    let waiting = 0;
    let oldestAge = 0;
    for (let i = 0; i < this.#size; i++) {
      const c = b * this.#size + i;
      if (observed.state[c] === off) {
        this.#observeNothing(c);
        continue;
      }
      this.completeUntil(c, end);
      record.violations += queues.markLate(c, end - this.spec.sla);
      record.containerSeconds += this.#billedSeconds(c, begin, end);
      this.#observe(c, i, begin, end);
      if (queues.count[c] > 0) oldestAge = Math.max(oldestAge, end - queues.frontArrival(c));
      // One that has drained goes off as it is billed.
      if (observed.state[c] === off) this.#observeNothing(c);
      else if (observed.state[c] === ready) waiting += Math.max(0, queues.count[c] - 1);
    }
    record.waiting = waiting;
    record.oldestAge = oldestAge;
  }

  /** Seconds billed to `c`; one that has drained goes off, and is billed until its last request was answered. */
  #billedSeconds(c: number, begin: number, end: number): number {
    if (this.observed.state[c] !== draining || this.queues.count[c] > 0) return end - begin;
    this.observed.state[c] = off;
    return Math.max(0, this.queues.freeAt[c] - begin);
  }

  #observe(c: number, i: number, begin: number, end: number): void {
    const { observed, queues } = this;
    const work = queues.workDone(c, end);
    const cpu = (work - this.#workBefore[c]) / (end - begin);
    this.#workBefore[c] = work;
    observed.cpu[c] = Math.min(1, Math.max(0, cpu));
    const completed = this.#completed[c];
    const answered = completed + this.#refused[c];
    observed.latency[c] = completed > 0 ? this.#latencySum[c] / completed : 0;
    observed.errorRate[c] = answered > 0 ? this.#refused[c] / answered : 0;
    observed.queueDepth[c] = queues.count[c];
    this.#observeMemory(c, i);
  }

  /** Memory in use rises at once and is released with the model's time constant. */
  #observeMemory(c: number, i: number): void {
    const { idleMiB, perRequestMiB } = this.spec.memory;
    const needed = idleMiB + perRequestMiB * this.queues.count[c];
    const heap = this.#heapMiB[c];
    this.#heapMiB[c] = needed >= heap ? needed : heap + (needed - heap) * this.#releasedShare;
    this.observed.memory[c] = Math.min(1, this.#heapMiB[c] / this.spec.containers[i].memoryMiB);
  }

  #observeNothing(c: number): void {
    const { observed } = this;
    this.#workBefore[c] = this.queues.assignedWork[c];
    this.#heapMiB[c] = 0;
    observed.clearContainer(c);
  }
}
