import { InputError, requireInteger } from "../check/index.js";
import type { PlayedWorkload, Split, TraceRequest, Workload, WorkloadSplit } from "./contract.js";

/**
 * First and last seed of each split. With parameters that differ, too, nothing of the test split is seen before the end.
 */
export const SPLIT_SEEDS: Readonly<Record<Split, readonly [first: number, last: number]>> = Object.freeze({
  train: Object.freeze([0, 99_999] as const),
  dev: Object.freeze([100_000, 199_999] as const),
  test: Object.freeze([200_000, Number.MAX_SAFE_INTEGER] as const),
});

/** Throws a RangeError unless `split` is one of the three. */
export function requireSplit(split: Split): void {
  if (!Object.hasOwn(SPLIT_SEEDS, split))
    throw new RangeError(`split must be "train", "dev" or "test", got ${JSON.stringify(split)}`);
}

/** What a workload is wanted for. Training and tuning can't read the test split; evaluation reads everything. */
export type Purpose = "training" | "tuning" | "evaluation";

/**
 * The split a seed belongs to. @throws RangeError unless `seed` is a whole number >= 0.
 * @example
 * workload.splitOfSeed(100_000); // -> "dev"
 */
export function splitOfSeed(seed: number): Split {
  requireInteger("seed", seed, 0);
  return seed <= SPLIT_SEEDS.train[1] ? "train" : seed <= SPLIT_SEEDS.dev[1] ? "dev" : "test";
}

/**
 * `count` consecutive seeds of a split, from its `offset`-th on: the runs that paired comparisons share.
 * @throws RangeError when the split has too few.
 * @example
 * workload.splitSeeds("test", 3); // -> [200000, 200001, 200002]
 */
export function splitSeeds(split: Split, count: number, offset = 0): readonly number[] {
  requireSplit(split);
  const [first, last] = SPLIT_SEEDS[split];
  requireInteger("offset", offset, 0, last - first);
  requireInteger("count", count, 1, last - first - offset + 1);
  return Array.from({ length: count }, (_, i) => first + offset + i);
}

/**
 * The workload as `purpose` may use it: for evaluation the workload itself; for training and tuning one that draws
 * traces only from the seeds of its own split (a RangeError otherwise). One that belongs to no split takes seeds of train for
 * training, and of train and dev for tuning.
 * Code that trains or tunes calls this on every workload it is handed.
 * @throws InputError when the test split is wanted for training or tuning.
 * @example
 * const tuned = workload.workloadFor("tuning", workload.constant({ name: "half", split: "dev" }));
 * tuned.trace({ seed: 1, capacity: 120, slots: 3, slotLength: 1, timeScale: 1 });
 * // throws RangeError: seed must be between 100000 and 199999 for tuning on the dev workload "half", got 1
 */
export function workloadFor(purpose: Purpose, workload: Workload): Workload {
  if (purpose === "evaluation") return workload;
  requireUnlocked(purpose, workload.split, `workload "${workload.name}"`);
  const splits = SEEDS_OF_OWN[purpose];
  const [first, last] =
    workload.split === "own"
      ? [SPLIT_SEEDS[splits[0]][0], SPLIT_SEEDS[splits.at(-1) as Split][1]]
      : SPLIT_SEEDS[workload.split];
  const checked =
    <T>(draw: (request: TraceRequest) => T) =>
    (request: TraceRequest): T => {
      requireInteger("seed", request.seed, 0);
      if (request.seed < first || request.seed > last)
        throw new RangeError(
          `seed must be between ${first} and ${last} for ${purpose} on the ${workload.split} workload "${workload.name}", got ${request.seed}`,
        );
      return draw(request);
    };
  const guarded = (play: PlayedWorkload): PlayedWorkload => ({
    trace: checked((request) => play.trace(request)),
    ...(play.arrivals && { arrivals: checked((request) => play.arrivals?.(request) as Float64Array) }),
  });
  const { inWindows } = workload;
  return Object.freeze({
    ...workload,
    ...guarded(workload),
    ...(inWindows && { inWindows: () => guarded(inWindows()) }),
  });
}

/** Whose seeds a workload that belongs to no split takes. */
const SEEDS_OF_OWN: Readonly<Record<Purpose, readonly Split[]>> = Object.freeze({
  training: ["train"],
  tuning: ["train", "dev"],
  evaluation: ["test"],
});

/**
 * Seeds of the runs that a workload is measured with: the first of its split, and of test where it belongs to none.
 * @throws RangeError when there are too few.
 * @example
 * workload.measuringSeeds(workload.constant({ split: "dev" }), 2); // -> [100000, 100001]
 * workload.measuringSeeds(workload.trace({ rates: [10, 20] }), 2); // -> [200000, 200001]
 */
export function measuringSeeds({ split }: Pick<Workload, "split">, count: number): readonly number[] {
  return splitSeeds(split === "own" ? SEEDS_OF_OWN.evaluation[0] : split, count);
}

/**
 * Throws unless `purpose` may read `split`.
 * @param what named in the message, e.g. `workload "diurnal-0.8"`.
 * @throws InputError when the test split is wanted for training or tuning; RangeError on an unknown purpose or split.
 * @example
 * workload.requireUnlocked("training", "test");
 * // throws InputError: this belongs to the test split, which is locked for training: use train or dev workloads
 */
export function requireUnlocked(purpose: Purpose, split: WorkloadSplit, what = "this"): void {
  if (purpose !== "training" && purpose !== "tuning" && purpose !== "evaluation")
    throw new RangeError(
      `purpose must be "training", "tuning" or "evaluation", got ${JSON.stringify(purpose)}`,
    );
  if (split !== "own") requireSplit(split);
  if (purpose !== "evaluation" && split === "test")
    throw new InputError(
      `${what} belongs to the test split, which is locked for ${purpose}: use train or dev workloads`,
    );
}
