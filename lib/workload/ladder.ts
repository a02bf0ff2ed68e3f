import { InputError } from "../check/index.js";
import { NO_CAP } from "./capped.js";
import type { Split, Workload } from "./contract.js";
import { namedWorkload, workloadNames } from "./named.js";
import { type WorkloadSelection, workloadByName } from "./registry.js";
import { requireUnlocked, workloadFor } from "./splits.js";

/**
 * Families of the ladder that only its test split has. They are the two whose future can't be read off their past: a crowd is
 * rare and comes unannounced, and a ramp ends at a rate that was never seen. All other families are stationary or repeat.
 */
export const HELD_OUT_FAMILIES: readonly string[] = Object.freeze(["flash", "ramp"]);

const PREFIX = "ladder-";

/**
 * Names of the ladder's workloads of a split: those of `workloadNames` under names of their own, "ladder-" and the name, because
 * they are cut off elsewhere. Dev is without the held-out families. (Train has no names: `drawnWorkload`.)
 * @throws RangeError on another split.
 * @example
 * workload.ladderWorkloadNames("dev").slice(0, 2); // -> ["ladder-constant-0.7", "ladder-diurnal-0.6"]
 */
export function ladderWorkloadNames(split: "dev" | "test"): readonly string[] {
  if (split !== "dev" && split !== "test")
    throw new RangeError(`split must be "dev" or "test", got ${JSON.stringify(split)}`);
  return workloadNames(split)
    .filter((name) => split === "test" || !HELD_OUT_FAMILIES.includes(workloadByName(name).family))
    .map((name) => `${PREFIX}${name}`);
}

/**
 * The ladder's workload of that name before it is cut off at what a fleet can serve (`cappedWorkload`): whoever knows the fleet
 * does that.
 * @throws InputError on an unknown name, listing the known ones, and on a test workload for training or tuning.
 * @example
 * const { family, split } = workload.uncappedLadderWorkload("ladder-flash-0.75-2.25");
 * [family, split]; // -> ["flash", "test"]
 * workload.uncappedLadderWorkload("ladder-constant-0.6", { purpose: "tuning" });
 * // throws InputError: workload "ladder-constant-0.6" belongs to the test split, which is locked for tuning: use train or dev workloads
 */
export function uncappedLadderWorkload(name: string, selection: WorkloadSelection = {}): Workload {
  const split = (["dev", "test"] as const).find((one) => ladderWorkloadNames(one).includes(name));
  if (split === undefined)
    throw new InputError(
      `the ladder has no workload ${JSON.stringify(name)}; known: ${[
        ...ladderWorkloadNames("dev"),
        ...ladderWorkloadNames("test"),
      ].join(", ")}`,
    );
  const { purpose = "evaluation", nodeCapacity } = selection;
  requireUnlocked(purpose, split, `workload "${name}"`);
  return workloadFor(purpose, labelled(name, split, nodeCapacity));
}

function labelled(name: string, split: Split, nodeCapacity: number | undefined): Workload {
  return namedWorkload(name.slice(PREFIX.length), { name, split, cap: NO_CAP }, nodeCapacity);
}
