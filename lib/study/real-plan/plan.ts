import { InputError, requireInteger } from "../../check/index.js";
import { fleetSize, type WorldSettings } from "../../cluster/index.js";
import { evaluationSeed } from "../../evaluation/index.js";

/** One controller of the plan. */
export interface PlannedController {
  readonly controller: string;
  /** Of training, for the `phase` column; "" for a rule. */
  readonly phase: "" | "1" | "2";
  /** NaN for a rule. */
  readonly trainingSeed: number;
}

/** One run of the plan. */
export interface PlannedRun extends PlannedController {
  readonly size: number;
  readonly steps: number;
  readonly workload: string;
  /** From 0. */
  readonly run: number;
  /** The same for every controller, in every world: they meet the same requests. */
  readonly evaluationSeed: number;
}

/** Runs that are gathered into one file. */
export interface RunPlan {
  /** Of its results: `evaluation/<name>.csv`, and the folder `evaluation/<name>` of records; `<name>-simulated` where time is simulated. */
  readonly name: string;
  /** In the order in which they are made. */
  readonly runs: readonly PlannedRun[];
  /** Base seed. */
  readonly seed: number;
  /** The whole plan, for the manifest. */
  readonly config: object;
}

const TRAINING_SEED = 1;

/**
 * The evaluation on the real cluster. Rules are set as in the write-up, and the traffic is the write-up's with all 11 patterns,
 * so that its real tables can be set beside; one workload, because six pairs a size on one say more than one pair on six. The
 * agent is trained for it in the exact simulator of the calibrated containers, with a training seed that was chosen before
 * anything was measured.
 */
export const REAL_PLAN = Object.freeze({
  controllers: [
    { controller: "writeup-threshold", phase: "", trainingSeed: Number.NaN },
    { controller: "writeup-pid", phase: "", trainingSeed: Number.NaN },
    { controller: "ppo-writeup", phase: "1", trainingSeed: TRAINING_SEED },
    { controller: "ppo-writeup", phase: "2", trainingSeed: TRAINING_SEED },
  ] as readonly PlannedController[],
  workload: "writeup-test",
  /** Paired runs: a two-sided sign test of six pairs can reach 0.031. */
  runs: 6,
  /** Control steps of a run by size: at N = 15 six runs have more than the write-up's 2,000 real steps. */
  steps: Object.freeze({ 5: 200, 10: 200, 15: 350, 20: 200, 25: 200 }) as Readonly<Record<number, number>>,
  /** Sizes that are measured unless others are named; 10 and 20 come where time allows. */
  sizes: Object.freeze([5, 15, 25]) as readonly number[],
  seed: 1,
});

/** Control steps of a run at sizes that only clusters of the user's own have. */
const OTHER_STEPS = 200;

/** What is wanted of the plan; left out: as planned. Steps and runs are cut for rehearsals only. */
export interface PlanSelection {
  readonly sizes?: readonly number[] | undefined;
  readonly runs?: number | undefined;
  readonly steps?: number | undefined;
}

/** Of a world: whether its clusters are the plan's, or those that a user's own file describes. */
export type PlannedCluster = Pick<WorldSettings, "clusterName" | "spec">;

/**
 * The sizes that are wanted; left out: those of the plan, or of the user's own cluster.
 * @throws InputError on one that the plan doesn't have; a cluster of the user's own may have any.
 */
export function plannedSizes(
  sizes: readonly number[] | undefined,
  { clusterName, spec = {} }: PlannedCluster = {},
): readonly number[] {
  if (clusterName !== undefined) {
    for (const size of sizes ?? []) requireInteger("size", size);
    return sizes ?? [fleetSize(spec)];
  }
  for (const size of sizes ?? REAL_PLAN.sizes)
    if (REAL_PLAN.steps[size] === undefined)
      throw new InputError(
        `the plan has no size ${size}: name some of ${Object.keys(REAL_PLAN.steps).join(", ")}`,
      );
  return sizes ?? REAL_PLAN.sizes;
}

/**
 * The plan's runs in the order in which they are made: run by run, in each the sizes in turn, at each size the controllers in turn,
 * each run beginning with another one. So whatever has been measured when it stops is balanced.
 * @throws InputError on a size that isn't planned.
 */
export function plannedRuns(
  { sizes, runs = REAL_PLAN.runs, steps }: PlanSelection = {},
  cluster: PlannedCluster = {},
): PlannedRun[] {
  for (const [flag, value] of Object.entries({ runs, steps }))
    if (value !== undefined && !(Number.isInteger(value) && value >= 1))
      throw new InputError(`--${flag} must be a whole number of at least 1, got ${value}`);
  const { controllers, workload, seed } = REAL_PLAN;
  return Array.from({ length: runs }, (_, run) =>
    plannedSizes(sizes, cluster).flatMap((size) =>
      controllers.map((_, i) => ({
        ...(controllers[(i + run) % controllers.length] as PlannedController),
        size,
        steps: steps ?? REAL_PLAN.steps[size] ?? OTHER_STEPS,
        workload,
        run,
        evaluationSeed: evaluationSeed(seed, { workload, size, run }),
      })),
    ),
  ).flat();
}

/** The plan, or what is wanted of it. @throws InputError on a size that isn't planned. */
export function realPlan(selection: PlanSelection = {}, cluster: PlannedCluster = {}): RunPlan {
  return { name: "real", runs: plannedRuns(selection, cluster), seed: REAL_PLAN.seed, config: REAL_PLAN };
}
