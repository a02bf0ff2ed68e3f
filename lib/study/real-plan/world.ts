import type { World } from "../../cluster/index.js";

/** Name of the plan's results in a world: `evaluation/<name>.csv`, and the folder `evaluation/<name>` of records. */
export function resultsName({ real }: World): string {
  return real === undefined ? "real-simulated" : "real";
}
