import { requireFinite, requirePositive, requireWithin } from "../check/index.js";
import { nextErlangB, waitFromBlocking } from "./erlang.js";
import { type QueueRates, requireRates } from "./measures.js";
import { quantileOfTail } from "./quantile.js";

/**
 * Square-root staffing: the offered load plus a reserve that grows with its square root.
 *
 *     c = ceil(R + beta sqrt(R)),  R = lambda / mu             (Eq. queueing.staffing.square-root)
 *
 * At least 1. beta around 0.5-2 is usual; a negative beta staffs below the load, which has no steady state.
 * Source: Halfin and Whitt, Operations Research 29 (1981) 567-588.
 * @throws RangeError unless the rates are positive and beta is finite.
 * @example
 * queueing.squareRootStaffing({ arrivalRate: 72, serviceRate: 8, beta: 1 }); // -> 12
 */
export function squareRootStaffing({
  arrivalRate,
  serviceRate,
  beta,
}: QueueRates & { beta: number }): number {
  requireRates({ arrivalRate, serviceRate });
  requireFinite("beta", beta);
  const offeredLoad = arrivalRate / serviceRate;
  return Math.max(1, Math.ceil(offeredLoad + beta * Math.sqrt(offeredLoad)));
}

/**
 * The share of customers that wait in a large M/M/c staffed with c = R + beta sqrt(R).
 *
 *     P(W > 0) = 1 / (1 + beta Phi(beta) / phi(beta))          (Eq. queueing.staffing.halfin-whitt)
 *
 * Phi and phi are the standard normal distribution function and density. Exact as R grows without bound.
 * Source: Halfin and Whitt, Operations Research 29 (1981) 567-588.
 * @throws RangeError unless beta > 0.
 * @example
 * queueing.halfinWhittWaitProbability({ beta: 1 }); // -> 0.2234
 */
export function halfinWhittWaitProbability({ beta }: { beta: number }): number {
  requirePositive("beta", beta);
  return delay(beta);
}

/**
 * The beta whose Halfin-Whitt wait probability is `waitProbability`.
 * @throws RangeError unless 0 < waitProbability < 1.
 * @example
 * queueing.halfinWhittBeta({ waitProbability: 0.5 }); // -> 0.5061
 */
export function halfinWhittBeta({ waitProbability }: { waitProbability: number }): number {
  requireOpenShare("waitProbability", waitProbability);
  return quantileOfTail(delay, waitProbability, 1);
}

/**
 * The smallest number of servers with which at most `waitProbability` of an M/M/c's customers wait, by Erlang C. Takes as
 * many steps as the answer.
 * @throws RangeError unless the rates are positive and 0 < waitProbability < 1.
 * @example
 * queueing.smallestServers({ arrivalRate: 16, serviceRate: 8, waitProbability: 0.45 }); // -> 3
 */
export function smallestServers(target: QueueRates & { waitProbability: number }): number {
  const { arrivalRate, serviceRate, waitProbability } = target;
  requireRates(target);
  requireOpenShare("waitProbability", waitProbability);
  const offeredLoad = arrivalRate / serviceRate;
  let blocking = 1;
  for (let servers = 1; ; servers++) {
    blocking = nextErlangB(blocking, offeredLoad, servers);
    if (servers > offeredLoad && waitFromBlocking(blocking, offeredLoad, servers) <= waitProbability)
      return servers;
  }
}

function requireOpenShare(name: string, value: number): void {
  requireWithin(name, value, 0, 1);
  if (value === 0 || value === 1)
    throw new RangeError(`${name} must lie strictly between 0 and 1, got ${value}`);
}

function delay(beta: number): number {
  return beta === 0 ? 1 : 1 / (1 + beta * normalRatio(beta));
}

/**
 * Phi(x) / phi(x) for x >= 0: sqrt(pi / 2) e^(x^2 / 2) + x + x^3 / 3 + x^5 / (3 5) + ...; every term is positive.
 * Source: Marsaglia, Journal of Statistical Software 11 (2004) 4.
 */
function normalRatio(x: number): number {
  const square = x * x;
  let sum = Math.sqrt(Math.PI / 2) * Math.exp(square / 2);
  let term = x;
  for (let odd = 3; sum + term !== sum; odd += 2) {
    sum += term;
    term *= square / odd;
  }
  return sum;
}
