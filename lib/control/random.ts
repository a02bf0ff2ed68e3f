import { deriveSeed } from "../random/index.js";
import { scalingFamily } from "./families.js";

/** What the random rule remembers: a counter under a seed, so that the memory stays a plain value. */
export interface RandomMemory {
  readonly seed: number;
  readonly draws: number;
}

/** Random scaling: up or down with probability `change`/2 each, independent of everything. A floor for comparisons. */
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
    return {
      start: (_spec, seed): RandomMemory => ({ seed: deriveSeed(seed, "random scaling"), draws: 0 }),
      decide(_observation, { seed, draws }: RandomMemory) {
        const uniform = (deriveSeed(seed, draws) + 0.5) * 2 ** -32;
        return {
          scale: uniform < change / 2 ? 1 : uniform < change ? -1 : 0,
          memory: { seed, draws: draws + 1 },
        };
      },
    };
  },
});
