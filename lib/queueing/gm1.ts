import { requireInteger, requireNonNegative } from "../check/index.js";
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

/** A single exponential server whose customers come at independent, equally distributed gaps. */
export interface RenewalQueue extends QueueRates {
  /** A*(s) = E e^(-s X) of a gap X with mean 1 / arrivalRate, for s > 0. */
  readonly gapTransform: (s: number) => number;
}

/**
 * A single exponential server whose gaps are sums of `phases` exponential ones, their mean 1 / arrivalRate in all. That is
 * what one of N equal servers meets when a Poisson stream of rate Lambda is dealt out in turn: arrivalRate Lambda / N, N phases.
 */
export interface ErlangArrivalQueue extends QueueRates {
  /** A whole number >= 1. */
  readonly phases: number;
}

/**
 * GI/M/1: renewal arrivals, one exponential server, first come first served.
 *
 *     sigma = A*(mu (1 - sigma)), the root in (0, 1)      (Eq. queueing.gm1.root)
 *     R = 1 / (mu (1 - sigma)),  W = sigma R,  L = lambda R,  Lq = lambda W
 *
 * sigma is the share of customers that wait; a customer finds n present with probability (1 - sigma) sigma^n.
 * Source: Kleinrock, Queueing Systems I (1975), section 6.4.
 * @throws RangeError unless 0 < arrivalRate < serviceRate.
 * @example
 * const regular = (s: number) => Math.exp(-s / 6.4); // a customer every 1 / 6.4 s
 * queueing.gm1({ arrivalRate: 6.4, serviceRate: 8, gapTransform: regular }).meanResponseTime; // -> 0.33659
 */
export function gm1(queue: RenewalQueue): QueueMeasures {
  requireRates(queue);
  requireStable(queue, 1);
  const { serviceRate, gapTransform } = queue;
  return measures(
    queue,
    solveRoot((idle) => Math.log(gapTransform(serviceRate * idle))),
  );
}

/**
 * E_k/M/1: Erlang(k) gaps, one exponential server. One phase is M/M/1, many phases come near D/M/1.
 *
 *     sigma = (1 + mu (1 - sigma) / (k lambda))^(-k)      (Eq. queueing.ekm1.root)
 *
 * and the measures of GI/M/1.
 * @throws RangeError unless phases is a whole number >= 1 and 0 < arrivalRate < serviceRate.
 * @example
 * queueing.ekm1({ arrivalRate: 6.4, serviceRate: 8, phases: 1 }).meanResponseTime; // -> 0.625
 * queueing.ekm1({ arrivalRate: 6.4, serviceRate: 8, phases: 5 }).meanResponseTime; // -> 0.39403
 */
export function ekm1(queue: ErlangArrivalQueue): QueueMeasures {
  return measures(queue, erlangRoot(queue));
}

/**
 * P(R > t) of an E_k/M/1.
 *
 *     P(R > t) = e^(-mu (1 - sigma) t)                    (Eq. queueing.ekm1.response-time-tail)
 *
 * @throws RangeError unless the queue is stable and time >= 0.
 * @example
 * queueing.ekm1ResponseTimeTail({ arrivalRate: 6.4, serviceRate: 8, phases: 5, time: 1.25 }); // -> 0.041906
 */
export function ekm1ResponseTimeTail(queue: ErlangArrivalQueue & AtTime): number {
  const { idle } = erlangRoot(queue);
  requireNonNegative("time", queue.time);
  return Math.exp(-queue.serviceRate * idle * queue.time);
}

/**
 * Response-time quantile of an E_k/M/1 in s: -ln(1 - p) / (mu (1 - sigma)).
 * @throws RangeError unless the queue is stable and 0 <= probability < 1.
 * @example
 * queueing.ekm1ResponseTimeQuantile({ arrivalRate: 6.4, serviceRate: 8, phases: 5, probability: 0.95 }); // -> 1.1804
 */
export function ekm1ResponseTimeQuantile(queue: ErlangArrivalQueue & AtProbability): number {
  const { idle } = erlangRoot(queue);
  requireProbability(queue.probability);
  return -Math.log1p(-queue.probability) / (queue.serviceRate * idle);
}

/**
 * P(W > t) of an E_k/M/1: sigma e^(-mu (1 - sigma) t).
 * @throws RangeError unless the queue is stable and time >= 0.
 * @example
 * queueing.ekm1WaitingTimeTail({ arrivalRate: 6.4, serviceRate: 8, phases: 5, time: 0 }); // -> 0.68277
 */
export function ekm1WaitingTimeTail(queue: ErlangArrivalQueue & AtTime): number {
  return erlangRoot(queue).sigma * ekm1ResponseTimeTail(queue);
}

/**
 * Waiting-time quantile of an E_k/M/1 in s: ln(sigma / (1 - p)) / (mu (1 - sigma)), and 0 where p <= 1 - sigma.
 * @throws RangeError unless the queue is stable and 0 <= probability < 1.
 * @example
 * queueing.ekm1WaitingTimeQuantile({ arrivalRate: 6.4, serviceRate: 8, phases: 5, probability: 0.3 }); // -> 0
 */
export function ekm1WaitingTimeQuantile(queue: ErlangArrivalQueue & AtProbability): number {
  const { idle, sigma } = erlangRoot(queue);
  requireProbability(queue.probability);
  return exponentialTailQuantile(sigma, queue.serviceRate * idle, queue.probability);
}

/** sigma and 1 - sigma, each to full relative precision. */
interface Root {
  readonly sigma: number;
  readonly idle: number;
}

function erlangRoot(queue: ErlangArrivalQueue): Root {
  requireRates(queue);
  requireInteger("phases", queue.phases, 1);
  requireStable(queue, 1);
  const { arrivalRate, serviceRate, phases } = queue;
  const phaseLoad = (phases * arrivalRate) / serviceRate;
  return solveRoot((idle) => -phases * Math.log1p(idle / phaseLoad));
}

/**
 * The root of ln(1 - y) = ln A*(mu y) in (0, 1), y = 1 - sigma, by bisection: left of it the left side is the larger
 * one, right of it the smaller. In y, since sigma is near 1 in heavy traffic.
 */
function solveRoot(logTransform: (idle: number) => number): Root {
  let lower = 0;
  let upper = 1;
  for (;;) {
    const middle = (lower + upper) / 2;
    if (middle <= lower || middle >= upper) return { idle: upper, sigma: Math.exp(logTransform(upper)) };
    if (Math.log1p(-middle) > logTransform(middle)) lower = middle;
    else upper = middle;
  }
}

function measures({ arrivalRate, serviceRate }: QueueRates, { idle, sigma }: Root): QueueMeasures {
  const meanResponseTime = 1 / (serviceRate * idle);
  const meanWaitingTime = sigma * meanResponseTime;
  return {
    utilization: arrivalRate / serviceRate,
    meanNumberInSystem: arrivalRate * meanResponseTime,
    meanNumberInQueue: arrivalRate * meanWaitingTime,
    meanResponseTime,
    meanWaitingTime,
    waitProbability: sigma,
  };
}
