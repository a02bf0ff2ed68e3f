import { ContainerState } from "./contract.js";

type NumberArrayConstructor =
  | Float64ArrayConstructor
  | Uint8ArrayConstructor
  | Int16ArrayConstructor
  | Int32ArrayConstructor;

/** One field of an observation. */
interface ObservationField {
  /**
   * cluster: one number for the cluster. The others have a number for each container: spec, from the spec and the same in every
   * step; measured, 0 for a container that is off; commanded, what became of commands.
   */
  readonly kind: "cluster" | "spec" | "measured" | "commanded";
  /** What a batch keeps it in. */
  readonly array: NumberArrayConstructor;
  readonly meaning: string;
  /** Unit, "" where it has none. */
  readonly unit: string;
  /** Least and largest value; one that isn't finite is never reached. */
  readonly range: readonly [number, number];
}

const { POSITIVE_INFINITY: unbounded } = Number;

/**
 * Every field of an observation, once: arrays, views, the contract's checker and the measured batch of real containers follow
 * from this table. All of it is over the control interval that has just ended.
 */
export const OBSERVATION_FIELDS = {
  state: {
    kind: "commanded",
    array: Uint8Array,
    meaning: "state of the container",
    unit: "",
    range: [ContainerState.off, ContainerState.draining],
  },
  cpu: {
    kind: "measured",
    array: Float64Array,
    meaning: "busy share of the container's own CPU limit",
    unit: "",
    range: [0, 1],
  },
  memory: {
    kind: "measured",
    array: Float64Array,
    meaning: "resident memory as a share of the limit",
    unit: "",
    range: [0, 1],
  },
  latency: {
    kind: "measured",
    array: Float64Array,
    meaning: "mean response time of requests completed in the interval; 0 where none was",
    unit: "s",
    range: [0, unbounded],
  },
  errorRate: {
    kind: "measured",
    array: Float64Array,
    meaning: "errors / (errors + completions) of the interval; 0 where there was neither",
    unit: "",
    range: [0, 1],
  },
  queueDepth: {
    kind: "measured",
    array: Float64Array,
    meaning: "requests in the container now, the one in service included",
    unit: "requests",
    range: [0, unbounded],
  },
  lastWeights: {
    kind: "commanded",
    array: Float64Array,
    meaning: "shares of the requests in force in the interval",
    unit: "",
    range: [0, 1],
  },
  cpuShare: {
    kind: "spec",
    array: Float64Array,
    meaning: "CPU limit",
    unit: "cores",
    range: [0, unbounded],
  },
  memoryMiB: {
    kind: "spec",
    array: Float64Array,
    meaning: "memory limit",
    unit: "MiB",
    range: [0, unbounded],
  },
  serviceRate: {
    kind: "spec",
    array: Float64Array,
    meaning: "mean service rate when busy, as specified or calibrated",
    unit: "requests/s",
    range: [0, unbounded],
  },
  time: {
    kind: "cluster",
    array: Float64Array,
    meaning: "time since the reset",
    unit: "s",
    range: [0, unbounded],
  },
  arrivalRate: {
    kind: "cluster",
    array: Float64Array,
    meaning: "requests that arrived in the interval, by its length",
    unit: "requests/s",
    range: [0, unbounded],
  },
  arrivalTrend: {
    kind: "cluster",
    array: Float64Array,
    meaning: "arrival rate less that of the interval before",
    unit: "requests/s",
    range: [-unbounded, unbounded],
  },
  fleetSize: {
    kind: "cluster",
    array: Int32Array,
    meaning: "containers that are starting, ready or draining",
    unit: "containers",
    range: [1, unbounded],
  },
  timeSinceScaleChange: {
    kind: "cluster",
    array: Float64Array,
    meaning: "time since a scale command last took effect (since the reset, where none did)",
    unit: "s",
    range: [0, unbounded],
  },
  lastScale: {
    kind: "cluster",
    array: Int16Array,
    meaning: "scale command of the last action",
    unit: "containers",
    range: [-32768, 32767],
  },
} as const satisfies Readonly<Record<string, ObservationField>>;

type Fields = typeof OBSERVATION_FIELDS;
/** Name of a field of an observation. */
export type ObservationName = keyof Fields;
type NamesOf<Kind> = {
  [K in ObservationName]: Fields[K]["kind"] extends Kind ? K : never;
}[ObservationName];
type ArrayOf<Constructor> = Constructor extends Float64ArrayConstructor
  ? Float64Array
  : Constructor extends Uint8ArrayConstructor
    ? Uint8Array
    : Constructor extends Int16ArrayConstructor
      ? Int16Array
      : Int32Array;

/** Fields of each container that change from step to step. */
export type ContainerName = NamesOf<"measured" | "commanded">;
/** Fields of each container that follow from the spec. */
export type SpecName = NamesOf<"spec">;
/** Fields of the cluster as a whole. */
export type ClusterName = NamesOf<"cluster">;

/** The arrays behind fields: of B x N numbers where they are of each container, of B where they are of the cluster. */
export type FieldArrays<Names extends ObservationName> = {
  readonly [K in Names]: ArrayOf<Fields[K]["array"]>;
};

function namesOf<Kind extends ObservationField["kind"]>(...kinds: readonly Kind[]) {
  const names = Object.entries(OBSERVATION_FIELDS).filter(([, { kind }]) => kinds.includes(kind as Kind));
  return Object.freeze(names.map(([name]) => name)) as readonly NamesOf<Kind>[];
}

export const CONTAINER_NAMES = namesOf("measured", "commanded");
/** Fields of which a container that is off shows nothing. */
export const MEASURED_NAMES = namesOf("measured");
export const SPEC_NAMES = namesOf("spec");
export const CLUSTER_NAMES = namesOf("cluster");

/**
 * What every controller sees at a decision. Arrays have length N and are views that the next step overwrites: copy what is to
 * be kept.
 */
export interface Observation
  extends Readonly<Record<ClusterName, number>>,
    FieldArrays<ContainerName | SpecName> {
  /** N. */
  readonly size: number;
}
