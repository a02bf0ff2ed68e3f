import type { NumberDefinition } from "../../report/index.js";
import { SB3_FILES, sb3Inside } from "./comparison.js";

/** How many of SB3's values lie inside our prediction intervals, and how many there are. */
export const sb3Numbers: readonly NumberDefinition[] = (["inside", "values"] as const).map((which) => ({
  id: `sb3-${which}`,
  title:
    which === "inside"
      ? "values of SB3's PPO inside our prediction intervals"
      : "values of SB3's PPO compared",
  inputs: SB3_FILES,
  format: { digits: 0 },
  value: (data) => sb3Inside(data)[which],
}));
