import { InputError } from "../check/index.js";
import { clusterSpec, SimulatedCluster } from "../cluster/index.js";
import { burst } from "../workload/index.js";
import type { ScalingRule } from "./contract.js";

/** Steps of the trial: long enough to meet a burst, a cold start and a quiet time. */
const STEPS = 40;

/**
 * Tries a rule on two small clusters side by side that meet the same requests.
 * @throws InputError where it goes wrong, or doesn't do the same on both: it keeps something beside what it is handed back.
 */
export function tryRule(what: string, rule: ScalingRule): void {
  const spec = clusterSpec({ size: 4, initialFleet: 2, largestScaleStep: 4 });
  const workload = burst({ base: 0.2, factor: 4, period: 200, duration: 80 });
  const sides = [1, 2].map(() => {
    const cluster = new SimulatedCluster({ spec, workload, steps: STEPS });
    return { cluster, observation: cluster.reset(1), memory: rule.start(spec, 1) };
  });
  for (let step = 0; step < STEPS; step++) {
    const scales = sides.map((side) => {
      const { scale, memory } = rule.decide(side.observation, side.memory);
      side.memory = memory;
      return scale;
    });
    if (scales[0] !== scales[1])
      throw new InputError(
        `${what} keeps something of its own: two clusters with the same load got scale ${scales.join(" and ")}: put all that lasts from step to step into what decide returns as memory`,
      );
    for (const side of sides) {
      const scale = Math.min(Math.max(scales[0], -4), 4);
      side.observation = side.cluster.step({ weights: [1, 1, 1, 1], scale }).observation;
    }
  }
}
