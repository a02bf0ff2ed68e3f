import { requireInteger, requireNonNegative } from "../check/index.js";
import {
  type AtProbability,
  type AtTime,
  type QueueMeasures,
  type QueueRates,
  requireProbability,
  requireRates,
} from "./measures.js";
import { quantileOfTail } from "./quantile.js";

/** A queue that holds at most `capacity` customers, the one in service included; a whole number >= 1. */
export interface FiniteQueue extends QueueRates {
  readonly capacity: number;
}

/** Means of a queue that turns customers away. */
export interface FiniteQueueMeasures extends QueueMeasures {
  /** Share of customers turned away. */
  readonly blockingProbability: number;
  /** Customers served per second. */
  readonly throughput: number;
}

/**
 * M/M/1/K: an M/M/1 that turns customers away while K are present. Any load a = lambda / mu, also 1 and above.
 * Times are those of customers let in.
 *
 *     pi(n) = a^n (1 - a) / (1 - a^(K+1))   (1 / (K+1) at a = 1)    (Eq. queueing.mm1k.distribution)
 *     blocking = pi(K),  utilization = 1 - pi(0),  throughput = mu utilization
 *     L(K) = a / (1 - a) - (K+1) a^(K+1) / (1 - a^(K+1))
 *     W = L(K-1) / mu,  R = W + 1 / mu                              (Eq. queueing.mm1k.waiting-time)
 *
 * W holds because a customer let in meets the state of an M/M/1/(K-1). Utilization is the share of time the server is
 * busy, so it stays below 1 where the load doesn't.
 * Source: Kleinrock, Queueing Systems I (1975), section 3.6.
 * @throws RangeError unless the rates are positive and capacity is a whole number >= 1.
 * @example
 * const queue = queueing.mm1k({ arrivalRate: 8, serviceRate: 8, capacity: 3 });
 * queue.blockingProbability; // -> 0.25
 * queue.throughput; // -> 6
 * queue.meanResponseTime; // -> 0.25
 */
export function mm1k(queue: FiniteQueue): FiniteQueueMeasures {
  requireQueue(queue);
  const { arrivalRate, serviceRate, capacity } = queue;
  const load = arrivalRate / serviceRate;
  const utilization = busyShare(load, capacity);
  const ahead = meanNumber(load, capacity - 1);
  return {
    utilization,
    meanNumberInSystem: utilization * (ahead + 1),
    meanNumberInQueue: utilization * ahead,
    meanResponseTime: (ahead + 1) / serviceRate,
    meanWaitingTime: ahead / serviceRate,
    waitProbability: busyShare(load, capacity - 1),
    blockingProbability: fullShare(load, capacity),
    throughput: serviceRate * utilization,
  };
}

/**
 * P(R > t) of the customers that an M/M/1/K lets in. Who finds n ahead stays for n + 1 exponential services, so with
 * Q(n) = P(at least n ahead) in an M/M/1/(K-1):
 *
 *     P(R > t) = sum_{n < K} Q(n) e^(-mu t) (mu t)^n / n!           (Eq. queueing.mm1k.response-time-tail)
 *
 * Takes `capacity` steps.
 * @throws RangeError unless the queue makes sense and time >= 0.
 * @example
 * queueing.mm1kResponseTimeTail({ arrivalRate: 8, serviceRate: 8, capacity: 1, time: 0.125 }); // -> Math.exp(-1)
 */
export function mm1kResponseTimeTail(queue: FiniteQueue & AtTime): number {
  requireQueue(queue);
  requireNonNegative("time", queue.time);
  return timeTail(customersAhead(queue), 0, queue.serviceRate * queue.time);
}

/**
 * Response-time quantile of the customers an M/M/1/K lets in, in s.
 * @throws RangeError unless the queue makes sense and 0 <= probability < 1.
 * @example
 * queueing.mm1kResponseTimeQuantile({ arrivalRate: 8, serviceRate: 8, capacity: 3, probability: 0.95 }); // -> 0.64829
 */
export function mm1kResponseTimeQuantile(queue: FiniteQueue & AtProbability): number {
  requireQueue(queue);
  requireProbability(queue.probability);
  const atLeast = customersAhead(queue);
  const { serviceRate, probability } = queue;
  return quantileOfTail((time) => timeTail(atLeast, 0, serviceRate * time), 1 - probability, 1 / serviceRate);
}

