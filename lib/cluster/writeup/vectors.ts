import { requireFinite, requirePositive } from "../../check/index.js";
import { type Action, ContainerState, type Observation } from "../contract.js";
import { writeupNumberWaiting } from "./model.js";

/** Latency in s that counts as 1 in the write-up's observation. */
const LATENCY_SCALE = 1;
/** Requests waiting per container that count as a queue of 1. */
const QUEUE_SCALE = 3;

/**
 * Length of the write-up's observation vector of N containers: 6N + 1.
 * @example
 * cluster.writeupObservationLength(5); // -> 31
 */
export function writeupObservationLength(size: number): number {
  return 6 * size + 1;
}

/**
 * The queue as the write-up shows it, the same number for every ready node: sum over ready containers of (L - rho), divided
 * by 3N, cut to 1. L is the queue depth; L - rho is `writeupNumberWaiting(L)`.
 * @example
 * const spec = cluster.writeupSpec({ size: 5 });
 * const load = workload.writeup({ patterns: "sustained" });
 * const observation = new cluster.WriteupCluster({ spec, workload: load, steps: 100 }).reset(1);
 * cluster.writeupQueue(observation); // -> 1
 */
export function writeupQueue(observation: Observation): number {
  let waiting = 0;
  for (let i = 0; i < observation.size; i++)
    if (observation.state[i] === ContainerState.ready)
      waiting += writeupNumberWaiting(observation.queueDepth[i]);
  return unit(waiting / (QUEUE_SCALE * observation.size));
}

/**
 * The write-up's observation of any cluster, 6N + 1 numbers in [0, 1]: CPU of each container, then memory, queue, latency
 * in units of 1 s, error rate and status (1 when ready), and last the arrival rate as a share of the peak. What isn't ready
 * shows zeros.
 * @param peakRate requests/s at the peak of the traffic (the write-up: 9 a node).
 * @param vector receives the result; a new one by default.
 * @throws RangeError on a peak that isn't positive or a vector of another length.
 * @example
 * const spec = cluster.writeupSpec({ size: 5 });
 * const load = workload.writeup({ patterns: "sustained" });
 * const observation = new cluster.WriteupCluster({ spec, workload: load, steps: 100 }).reset(1);
 * const vector = cluster.writeupObservation(observation, 45);
 * vector.subarray(25, 30); // -> [1, 0, 0, 0, 0]
 */
export function writeupObservation(
  observation: Observation,
  peakRate: number,
  vector: Float64Array = new Float64Array(writeupObservationLength(observation.size)),
): Float64Array {
  requirePositive("peakRate", peakRate);
  const { size, state } = observation;
  if (vector.length !== writeupObservationLength(size))
    throw new RangeError(`vector must have length ${writeupObservationLength(size)}, got ${vector.length}`);
  const queue = writeupQueue(observation);
  vector.fill(0);
  for (let i = 0; i < size; i++) {
    if (state[i] !== ContainerState.ready) continue;
    vector[i] = unit(observation.cpu[i]);
    vector[size + i] = unit(observation.memory[i]);
    vector[2 * size + i] = queue;
    vector[3 * size + i] = unit(observation.latency[i] / LATENCY_SCALE);
    vector[4 * size + i] = unit(observation.errorRate[i]);
    vector[5 * size + i] = 1;
  }
  vector[6 * size] = unit(observation.arrivalRate / peakRate);
  return vector;
}

/** Scale entries from this on ask for one container more. */
export const WRITEUP_SCALE_UP = 0.7;
/** Scale entries up to this ask for one container less. */
export const WRITEUP_SCALE_DOWN = 0.3;

/**
 * The action a vector of N + 1 numbers stands for, each cut to [0, 1] first: N routing weights, then the scale (>= 0.7 up,
 * <= 0.3 down, else hold).
 * @throws RangeError on a vector of another length than `size` + 1 or with an entry that isn't finite.
 * @example
 * cluster.writeupAction([0.5, 2, 0.9], 2); // -> { weights: [0.5, 1], scale: 1 }
 * cluster.writeupAction([0.5, 0.5, 0.5], 2).scale; // -> 0
 */
export function writeupAction(vector: ArrayLike<number>, size: number): Action {
  if (vector.length !== size + 1)
    throw new RangeError(`vector must have length ${size + 1}, got ${vector.length}`);
  const weights = writeupWeights(vector, size);
  const scale = vector[size];
  requireFinite(`vector[${size}]`, scale);
  return { weights, scale: writeupScale(scale) };
}

/**
 * The command that a scale entry stands for: 1 from 0.7 on, -1 up to 0.3, else 0.
 * @throws RangeError where it isn't finite.
 * @example
 * [0.2, 0.5, 0.9].map(cluster.writeupScale); // -> [-1, 0, 1]
 */
export function writeupScale(entry: number): number {
  requireFinite("the scale entry", entry);
  return entry >= WRITEUP_SCALE_UP ? 1 : entry <= WRITEUP_SCALE_DOWN ? -1 : 0;
}

/**
 * The routing weights that the first N numbers of a vector stand for: each cut to [0, 1].
 * @throws RangeError where one isn't finite.
 * @example
 * cluster.writeupWeights([0.5, 2], 2); // -> [0.5, 1]
 */
export function writeupWeights(vector: ArrayLike<number>, size: number): Float64Array {
  const weights = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    requireFinite(`vector[${i}]`, vector[i]);
    weights[i] = unit(vector[i]);
  }
  return weights;
}

function unit(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}
