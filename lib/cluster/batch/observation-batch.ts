import type { ClusterSpec, Observation } from "../contract.js";

/** Observations of B clusters of N containers: per-container arrays have length B x N, the others B. */
export class ObservationBatch {
  readonly state: Uint8Array;
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
  readonly latency: Float64Array;
  readonly errorRate: Float64Array;
  readonly queueDepth: Float64Array;
  readonly lastWeights: Float64Array;
  readonly time: Float64Array;
  readonly arrivalRate: Float64Array;
  readonly arrivalTrend: Float64Array;
  readonly fleetSize: Int32Array;
  readonly timeSinceScaleChange: Float64Array;
  readonly lastScale: Int16Array;

  constructor(
    readonly batch: number,
    readonly size: number,
  ) {
    const containers = batch * size;
    this.state = new Uint8Array(containers);
    this.cpu = new Float64Array(containers);
    this.memory = new Float64Array(containers);
    this.latency = new Float64Array(containers);
    this.errorRate = new Float64Array(containers);
    this.queueDepth = new Float64Array(containers);
    this.lastWeights = new Float64Array(containers);
    this.time = new Float64Array(batch);
    this.arrivalRate = new Float64Array(batch);
    this.arrivalTrend = new Float64Array(batch);
    this.fleetSize = new Int32Array(batch);
    this.timeSinceScaleChange = new Float64Array(batch);
    this.lastScale = new Int16Array(batch);
  }

  /** Sets what cluster `b` has observed to nothing. */
  clear(b: number): void {
    const { size } = this;
    for (const array of [
      this.state,
      this.cpu,
      this.memory,
      this.latency,
      this.errorRate,
      this.queueDepth,
      this.lastWeights,
    ])
      array.fill(0, b * size, (b + 1) * size);
    for (const array of [
      this.time,
      this.arrivalRate,
      this.arrivalTrend,
      this.fleetSize,
      this.timeSinceScaleChange,
      this.lastScale,
    ])
      array[b] = 0;
  }

  /** Sets what container `c` shows to nothing; its state and weight stay. */
  clearContainer(c: number): void {
    this.cpu[c] = 0;
    this.memory[c] = 0;
    this.latency[c] = 0;
    this.errorRate[c] = 0;
    this.queueDepth[c] = 0;
  }

  /** Cluster `b` alone, as a view that follows every step without copying. */
  view(b: number, spec: ClusterSpec): Observation {
    return new ObservationView(this, b, spec);
  }
}

class ObservationView implements Observation {
  readonly size: number;
  readonly state: Uint8Array;
  readonly cpu: Float64Array;
  readonly memory: Float64Array;
  readonly latency: Float64Array;
  readonly errorRate: Float64Array;
  readonly queueDepth: Float64Array;
  readonly lastWeights: Float64Array;
  readonly cpuShare: Float64Array;
  readonly memoryMiB: Float64Array;
  readonly serviceRate: Float64Array;
  readonly #batch: ObservationBatch;
  readonly #b: number;

  constructor(batch: ObservationBatch, b: number, spec: ClusterSpec) {
    const { size } = batch;
    const own = <A extends Uint8Array | Float64Array>(array: A) =>
      array.subarray(b * size, (b + 1) * size) as A;
    this.#batch = batch;
    this.#b = b;
    this.size = size;
    this.state = own(batch.state);
    this.cpu = own(batch.cpu);
    this.memory = own(batch.memory);
    this.latency = own(batch.latency);
    this.errorRate = own(batch.errorRate);
    this.queueDepth = own(batch.queueDepth);
    this.lastWeights = own(batch.lastWeights);
    this.cpuShare = Float64Array.from(spec.containers, (container) => container.cpuShare);
    this.memoryMiB = Float64Array.from(spec.containers, (container) => container.memoryMiB);
    this.serviceRate = Float64Array.from(spec.containers, (container) => container.serviceRate);
  }

  get time(): number {
    return this.#batch.time[this.#b];
  }
  get arrivalRate(): number {
    return this.#batch.arrivalRate[this.#b];
  }
  get arrivalTrend(): number {
    return this.#batch.arrivalTrend[this.#b];
  }
  get fleetSize(): number {
    return this.#batch.fleetSize[this.#b];
  }
  get timeSinceScaleChange(): number {
    return this.#batch.timeSinceScaleChange[this.#b];
  }
  get lastScale(): number {
    return this.#batch.lastScale[this.#b];
  }
}
