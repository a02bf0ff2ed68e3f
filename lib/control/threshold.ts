import { scalingFamily } from "./families.js";
import { meanReadyCpu } from "./observed.js";

/** What a threshold rule remembers: the containers that a command starts and stops. */
export interface ThresholdMemory {
  readonly rise: number;
  readonly fall: number;
}

/**
 * Threshold rule on the mean CPU c of ready containers: up where c > up, down where c < down, no change in the band between.
 * A command is of max(1, round(share k)) containers for the largest step k. Holds where nothing has been observed yet.
 */
export const threshold = scalingFamily({
  name: "threshold",
  summary: "up above a CPU level, down below another, by a fixed number of containers",
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
    upShare: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: 1,
      search: { low: 0, high: 1, scale: "linear" },
      unit: "share of k",
      meaning: "containers that one command starts; at least one",
    },
    downShare: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: 1,
      search: { low: 0, high: 1, scale: "linear" },
      unit: "share of k",
      meaning: "containers that one command stops; at least one",
    },
  },
  build({ up, down, upShare, downShare }) {
    if (down >= up) throw new RangeError(`down must be less than up (${up}), got ${down}`);
    return {
      start: ({ largestScaleStep: k }): ThresholdMemory => ({
        rise: Math.max(1, Math.round(upShare * k)),
        fall: Math.max(1, Math.round(downShare * k)),
      }),
      decide(observation, memory: ThresholdMemory) {
        const cpu = meanReadyCpu(observation);
        return { scale: cpu > up ? memory.rise : cpu < down ? -memory.fall : 0, memory };
      },
    };
  },
});
