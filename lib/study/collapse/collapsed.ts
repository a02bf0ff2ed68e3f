import { COLLAPSED_SHARE, distinct } from "../../evaluation/index.js";
import { type DataReader, numberIn, numberOrNull } from "../../report/index.js";
import { COLLAPSE_FILE } from "./experiment.js";

/** One trained agent. */
export interface RoutingRun {
  readonly cluster: "writeup" | "sim";
  readonly size: number;
  readonly trainingSeed: number;
  /** Mean of the largest share that one container is sent, over steps with at least `evaluation.FEWEST_READY` ready; NaN where there is none. */
  readonly largestShare: number;
  readonly isCollapsed: boolean;
}

/** Every agent of one kind of cluster, by size and training seed. */
export function routingRuns(data: DataReader, cluster: RoutingRun["cluster"]): readonly RoutingRun[] {
  const rows = data.rows(COLLAPSE_FILE).filter((row) => row.cluster === cluster);
  return distinct(rows, (row) => numberIn(row, "size")).flatMap((size) => {
    const atSize = rows.filter((row) => numberIn(row, "size") === size);
    return distinct(atSize, (row) => numberIn(row, "training_seed")).map((trainingSeed) => {
      const own = atSize.filter((row) => numberIn(row, "training_seed") === trainingSeed);
      const steps = own.reduce((sum, row) => sum + numberIn(row, "counted_steps"), 0);
      const shares = own.reduce(
        (sum, row) => sum + numberIn(row, "counted_steps") * (numberOrNull(row, "largest_share") ?? 0),
        0,
      );
      const largestShare = steps === 0 ? Number.NaN : shares / steps;
      return { cluster, size, trainingSeed, largestShare, isCollapsed: largestShare > COLLAPSED_SHARE };
    });
  });
}
