import { MAX_WEIGHT } from "../../weights.js";

/** Key of a container of weight `weight` > 0 that holds `held` requests, for `leastConnections`. */
export function connectionKey(held: number, weight: number): number {
  return held === 0 ? 0 : Math.floor((MAX_WEIGHT * (held + 1)) / weight);
}
