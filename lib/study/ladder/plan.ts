import { LADDER_SIZES, LADDER_STEPS, ladderWorkloadNames } from "../../evaluation/index.js";

/** Most containers a step, as the data name it: N is all of them. */
export const LARGEST_STEPS = ["1", "4", "N"] as const;
export type LadderStep = (typeof LARGEST_STEPS)[number];

/** Base seed of the test runs. */
export const LADDER_SEED = 1;

/** How much is measured: every method on the same runs. */
export interface LadderExtent {
  readonly sizes: readonly number[];
  readonly largestSteps: readonly LadderStep[];
  readonly workloads: readonly string[];
  /** Runs of each workload. */
  readonly runs: number;
  /** Control steps of a run that count. */
  readonly steps: number;
}

const TEST = ladderWorkloadNames("test");

/** By budget. */
export const LADDER_EXTENT: Readonly<Record<"smoke" | "reduced" | "paper", LadderExtent>> = Object.freeze({
  smoke: {
    sizes: [15],
    largestSteps: ["1"],
    workloads: ["ladder-constant-0.6", "ladder-flash-0.25-0.75"],
    runs: 2,
    steps: 60,
  },
  reduced: {
    sizes: [5, 15],
    largestSteps: ["1", "N"],
    workloads: TEST,
    runs: 4,
    steps: LADDER_STEPS,
  },
  paper: {
    sizes: LADDER_SIZES,
    largestSteps: LARGEST_STEPS,
    workloads: TEST,
    runs: 30,
    steps: LADDER_STEPS,
  },
});

/** The primary comparison: against the rule that was tuned on train, at this size, step and violation rate. */
export const PRIMARY = Object.freeze({ size: 15, largestStep: "1", level: 0.01 } as const);
