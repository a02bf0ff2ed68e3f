import { STANDARD_CONTAINER } from "../../cluster/index.js";
import {
  type CappedWorkload,
  cappedWorkload,
  drawnWorkload,
  ladderCap,
  type Purpose,
  uncappedLadderWorkload,
} from "../../workload/index.js";

/** The fleet that a workload of the ladder is made for. */
export interface LadderFleet {
  /** N: decides where rates are cut off (`ladderCap`). */
  readonly size: number;
  /** What one container serves in requests/s, for the write-up's traffic; default: a standard container. */
  readonly nodeCapacity?: number;
  /** Where rates are cut off, as a fraction of capacity; default: `ladderCap` of the size. */
  readonly cap?: number | undefined;
}

/**
 * The ladder's workload of that name (`ladderWorkloadNames`), cut off at what `size` containers can serve. How much of a trace
 * the cap cuts: `workload.cutShare`.
 * @throws InputError on an unknown name, listing the known ones, and on a test workload for training or tuning.
 * @example
 * const load = evaluation.ladderWorkload("ladder-flash-0.75-2.25", { size: 15 });
 * load.parameters.cap === evaluation.ladderCap(15); // -> true
 */
export function ladderWorkload(
  name: string,
  {
    size,
    nodeCapacity = STANDARD_CONTAINER.serviceRate,
    cap = ladderCap(size),
    purpose = "evaluation",
  }: LadderFleet & {
    /** Default "evaluation"; training and tuning get no test workloads, and only seeds of the workload's split. */
    readonly purpose?: Purpose;
  },
): CappedWorkload {
  return cappedWorkload(uncappedLadderWorkload(name, { purpose, nodeCapacity }), cap);
}

/**
 * The `index`-th training workload of the ladder, cut off at what `size` containers can serve: `workload.drawnWorkload` draws
 * family and parameters. Its traces take train seeds only.
 * @throws RangeError unless `index` is a whole number >= 0.
 * @example
 * evaluation.ladderTrainWorkload(7, { size: 15 }).name; // -> "train-7"
 */
export function ladderTrainWorkload(
  index: number,
  { size, nodeCapacity = STANDARD_CONTAINER.serviceRate, cap = ladderCap(size) }: LadderFleet,
): CappedWorkload {
  return cappedWorkload(drawnWorkload(index, { nodeCapacity }), cap);
}
