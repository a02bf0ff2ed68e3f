import { deriveSeed } from "../random/index.js";
import { scalingFamily } from "./families.js";

/** What the random rule remembers: a counter under a seed, so that the memory stays a plain value. */
export interface RandomMemory {
  readonly seed: number;
  /** Most containers a command starts or stops (k). */
  readonly largest: number;
  readonly draws: number;
}

/**
 * Random scaling: up or down with probability `change`/2 each, by 1 .. k containers with equal probability, independent of
 * everything. A floor for comparisons.
 */
export const randomScaling = scalingFamily({
  name: "random",
  summary: "up or down at random",
  parameters: {
    change: {
      type: "number",
      default: 2 / 3,
      minimum: 0,
      maximum: 1,
      unit: "probability",
      meaning: "probability that a step asks for a change",
    },
  },
  build({ change }) {
    const command = (uniform: number, largest: number) => {
      if (uniform >= change) return 0;
      const half = change / 2;
      // Where it falls within its half decides how many.
      return uniform < half
        ? 1 + Math.floor((uniform / half) * largest)
        : -1 - Math.floor((uniform / half - 1) * largest);
    };
    return {
      start: (spec, seed): RandomMemory => ({
        seed: deriveSeed(seed, "random scaling"),
        largest: spec.largestScaleStep,
        draws: 0,
      }),
      decide(_observation, { seed, largest, draws }: RandomMemory) {
        const uniform = (deriveSeed(seed, draws) + 0.5) * 2 ** -32;
        return { scale: command(uniform, largest), memory: { seed, largest, draws: draws + 1 } };
      },
    };
  },
});
