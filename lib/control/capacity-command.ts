import type { NumberParameter } from "../check/index.js";
import type { Observation } from "../cluster/contract.js";
import { isRunning } from "../cluster/running.js";

/** The parameter that `commandForCapacity` takes as `hysteresis`, for rules that are without one by default. */
export const HYSTERESIS = {
  type: "number",
  default: 0,
  minimum: 0,
  maximum: Number.POSITIVE_INFINITY,
  search: { low: 0, high: 3, scale: "linear" },
  unit: "containers",
  meaning: "spare containers that must be left before one is stopped; 0 switches it off",
} as const satisfies NumberParameter;

/** What is kept of the fleet for a peak: all of it where a rule says nothing else. */
export const PEAK_SHARE = {
  type: "number",
  default: 1,
  minimum: 0,
  maximum: 1,
  search: { low: 0, high: 1, scale: "linear" },
  unit: "",
  meaning: "share of the fleet for the peak that is kept",
} as const satisfies NumberParameter;

/**
 * Square-root staffing before it is rounded: R + beta sqrt(R) containers for the offered load R (`queueing.squareRootStaffing`).
 * @example
 * control.squareRootFleet(9, 0.5); // -> 10.5
 */
export function squareRootFleet(offeredLoad: number, beta: number): number {
  return offeredLoad + beta * Math.sqrt(offeredLoad);
}

/** Mean service rate mu of the cluster's containers, in requests/s. */
export function meanServiceRate(observation: Observation): number {
  let total = 0;
  for (let i = 0; i < observation.size; i++) total += observation.serviceRate[i];
  return total / observation.size;
}

/**
 * The command that brings the running containers' capacity C to `needed` mean containers' worth, c mu.
 *
 * Up while C < c mu, by the fewest mean containers that reach it; down by as many of the n running ones as leave
 * C (n - m)/n >= (c + hysteresis) mu, and one at least. So it also holds for unequal containers; with equal ones and no
 * hysteresis the fleet goes to ceil(c).
 * @param needed c; less than one counts as one.
 * @param hysteresis spare containers that must be left before any is stopped, >= 0.
 * @param meanRate mu in requests/s.
 * @example
 * const fleet = new cluster.SimulatedCluster({
 *   spec: cluster.clusterSpec({ size: 5, initialFleet: 2 }),
 *   workload: workload.workloadByName("constant-0.5"),
 *   steps: 10,
 * });
 * const seen = fleet.reset(1);
 * control.commandForCapacity(3.2, 0, 8, seen); // -> 2
 * control.commandForCapacity(1, 0, 8, seen); // -> -1
 * control.commandForCapacity(1, 1, 8, seen); // -> 0
 */
export function commandForCapacity(
  needed: number,
  hysteresis: number,
  meanRate: number,
  observation: Observation,
): number {
  let capacity = 0;
  let running = 0;
  for (let i = 0; i < observation.size; i++) {
    if (!isRunning(observation.state[i])) continue;
    capacity += observation.serviceRate[i];
    running++;
  }
  // Against rounding: a fleet of exactly the size needed is enough.
  const slack = 1e-9 * meanRate;
  const missing = Math.max(needed, 1) * meanRate - (capacity + slack);
  if (missing > 0 && running < observation.size)
    return Math.min(Math.ceil(missing / meanRate), observation.size - running);
  const kept = (needed + hysteresis) * meanRate;
  if (running > 1 && (capacity * (running - 1)) / running + slack >= kept) {
    const spare = Math.floor(running - (running * (kept - slack)) / capacity);
    return -Math.min(Math.max(spare, 1), running - 1);
  }
  return 0;
}
