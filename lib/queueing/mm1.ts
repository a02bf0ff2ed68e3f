import { requireNonNegative } from "../check/index.js";
import {
  type AtProbability,
  type AtTime,
  type QueueMeasures,
  type QueueRates,
  requireProbability,
  requireRates,
  requireStable,
} from "./measures.js";
import { exponentialTailQuantile } from "./quantile.js";

/**
 * M/M/1: Poisson arrivals (lambda), exponential service (mu), one server, first come first served.
 *
 *     rho = lambda / mu
 *     L = rho / (1 - rho)                 (Eq. queueing.mm1.number-in-system)
 *     R = 1 / (mu - lambda)               (Eq. queueing.mm1.response-time)
 *     W = rho / (mu - lambda),  Lq = lambda W
 *
 * Source: Kleinrock, Queueing Systems I (1975), section 3.2.
 * @throws RangeError unless 0 < arrivalRate < serviceRate.
 * @example
 * queueing.mm1({ arrivalRate: 6.4, serviceRate: 8 }).meanResponseTime; // -> 0.625
 * queueing.mm1({ arrivalRate: 8, serviceRate: 8 });
 * // throws RangeError: arrivalRate must be below servers * serviceRate = 8 for a steady state, got 8
 */
export function mm1(queue: QueueRates): QueueMeasures {
  requireQueue(queue);
  const { arrivalRate, serviceRate } = queue;
  const utilization = arrivalRate / serviceRate;
  const meanResponseTime = 1 / (serviceRate - arrivalRate);
  const meanWaitingTime = utilization * meanResponseTime;
  return {
    utilization,
    meanNumberInSystem: arrivalRate * meanResponseTime,
    meanNumberInQueue: arrivalRate * meanWaitingTime,
    meanResponseTime,
    meanWaitingTime,
    waitProbability: utilization,
  };
}

/**
 * P(R > t) of an M/M/1: the response time is exponential with rate mu - lambda.
 *
 *     P(R > t) = e^(-(mu - lambda) t)     (Eq. queueing.mm1.response-time-tail)
 *
 * @throws RangeError unless the queue is stable and time >= 0.
 * @example
 * queueing.mm1ResponseTimeTail({ arrivalRate: 6.4, serviceRate: 8, time: 1.25 }); // -> Math.exp(-2)
 */
export function mm1ResponseTimeTail(queue: QueueRates & AtTime): number {
  requireQueue(queue);
  requireNonNegative("time", queue.time);
  return Math.exp((queue.arrivalRate - queue.serviceRate) * queue.time);
}

/**
 * Response-time quantile of an M/M/1 in s: -ln(1 - p) / (mu - lambda).
 * @throws RangeError unless the queue is stable and 0 <= probability < 1.
 * @example
 * queueing.mm1ResponseTimeQuantile({ arrivalRate: 6.4, serviceRate: 8, probability: 0.95 }); // -> 1.872
 */
export function mm1ResponseTimeQuantile(queue: QueueRates & AtProbability): number {
  requireQueue(queue);
  requireProbability(queue.probability);
  return -Math.log1p(-queue.probability) / (queue.serviceRate - queue.arrivalRate);
}

/**
 * P(W > t) of an M/M/1: rho e^(-(mu - lambda) t).
 * @throws RangeError unless the queue is stable and time >= 0.
 * @example
 * queueing.mm1WaitingTimeTail({ arrivalRate: 6.4, serviceRate: 8, time: 0 }); // -> 0.8
 */
export function mm1WaitingTimeTail(queue: QueueRates & AtTime): number {
  return (queue.arrivalRate / queue.serviceRate) * mm1ResponseTimeTail(queue);
}

/**
 * Waiting-time quantile of an M/M/1 in s: ln(rho / (1 - p)) / (mu - lambda), and 0 where p <= 1 - rho.
 * @throws RangeError unless the queue is stable and 0 <= probability < 1.
 * @example
 * queueing.mm1WaitingTimeQuantile({ arrivalRate: 6.4, serviceRate: 8, probability: 0.1 }); // -> 0
 * queueing.mm1WaitingTimeQuantile({ arrivalRate: 6.4, serviceRate: 8, probability: 0.95 }); // -> 1.7329
 */
export function mm1WaitingTimeQuantile(queue: QueueRates & AtProbability): number {
  requireQueue(queue);
  requireProbability(queue.probability);
  const { arrivalRate, serviceRate, probability } = queue;
  return exponentialTailQuantile(arrivalRate / serviceRate, serviceRate - arrivalRate, probability);
}

function requireQueue(queue: QueueRates): void {
  requireRates(queue);
  requireStable(queue, 1);
}
