import { leastSquares, mean, squaredVariation } from "../../../statistics/index.js";
import { type Estimate, measuredEstimate, ratioEstimate } from "./estimate.js";
import type { Served } from "./load-samples.js";

/** What a class of containers does with requests; times in s, demands in units of the mean. */
export interface ServiceEstimates {
  /** Service rate of a busy container, sum of demands / sum of service times, in requests/s. */
  readonly rate: Estimate;
  /** Time a request of no demand takes in an empty container, and 1/slope of response time on demand there. */
  readonly intercept: Estimate;
  readonly rateWhenEmpty: Estimate;
  /** Mean response time of requests that found the container empty. */
  readonly timeWhenEmpty: Estimate;
  /** Squared coefficient of variation of service times in a busy container, and of the demands of the same requests. */
  readonly serviceVariation: Estimate;
  readonly demandVariation: Estimate;
}

/**
 * Estimates from the served requests of each container of a class: those that had to wait (the container was busy from the
 * finish before to theirs, which is the service time), and those that found the container empty.
 * @param busy finished while every container was saturated, in s since the episode's start: [from, to).
 */
export function serviceEstimates(
  containers: readonly (readonly Served[])[],
  busy: readonly [number, number],
): ServiceEstimates {
  const services = containers.flatMap((served) =>
    served
      .filter(
        ({ sentAt, previousFinish, finishedAt }) =>
          sentAt < previousFinish && previousFinish >= busy[0] && finishedAt < busy[1],
      )
      .map(({ finishedAt, previousFinish, demand }) => ({ time: finishedAt - previousFinish, demand })),
  );
  const alone = containers.flatMap((served) =>
    served
      .filter(({ sentAt, previousFinish }) => sentAt >= previousFinish)
      .map(({ responseTime, demand }) => ({ x: demand, y: responseTime })),
  );
  return {
    rate: ratioEstimate(
      services,
      ({ demand }) => demand,
      ({ time }) => time,
    ),
    intercept: measuredEstimate(alone, (points) => leastSquares(points).intercept),
    rateWhenEmpty: measuredEstimate(alone, (points) => 1 / leastSquares(points).slope),
    timeWhenEmpty: measuredEstimate(alone, (points) => mean(points.map(({ y }) => y))),
    serviceVariation: measuredEstimate(services, (items) => squaredVariation(items.map(({ time }) => time))),
    demandVariation: measuredEstimate(services, (items) =>
      squaredVariation(items.map(({ demand }) => demand)),
    ),
  };
}
