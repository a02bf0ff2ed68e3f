import { commandForCapacity, meanServiceRate, squareRootFleet } from "./capacity-command.js";
import { scalingFamily } from "./families.js";
import { smoothingGain } from "./holt.js";

/** What square-root staffing remembers: the smoothed arrival rate in requests/s (NaN before the first), and its step. */
export interface SquareRootMemory {
  readonly arrivalRate: number;
  /** Share of the newest observation in the smoothed rate. */
  readonly gain: number;
}

/**
 * Square-root staffing: c = R + beta sqrt(R) containers for the offered load R = lambda / mu, lambda an exponentially
 * smoothed arrival rate, mu the mean service rate of the cluster's containers.
 *
 * It compares capacities (`commandForCapacity`), so that it also holds for unequal containers. With equal containers and no
 * hysteresis it goes to ceil(c). Holds where nothing has been observed yet.
 * Source: Halfin and Whitt 1981, Operations Research 29(3).
 */
export const squareRoot = scalingFamily({
  name: "square-root",
  summary: "square-root staffing for the smoothed arrival rate",
  parameters: {
    beta: {
      type: "number",
      default: 1,
      minimum: -10,
      maximum: 100,
      search: { low: -0.5, high: 4, scale: "linear" },
      unit: "",
      meaning: "safety staffing in standard deviations of the offered load",
    },
    hysteresis: {
      type: "number",
      default: 0.5,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 2, scale: "linear" },
      unit: "containers",
      meaning: "spare containers that must be left before one is stopped; 0 switches it off",
    },
    smoothing: {
      type: "number",
      default: 30,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 120, scale: "linear" },
      unit: "s, divided by the time scale",
      meaning: "time constant of the smoothed arrival rate; 0 switches smoothing off",
    },
  },
  build({ beta, hysteresis, smoothing }) {
    return {
      start: (spec): SquareRootMemory => ({
        arrivalRate: Number.NaN,
        gain: smoothingGain(spec.controlInterval * spec.timeScale, smoothing),
      }),
      decide(observation, memory: SquareRootMemory) {
        if (observation.time === 0) return { scale: 0, memory };
        const { gain } = memory;
        const before = memory.arrivalRate;
        const arrivalRate = Number.isNaN(before)
          ? observation.arrivalRate
          : before + gain * (observation.arrivalRate - before);
        const meanRate = meanServiceRate(observation);
        const load = arrivalRate / meanRate;
        const needed = squareRootFleet(load, beta);
        return {
          scale: commandForCapacity(needed, hysteresis, meanRate, observation),
          memory: { arrivalRate, gain },
        };
      },
    };
  },
});