/**
 * P(W > t) of the customers that an M/M/1/K lets in: the sum of the response time's tail with Q(n + 1) for Q(n).
 * @throws RangeError unless the queue makes sense and time >= 0.
 * @example
 * queueing.mm1kWaitingTimeTail({ arrivalRate: 8, serviceRate: 8, capacity: 3, time: 0 }); // -> 2 / 3
 */
export function mm1kWaitingTimeTail(queue: FiniteQueue & AtTime): number {
  requireQueue(queue);
  requireNonNegative("time", queue.time);
  return timeTail(customersAhead(queue), 1, queue.serviceRate * queue.time);
}

/**
 * Waiting-time quantile of the customers an M/M/1/K lets in, in s; 0 where at least `probability` of them don't wait.
 * @throws RangeError unless the queue makes sense and 0 <= probability < 1.
 * @example
 * queueing.mm1kWaitingTimeQuantile({ arrivalRate: 8, serviceRate: 8, capacity: 1, probability: 0.95 }); // -> 0
 */
export function mm1kWaitingTimeQuantile(queue: FiniteQueue & AtProbability): number {
  requireQueue(queue);
  requireProbability(queue.probability);
  const atLeast = customersAhead(queue);
  const { serviceRate, probability } = queue;
  return quantileOfTail((time) => timeTail(atLeast, 1, serviceRate * time), 1 - probability, 1 / serviceRate);
}

function requireQueue(queue: FiniteQueue): void {
  requireRates(queue);
  requireInteger("capacity", queue.capacity, 1);
}

/** (a^m - 1) / (a^n - 1) times a^(n - m) where a > 1: only numbers that can neither overflow nor cancel. */
function geometricRatio(load: number, m: number, n: number): number {
  if (m === 0) return 0;
  const decay = -Math.abs(Math.log(load));
  return decay === 0 ? m / n : Math.expm1(m * decay) / Math.expm1(n * decay);
}

/** 1 - pi(0). */
function busyShare(load: number, capacity: number): number {
  return Math.min(load, 1) * geometricRatio(load, capacity, capacity + 1);
}

/** pi(K). */
function fullShare(load: number, capacity: number): number {
  return Math.min(load, 1) ** capacity * geometricRatio(load, 1, capacity + 1);
}

/** Mean number in system L of an M/M/1/K (0 for K = 0). */
function meanNumber(load: number, capacity: number): number {
  // Free places are customers of the queue with load 1 / a.
  if (load > 1) return capacity - meanNumber(1 / load, capacity);
  const size = capacity + 1;
  const power = load ** size;
  if (power < 0.5) return load / (1 - load) - (size * power) / (1 - power);
  // Near load 1 the two terms cancel. With h = ln a, L = K/2 + (K+1)/2 g((K+1) h / 2) - g(h / 2) / 2, and
  // g(y) = coth y - 1 / y is small.
  const half = Math.log(load) / 2;
  return (capacity + size * langevin(size * half) - langevin(half)) / 2;
}

/** coth y - 1 / y for |y| <= 0.35, by Lambert's continued fraction. */
function langevin(y: number): number {
  const square = y * y;
  return y / (3 + square / (5 + square / (7 + square / (9 + square / (11 + square / 13)))));
}

/** Q(n), n = 0 .. K - 1: the probability that a customer let in finds at least n ahead. */
function customersAhead({ arrivalRate, serviceRate, capacity }: FiniteQueue): Float64Array {
  const load = arrivalRate / serviceRate;
  return Float64Array.from({ length: capacity }, (_, n) => {
    const ratio = geometricRatio(load, capacity - n, capacity);
    return load > 1 ? ratio : ratio * load ** n;
  });
}

/** sum_n atLeast[n + shift] Poisson(n; mean), with the Poisson probabilities in logarithms since e^-mean underflows. */
function timeTail(atLeast: Float64Array, shift: number, mean: number): number {
  if (mean === 0) return shift < atLeast.length ? atLeast[shift] : 0;
  let logProbability = -mean;
  let tail = 0;
  for (let n = 0; n + shift < atLeast.length; n++) {
    if (n > 0) logProbability += Math.log(mean / n);
    tail += atLeast[n + shift] * Math.exp(logProbability);
  }
  return tail;
}
