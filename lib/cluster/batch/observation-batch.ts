import type { ClusterSpec } from "../contract.js";
import {
  CLUSTER_NAMES,
  type ClusterName,
  CONTAINER_NAMES,
  type ContainerName,
  type FieldArrays,
  MEASURED_NAMES,
  OBSERVATION_FIELDS,
  type Observation,
  SPEC_NAMES,
  type SpecName,
} from "../observation-fields.js";
import { classOf, clearing } from "./written-out.js";

type BatchArrays = FieldArrays<ContainerName | ClusterName>;
type ViewArrays = FieldArrays<ContainerName | SpecName>;
type NumberArray = BatchArrays[keyof BatchArrays];

const BatchStore = classOf<BatchArrays>([...CONTAINER_NAMES, ...CLUSTER_NAMES]);
const ViewStore = classOf<ViewArrays>([...CONTAINER_NAMES, ...SPEC_NAMES]);
const clearMeasured = clearing(MEASURED_NAMES);

function batchArrays(batch: number, size: number): BatchArrays {
  const arrays = [
    ...CONTAINER_NAMES.map((name) => [name, new OBSERVATION_FIELDS[name].array(batch * size)]),
    ...CLUSTER_NAMES.map((name) => [name, new OBSERVATION_FIELDS[name].array(batch)]),
  ];
  return Object.fromEntries(arrays);
}

/** Observations of B clusters of N containers: per-container arrays have length B x N, the others B. */
export class ObservationBatch extends BatchStore {
  constructor(
    readonly batch: number,
    readonly size: number,
  ) {
    super(batchArrays(batch, size));
  }

  /** Sets what cluster `b` has observed to nothing. */
  clear(b: number): void {
    for (const name of CONTAINER_NAMES) this[name].fill(0, b * this.size, (b + 1) * this.size);
    for (const name of CLUSTER_NAMES) this[name][b] = 0;
  }

  /** Sets what container `c` shows to nothing; its state and weight stay. */
  clearContainer(c: number): void {
    clearMeasured(this, c);
  }

  /** Cluster `b` alone, as a view that follows every step without copying. */
  view(b: number, spec: ClusterSpec): Observation {
    return new ObservationView(this, b, spec) as ObservationView & Record<ClusterName, number>;
  }
}

function viewArrays(batch: ObservationBatch, b: number, { containers }: ClusterSpec): ViewArrays {
  const { size } = batch;
  const arrays = [
    ...CONTAINER_NAMES.map((name) => [name, batch[name].subarray(b * size, (b + 1) * size)]),
    ...SPEC_NAMES.map((name) => [name, Float64Array.from(containers, (container) => container[name])]),
  ];
  return Object.fromEntries(arrays);
}

class ObservationView extends ViewStore {
  readonly size: number;
  readonly #numbers: readonly NumberArray[];
  readonly #b: number;

  // A getter for each number of the cluster, whose array is at the same place in every view's list.
  static {
    for (const [k, name] of CLUSTER_NAMES.entries())
      Object.defineProperty(ObservationView.prototype, name, {
        get(this: ObservationView): number {
          return this.#numbers[k][this.#b];
        },
      });
  }

  constructor(batch: ObservationBatch, b: number, spec: ClusterSpec) {
    super(viewArrays(batch, b, spec));
    this.size = batch.size;
    this.#numbers = CLUSTER_NAMES.map((name) => batch[name]);
    this.#b = b;
  }
}
