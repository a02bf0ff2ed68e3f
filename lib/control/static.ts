import { scalingFamily } from "./families.js";
import { commandTowards } from "./observed.js";

/** Fixed fleet: goes to `fleetSize` containers, or to round(fleetShare N) where that is 0, and stays. */
export const fixedFleet = scalingFamily({
  name: "static",
  summary: "a fixed number of containers",
  parameters: {
    fleetShare: {
      type: "number",
      default: 1,
      minimum: 0,
      maximum: 1,
      search: { low: 0.1, high: 1, scale: "linear" },
      unit: "share of N",
      meaning: "containers to run, at least one; used where fleetSize is 0",
    },
    fleetSize: {
      type: "integer",
      default: 0,
      minimum: 0,
      maximum: Number.MAX_SAFE_INTEGER,
      enumerated: true,
      unit: "containers",
      meaning: "containers to run, cut to N; 0: from fleetShare",
    },
  },
  build({ fleetShare, fleetSize }) {
    return {
      start: () => undefined,
      decide(observation, memory: undefined) {
        const target = fleetSize > 0 ? fleetSize : Math.round(fleetShare * observation.size);
        return { scale: commandTowards(target, observation), memory };
      },
    };
  },
});
