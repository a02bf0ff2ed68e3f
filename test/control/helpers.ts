import { ContainerState, type Observation } from "../../lib/cluster/contract.js";
import { type ClusterSpec, clusterSpec } from "../../lib/cluster/index.js";

/** What a controller sees, half way through an episode: every container ready and idle unless told otherwise. */
export function observation(seen: {
  readonly cpu?: readonly number[];
  readonly state?: readonly number[];
  readonly queueDepth?: readonly number[];
  readonly serviceRate?: readonly number[];
  readonly size?: number;
  readonly arrivalRate?: number;
  readonly time?: number;
  readonly timeSinceScaleChange?: number;
}): Observation {
  const size = seen.size ?? (seen.state ?? seen.cpu ?? seen.queueDepth ?? seen.serviceRate ?? [0]).length;
  const array = (values: readonly number[] | undefined, fallback = 0) =>
    Float64Array.from({ length: size }, (_, i) => values?.[i] ?? fallback);
  const state = Uint8Array.from({ length: size }, (_, i) => seen.state?.[i] ?? ContainerState.ready);
  return {
    size,
    time: seen.time ?? 100,
    state,
    cpu: array(seen.cpu),
    memory: array(undefined),
    latency: array(undefined),
    errorRate: array(undefined),
    queueDepth: array(seen.queueDepth),
    cpuShare: array(undefined, 0.04),
    memoryMiB: array(undefined, 128),
    serviceRate: array(seen.serviceRate, 8),
    arrivalRate: seen.arrivalRate ?? 0,
    arrivalTrend: 0,
    fleetSize: state.filter((value) => value !== ContainerState.off).length,
    timeSinceScaleChange: seen.timeSinceScaleChange ?? 100,
    lastWeights: array(undefined, 1 / size),
    lastScale: 0,
  };
}

/** A spec without a time scale, so that windows are what they say. */
export function plainSpec(size: number, overrides: Partial<ClusterSpec> = {}): ClusterSpec {
  return clusterSpec({ size, timeScale: 1, ...overrides });
}
