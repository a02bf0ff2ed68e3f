import { distinct } from "../../evaluation/index.js";
import { type DataReader, numberIn, numberOrNull } from "../../report/index.js";
import { FINE_TUNING_FILE, TAKE_OVERS_FILE } from "./tuning-files.js";

/** What phase 2 leaves behind; gathered over several sittings. */
export const PHASE_2_FILES: readonly string[] = Object.freeze([FINE_TUNING_FILE, TAKE_OVERS_FILE]);

/** Phase 2 of the agent at one size. */
export interface FineTuningCourse {
  readonly size: number;
  readonly updates: readonly FineTuningPoint[];
  readonly takeOvers: readonly {
    readonly from: number;
    readonly until: number;
    readonly violationRate: number;
    readonly end: string;
  }[];
}

/** One update; steps count the policy's own, cluster steps also those under the guard's rule. */
export interface FineTuningPoint {
  readonly steps: number;
  readonly clusterSteps: number;
  /** Mean over the steps since the update before. */
  readonly stepReward: number;
  readonly violationRate: number | null;
  readonly churnRate: number;
  /** KL(policy, policy of phase 1) after the update, and its limit, in nats. */
  readonly divergence: number;
  readonly divergenceLimit: number;
  readonly limited: boolean;
}

/** Every size that phase 2 was finished for, ascending. */
export function fineTuningCourses(data: DataReader): readonly FineTuningCourse[] {
  const rows = data.rows(FINE_TUNING_FILE).filter((row) => row.cluster === "docker");
  const takeOvers = data.rows(TAKE_OVERS_FILE).filter((row) => row.cluster === "docker");
  return [...distinct(rows, (row) => numberIn(row, "size"))]
    .sort((a, b) => a - b)
    .map((size) => ({
      size,
      updates: rows
        .filter((row) => numberIn(row, "size") === size)
        .map((row) => ({
          steps: numberIn(row, "steps"),
          clusterSteps: numberIn(row, "cluster_steps"),
          stepReward: numberIn(row, "step_reward"),
          violationRate: numberOrNull(row, "violation_rate"),
          churnRate: numberIn(row, "churn_rate"),
          divergence: numberIn(row, "divergence"),
          divergenceLimit: numberIn(row, "divergence_limit"),
          limited: row.limited === "1",
        })),
      takeOvers: takeOvers
        .filter((row) => numberIn(row, "size") === size)
        .map((row) => ({
          from: numberIn(row, "from_step"),
          until: numberIn(row, "until_step"),
          violationRate: numberIn(row, "violation_rate"),
          end: row.end,
        })),
    }));
}
