import type { Observation } from "../cluster/contract.js";
import { routerFamily } from "./families.js";
import { equalizingShares } from "./water-filling.js";

/** Equal weights. */
export const roundRobin = routerFamily({
  name: "round-robin",
  summary: "equal weights",
  parameters: {},
  build: () => ({ route: (_observation, weights) => void weights.fill(1) }),
});

function serviceRates(observation: Observation, weights: Float64Array): void {
  weights.set(observation.serviceRate);
}

/** Weights proportional to service rates: every ready container has the same utilisation. */
export const capacityRouter = routerFamily({
  name: "capacity",
  summary: "weights proportional to service rates",
  parameters: {},
  build: () => ({ route: serviceRates }),
});

/** Each request to the container with the least (q + 1)/w for the requests q it holds; weights are service rates. */
export const leastConnections = routerFamily({
  name: "least-connections",
  summary: "each request to the least loaded container for its service rate",
  parameters: {},
  build: () => ({ dispatch: "least-connections", route: serviceRates }),
});

/** Each request to the less loaded, for its service rate, of two containers drawn by chance. */
export const powerOfTwo = routerFamily({
  name: "power-of-two",
  summary: "each request to the less loaded of two containers drawn by chance",
  parameters: {},
  build: () => ({ dispatch: "power-of-two", route: serviceRates }),
});

/**
 * Weights, fixed over a control interval, that level the time each ready container needs for what it holds and what it
 * will be sent: `equalizingShares` of the requests expected within `horizon`, at the arrival rate just observed.
 *
 * As load or horizon grow it turns into `capacity`; while queues differ it sends less, or nothing, where they are long. At
 * least one request is expected, so that it stays defined without arrivals.
 */
export const leastQueue = routerFamily({
  name: "least-queue",
  summary: "levels queue plus expected arrivals over service rates",
  parameters: {
    horizon: {
      type: "number",
      default: 1,
      minimum: 1e-3,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0.25, high: 8, scale: "log" },
      unit: "s",
      meaning: "time over which arrivals are expected to level the queues; about one control interval",
    },
  },
  build: ({ horizon }) => ({
    route(observation, weights) {
      const arrivals = Math.max(observation.arrivalRate * horizon, 1);
      equalizingShares(observation, arrivals, weights);
    },
  }),
});
