import { requirePositive, requireWithin } from "../check/index.js";

/**
 * Steady-state means of a queue. Times in s, rates in 1/s, shares in [0, 1]. Little's law ties them together, with X the
 * rate of customers let in:
 *
 *     L = X R,  Lq = X W                  (Eq. queueing.little)
 *
 * Source: Little, Operations Research 9 (1961) 383-387.
 */
export interface QueueMeasures {
  /** Share of time a server is busy, averaged over servers. */
  readonly utilization: number;
  /** Customers present, waiting or in service. */
  readonly meanNumberInSystem: number;
  /** Customers waiting. */
  readonly meanNumberInQueue: number;
  /** Waiting plus service, of customers let in. */
  readonly meanResponseTime: number;
  /** Time before service starts, of customers let in. */
  readonly meanWaitingTime: number;
  /** Share of the customers let in that find every server busy. */
  readonly waitProbability: number;
}

/** Poisson arrivals of `arrivalRate` per second, exponential service with mean 1 / `serviceRate` seconds. */
export interface QueueRates {
  /** lambda in 1/s, > 0. */
  readonly arrivalRate: number;
  /** mu in 1/s, > 0: what one server serves while it is busy. */
  readonly serviceRate: number;
}

/** A time in s, zero or more, at which a distribution is looked up. */
export interface AtTime {
  readonly time: number;
}

/** A probability in [0, 1) of which the quantile is wanted: 0.95 asks for the 95th percentile. */
export interface AtProbability {
  readonly probability: number;
}

/** Throws unless both rates are positive. */
export function requireRates({ arrivalRate, serviceRate }: QueueRates): void {
  requirePositive("arrivalRate", arrivalRate);
  requirePositive("serviceRate", serviceRate);
}

/** Throws unless work comes in more slowly than `servers` can do it. */
export function requireStable({ arrivalRate, serviceRate }: QueueRates, servers: number): void {
  const capacity = servers * serviceRate;
  if (arrivalRate >= capacity)
    throw new RangeError(
      `arrivalRate must be below servers * serviceRate = ${capacity} for a steady state, got ${arrivalRate}`,
    );
}

/** Throws unless 0 <= probability < 1: the quantile at 1 is infinite. */
export function requireProbability(probability: number): void {
  requireWithin("probability", probability, 0, 1);
  if (probability === 1) throw new RangeError("probability must be below 1, got 1");
}
