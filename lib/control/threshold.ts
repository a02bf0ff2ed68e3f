import { scalingFamily } from "./families.js";
import { meanReadyCpu } from "./observed.js";

/**
 * Threshold rule on the mean CPU c of ready containers: one container up where c > up, one down where c < down, none in
 * the band between. Holds where nothing has been observed yet.
 */
export const threshold = scalingFamily({
  name: "threshold",
  summary: "one container up above a CPU level, one down below another",
  parameters: {
    up: {
      type: "number",
      default: 0.75,
      minimum: 0,
      maximum: 1,
      search: { low: 0.5, high: 0.95, scale: "linear" },
      unit: "share of CPU",
      meaning: "mean CPU above which a container is started",
    },
    down: {
      type: "number",
      default: 0.35,
      minimum: 0,
      maximum: 1,
      search: { low: 0.1, high: 0.7, scale: "linear" },
      unit: "share of CPU",
      meaning: "mean CPU below which a container is stopped; less than `up`",
    },
  },
  build({ up, down }) {
    if (down >= up) throw new RangeError(`down must be less than up (${up}), got ${down}`);
    return {
      start: () => undefined,
      decide(observation, memory: undefined) {
        const cpu = meanReadyCpu(observation);
        return { scale: cpu > up ? 1 : cpu < down ? -1 : 0, memory };
      },
    };
  },
});
