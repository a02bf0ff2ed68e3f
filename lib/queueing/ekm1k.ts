import { requireInteger } from "../check/index.js";
import type { ErlangArrivalQueue } from "./gm1.js";
import { requireRates } from "./measures.js";
import type { FiniteQueue, FiniteQueueMeasures } from "./mm1k.js";

/**
 * E_k/M/1/K: Erlang(k) gaps, one exponential server, customers turned away while K are present. Any load, also 1 and above.
 * That is what one of N equal containers with a queue limit meets when a Poisson stream is dealt out in turn (N phases).
 *
 * A customer finds n present with probability p(n), the stationary distribution of the chain embedded at arrivals: after one
 * m = min(n + 1, K) are present, and j of them are served in the gap with the probability that j services come before the
 * k-th phase ends,
 *
 *     b(j) = C(j + k - 1, j) (k lambda / (k lambda + mu))^k (mu / (k lambda + mu))^j,  j < m
 *
 * and all m with what is left of 1. Then
 *
 *     blocking = p(K),  throughput X = lambda (1 - p(K)),  utilization = X / mu
 *     W = sum of n p(n) over n < K / (mu (1 - p(K))),  R = W + 1 / mu,  L = X R,  Lq = X W
 *
 * Takes K^3 steps. One phase is M/M/1/K, a large K comes near E_k/M/1.
 * Source: Kleinrock, Queueing Systems I (1975), section 6.3, with the limit K; the chain is solved as in Grassmann, Taksar and
 * Heyman, Operations Research 33 (1985) 1107-1116, without a subtraction.
 * @throws RangeError unless the rates are positive, phases and capacity whole numbers >= 1.
 * @example
 * const queue = queueing.ekm1k({ arrivalRate: 8, serviceRate: 8, phases: 1, capacity: 3 });
 * queue.blockingProbability; // -> 0.25
 */
export function ekm1k(queue: ErlangArrivalQueue & Pick<FiniteQueue, "capacity">): FiniteQueueMeasures {
  requireRates(queue);
  requireInteger("phases", queue.phases, 1);
  requireInteger("capacity", queue.capacity, 1);
  const { arrivalRate, serviceRate, capacity } = queue;
  const found = foundPresent(queue);
  const letIn = 1 - found[capacity];
  const admitted = found.subarray(0, capacity).map((share) => share / letIn);
  const ahead = admitted.reduce((sum, share, n) => sum + n * share, 0);
  const throughput = arrivalRate * letIn;
  const meanWaitingTime = ahead / serviceRate;
  const meanResponseTime = meanWaitingTime + 1 / serviceRate;
  return {
    utilization: throughput / serviceRate,
    meanNumberInSystem: throughput * meanResponseTime,
    meanNumberInQueue: throughput * meanWaitingTime,
    meanResponseTime,
    meanWaitingTime,
    waitProbability: admitted.subarray(1).reduce((sum, share) => sum + share, 0),
    blockingProbability: found[capacity],
    throughput,
  };
}

/** p(0), ..., p(K): how many a customer finds present. */
function foundPresent({ arrivalRate, serviceRate, phases, capacity }: ErlangArrivalQueue & FiniteQueue) {
  const served = servedInGap(phases, phases * arrivalRate, serviceRate, capacity);
  const states = capacity + 1;
  const chain = Array.from({ length: states }, (_, n) => {
    const present = Math.min(n + 1, capacity);
    const row = new Float64Array(states);
    for (let j = 0; j < present; j++) row[present - j] = served[j];
    row[0] = served.subarray(present).reduce((sum, share) => sum + share, 0);
    return row;
  });
  return stationary(chain);
}

/** b(0), ..., b(K - 1), and last the rest of 1. */
function servedInGap(phases: number, phaseRate: number, serviceRate: number, capacity: number): Float64Array {
  const served = new Float64Array(capacity + 1);
  const step = serviceRate / (phaseRate + serviceRate);
  let logShare = -phases * Math.log1p(serviceRate / phaseRate);
  let sum = 0;
  for (let j = 0; j < capacity; j++) {
    served[j] = Math.exp(logShare);
    sum += served[j];
    logShare += Math.log(((j + phases) / (j + 1)) * step);
  }
  served[capacity] = Math.max(0, 1 - sum);
  return served;
}

/** The stationary distribution of a chain whose rows are overwritten. */
function stationary(chain: readonly Float64Array[]): Float64Array {
  const last = chain.length - 1;
  for (let n = last; n > 0; n--) {
    const leaves = chain[n].subarray(0, n).reduce((sum, share) => sum + share, 0);
    for (let i = 0; i < n; i++) {
      chain[i][n] /= leaves;
      for (let j = 0; j < n; j++) chain[i][j] += chain[i][n] * chain[n][j];
    }
  }
  const shares = new Float64Array(chain.length);
  shares[0] = 1;
  for (let n = 1; n <= last; n++) for (let i = 0; i < n; i++) shares[n] += shares[i] * chain[i][n];
  const total = shares.reduce((sum, share) => sum + share, 0);
  return shares.map((share) => share / total);
}
