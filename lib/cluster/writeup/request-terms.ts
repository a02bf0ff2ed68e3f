import { squaredLatency, termOfFleet } from "./terms.js";

/**
 * What the write-up averages over containers, counted by requests instead: a container that gets them all counts for all of
 * them, not for one of N.
 */

/**
 * l^2 where l > 0.1, else 0; l = sum of response times / completions in s, cut to 1; 0 in a step without completions.
 */
export const requestLatencyTerm = termOfFleet("request-latency", ({ responseTimeSum, completions }) =>
  completions === 0 ? 0 : squaredLatency(responseTimeSum / completions),
);

/** e = errors / requests: the share of requests that were refused or lost; 0 in a step without requests. */
export const requestErrorsTerm = termOfFleet("request-errors", ({ errors, requests }) =>
  requests === 0 ? 0 : errors / requests,
);

/** Requests waiting / (n K), cut to 1: n = ready containers, K = requests that each of them holds at most. */
export const requestQueueTerm = termOfFleet("request-queue", ({ waiting, ready }, { queueLimit }) =>
  Math.min(waiting / (ready * queueLimit), 1),
);
