import type { Dispatcher, DispatchSetting } from "./dispatcher.js";
import { RoundRobinScan } from "./round-robin-scan.js";
import { RoundRobinTournament } from "./round-robin-tournament.js";

/** Containers up to which looking through all of them is quicker than a tournament. */
const SCANNED = 40;

/**
 * Smooth weighted round robin, which spaces each container's turns evenly: every turn adds w_i to the credit of container i,
 * the largest credit wins, the first of equal ones, and pays the sum of weights. A container without a weight keeps its
 * credit. HAProxy's `roundrobin`.
 */
export function roundRobin(setting: DispatchSetting): Dispatcher {
  return setting.spec.containers.length <= SCANNED
    ? new RoundRobinScan(setting)
    : new RoundRobinTournament(setting);
}
