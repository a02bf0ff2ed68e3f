import { requireInteger, requireNonNegative } from "../check/index.js";
import { erlangB, waitFromBlocking } from "./erlang.js";
import {
  type AtProbability,
  type AtTime,
  type QueueMeasures,
  type QueueRates,
  requireProbability,
  requireRates,
  requireStable,
} from "./measures.js";
import { exponentialTailQuantile, quantileOfTail } from "./quantile.js";

/** A queue before `servers` equal servers, a whole number >= 1. */
export interface MultiServerQueue extends QueueRates {
  readonly servers: number;
}

/**
 * M/M/c: Poisson arrivals (lambda), c equal exponential servers (mu each), one queue, first come first served.
 *
 *     C = Erlang C at load a = lambda / mu
 *     W = C / (c mu - lambda)                         (Eq. queueing.mmc.waiting-time)
 *     R = W + 1 / mu,  L = lambda R,  Lq = lambda W,  utilization = a / c
 *
 * Takes `servers` steps and stays exact to rounding at 10,000 servers and beyond.
 * Source: Kleinrock, Queueing Systems I (1975), section 3.5.
 * @throws RangeError unless servers is a whole number >= 1 and 0 < arrivalRate < servers * serviceRate.
 * @example
 * const queue = queueing.mmc({ arrivalRate: 16, serviceRate: 8, servers: 3 });
 * queue.waitProbability; // -> 4 / 9
 * queue.meanWaitingTime; // -> 1 / 18
 */
export function mmc(queue: MultiServerQueue): QueueMeasures {
  const waitProbability = waitProbabilityOf(queue);
  const { arrivalRate, serviceRate, servers } = queue;
  const meanWaitingTime = waitProbability / (servers * serviceRate - arrivalRate);
  const meanResponseTime = meanWaitingTime + 1 / serviceRate;
  return {
    utilization: arrivalRate / (servers * serviceRate),
    meanNumberInSystem: arrivalRate * meanResponseTime,
    meanNumberInQueue: arrivalRate * meanWaitingTime,
    meanResponseTime,
    meanWaitingTime,
    waitProbability,
  };
}

/**
 * P(W > t) of an M/M/c.
 *
 *     P(W > t) = C e^(-(c mu - lambda) t)             (Eq. queueing.mmc.waiting-time-tail)
 *
 * @throws RangeError unless the queue is stable and time >= 0.
 * @example
 * queueing.mmcWaitingTimeTail({ arrivalRate: 16, serviceRate: 8, servers: 3, time: 0.125 }); // -> (4 / 9) * Math.exp(-1)
 */
export function mmcWaitingTimeTail(queue: MultiServerQueue & AtTime): number {
  const waitProbability = waitProbabilityOf(queue);
  requireNonNegative("time", queue.time);
  return waitProbability * Math.exp((queue.arrivalRate - queue.servers * queue.serviceRate) * queue.time);
}

/**
 * Waiting-time quantile of an M/M/c in s: ln(C / (1 - p)) / (c mu - lambda), and 0 where p <= 1 - C.
 * @throws RangeError unless the queue is stable and 0 <= probability < 1.
 * @example
 * queueing.mmcWaitingTimeQuantile({ arrivalRate: 16, serviceRate: 8, servers: 3, probability: 0.5 }); // -> 0
 * queueing.mmcWaitingTimeQuantile({ arrivalRate: 16, serviceRate: 8, servers: 3, probability: 0.95 }); // -> 0.2731
 */
export function mmcWaitingTimeQuantile(queue: MultiServerQueue & AtProbability): number {
  const waitProbability = waitProbabilityOf(queue);
  requireProbability(queue.probability);
  const { arrivalRate, serviceRate, servers, probability } = queue;
  return exponentialTailQuantile(waitProbability, servers * serviceRate - arrivalRate, probability);
}

/**
 * P(R > t) of an M/M/c: the wait, exponential with rate nu = c mu - lambda with probability C, plus the service.
 *
 *     P(R > t) = e^(-mu t) + C mu (e^(-mu t) - e^(-nu t)) / (nu - mu)     (Eq. queueing.mmc.response-time-tail)
 *
 * where nu = mu the fraction is its limit, t e^(-mu t).
 * @throws RangeError unless the queue is stable and time >= 0.
 * @example
 * queueing.mmcResponseTimeTail({ arrivalRate: 16, serviceRate: 8, servers: 3, time: 0.125 }); // -> (13 / 9) * Math.exp(-1)
 */
export function mmcResponseTimeTail(queue: MultiServerQueue & AtTime): number {
  const waitProbability = waitProbabilityOf(queue);
  requireNonNegative("time", queue.time);
  return responseTimeTail(queue, waitProbability, queue.time);
}

/**
 * Response-time quantile of an M/M/c in s: the time at which `mmcResponseTimeTail` is 1 - probability.
 * @throws RangeError unless the queue is stable and 0 <= probability < 1.
 * @example
 * queueing.mmcResponseTimeQuantile({ arrivalRate: 16, serviceRate: 8, servers: 3, probability: 0.95 }); // -> 0.50259
 */
export function mmcResponseTimeQuantile(queue: MultiServerQueue & AtProbability): number {
  const waitProbability = waitProbabilityOf(queue);
  requireProbability(queue.probability);
  const tail = (time: number) => responseTimeTail(queue, waitProbability, time);
  return quantileOfTail(tail, 1 - queue.probability, 1 / queue.serviceRate);
}

function responseTimeTail(queue: MultiServerQueue, waitProbability: number, time: number): number {
  const { arrivalRate, serviceRate, servers } = queue;
  const drainRate = servers * serviceRate - arrivalRate;
  // The smaller of the two rates is factored out, so that nothing overflows and nothing cancels where they meet.
  const gap = Math.abs(drainRate - serviceRate) * time;
  const shrink = gap === 0 ? 1 : -Math.expm1(-gap) / gap;
  return (
    Math.exp(-serviceRate * time) +
    waitProbability * serviceRate * time * Math.exp(-Math.min(drainRate, serviceRate) * time) * shrink
  );
}

function waitProbabilityOf(queue: MultiServerQueue): number {
  requireRates(queue);
  requireInteger("servers", queue.servers, 1);
  requireStable(queue, queue.servers);
  const offeredLoad = Math.min(queue.arrivalRate / queue.serviceRate, queue.servers); // the quotient may round up
  return waitFromBlocking(erlangB({ offeredLoad, servers: queue.servers }), offeredLoad, queue.servers);
}
