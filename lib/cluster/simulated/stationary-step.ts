import { requireInteger, requirePositive } from "../../check/index.js";
import { ekm1k } from "../../queueing/index.js";
import type { ClusterSpec, StepStatistics } from "../contract.js";
import { ResponseTimeBuckets } from "../response-time-buckets.js";

/** A fleet that never changes, its weights, and the load it is under. */
export interface StationaryOptions {
  /** Equal containers; dispatch "random" or "smooth-weighted-round-robin". */
  readonly spec: ClusterSpec;
  /** Containers that are ready, 1 .. N. */
  readonly ready: number;
  /** How many of them get requests, each as many as the others, 1 .. ready. */
  readonly used: number;
  /** Requests/s of a Poisson stream. */
  readonly arrivalRate: number;
}

/**
 * The mean of every statistic of a step at stationarity, where `used` of `ready` containers share all requests equally: each
 * is an E_k/M/1/K with k = used phases under round robin, an M/M/1/K under random dispatch, at the load
 *
 *   a = arrivalRate / (used mu)
 *
 * With B the share refused, R the response time and X the throughput of one of them, u = used and n = ready,
 *
 *   errors = u B a mu T,  completions = u X T,  sum of response times = u X R T,  waiting = u Lq,
 *   mean CPU = u X / (n mu),  mean latency = u R / n,  sum of error rates = u B,  routing error = 1 - u / n
 *
 * (Eq. cluster.stationary.statistics), T the control interval. Statistics that a mean doesn't settle (violations, the histogram, the age of the oldest request,
 * the routing loss) are NaN or empty.
 *
 * A reward of it is the reward of the mean step, r(E s), not the mean reward E r(s). They agree where the reward is linear
 * around the mean (errors, cost, CPU, the queue below its cut), and nearly so where many containers average out.
 * @throws RangeError on another dispatch, unequal containers, or a number outside its range.
 * @example
 * const spec = cluster.clusterSpec({ size: 4, dispatch: "random", queueLimit: 3 });
 * const step = cluster.stationaryStep({ spec, ready: 2, used: 1, arrivalRate: 8 });
 * [step.cpuMean, step.errorRateSum, step.latencyMean]; // -> [0.375, 0.25, 0.125]
 */
export function stationaryStep({ spec, ready, used, arrivalRate }: StationaryOptions): StepStatistics {
  requireInteger("ready", ready, 1, spec.containers.length);
  requireInteger("used", used, 1, ready);
  requirePositive("arrivalRate", arrivalRate);
  const { queueLimit, controlInterval, memory } = spec;
  const [{ serviceRate, memoryMiB }] = spec.containers;
  if (spec.containers.some((one) => one.serviceRate !== serviceRate || one.memoryMiB !== memoryMiB))
    throw new RangeError("spec.containers must be equal for a closed form, got unequal ones");
  const queue = ekm1k({
    arrivalRate: arrivalRate / used,
    serviceRate,
    phases: gapPhases(spec, used),
    capacity: queueLimit,
  });
  const share = used / ready;
  const memoryOf = (held: number) => Math.min(1, (memory.idleMiB + memory.perRequestMiB * held) / memoryMiB);
  const completions = used * queue.throughput * controlInterval;
  const requests = arrivalRate * controlInterval;
  return {
    step: 0,
    offeredRate: arrivalRate,
    requests,
    completions,
    errors: requests * queue.blockingProbability,
    violations: Number.NaN,
    responseTimeSum: completions * queue.meanResponseTime,
    histogram: new Uint32Array(ResponseTimeBuckets.count),
    containerSeconds: ready * controlInterval,
    starting: 0,
    ready,
    draining: 0,
    cpuMean: share * queue.utilization,
    memoryMean: share * memoryOf(queue.meanNumberInSystem) + (1 - share) * memoryOf(0),
    latencyMean: share * queue.meanResponseTime,
    queueMean: share * queue.meanNumberInSystem,
    waiting: used * queue.meanNumberInQueue,
    oldestAge: Number.NaN,
    errorRateSum: used * queue.blockingProbability,
    scaleCommand: 0,
    scaleEffect: 0,
    commandReversed: false,
    effectReversed: false,
    sinceChange: 0,
    routingError: 1 - share,
    routingLoss: Number.NaN,
  };
}

/** Exponential phases of the gap between two requests for the same container. */
function gapPhases({ dispatch }: ClusterSpec, used: number): number {
  if (dispatch === "random") return 1;
  if (dispatch === "smooth-weighted-round-robin") return used;
  throw new RangeError(
    `dispatch must be random or smooth-weighted-round-robin for a closed form, got ${dispatch}`,
  );
}
