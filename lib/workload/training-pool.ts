import { requireInteger } from "../check/index.js";
import { cappedWorkload } from "./capped.js";
import type { Workload } from "./contract.js";
import { drawnWorkload } from "./drawn.js";
import { ladderCap } from "./ladder-cap.js";
import { workloadByName } from "./registry.js";
import { windowed } from "./windowed.js";

/** Name of the ladder's drawn workloads, of which each training episode gets another. */
export const LADDER_TRAIN = "ladder-train";

/** Blocks of six families that "ladder-train" has. */
const BLOCKS = 1000;
const BLOCK = 6;

/** Workloads that training episodes draw from. */
export interface TrainingPool {
  readonly count: number;
  /** @param index 0 .. count - 1. */
  workload(index: number): Workload;
}

/**
 * The workloads behind a name in a training configuration. "ladder-train" stands for 6000 drawn ones, a thousand of each family
 * (`drawnWorkload`), cut off at what `size` containers can serve; every other name for the one workload of that name, seen through
 * a window. They take train seeds only.
 * @param fleet.nodeCapacity what one container serves in requests/s, for the write-up's traffic.
 * @throws InputError on an unknown name, and on a workload of the test split.
 * @example
 * const pool = workload.trainingPool("ladder-train", { size: 15, nodeCapacity: 8 });
 * [pool.count, pool.workload(7).name, pool.workload(7).parameters.cap === workload.ladderCap(15)]; // -> [6000, "train-7", true]
 * workload.trainingPool("constant-0.5", { size: 15, nodeCapacity: 8 }).count; // -> 1
 */
export function trainingPool(
  name: string,
  { size, nodeCapacity }: { readonly size: number; readonly nodeCapacity: number },
): TrainingPool {
  if (name !== LADDER_TRAIN) {
    const only = windowed(workloadByName(name, { purpose: "training", nodeCapacity }));
    return { count: 1, workload: () => only };
  }
  const count = BLOCKS * BLOCK;
  const cap = ladderCap(size);
  const drawn = new Map<number, Workload>();
  return {
    count,
    workload(index) {
      requireInteger("index", index, 0, count - 1);
      const known = drawn.get(index) ?? cappedWorkload(drawnWorkload(index, { nodeCapacity }), cap);
      drawn.set(index, known);
      return known;
    },
  };
}
