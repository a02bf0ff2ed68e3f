import type { CurvePoint, RunMeasures } from "./measures.js";
import type { ComparisonPlan } from "./plan.js";
import type { ReferencePoint } from "./reference.js";
import type { ComparisonCode } from "./run-folder.js";

/** A training run of a comparison, measured. */
export interface ComparedRun extends RunMeasures {
  /** Name of its variant. */
  readonly variant: string;
  readonly size: number;
  readonly seed: number;
  /** Hash of its configuration, seed and code: under this name it is kept. */
  readonly id: string;
  readonly curve: readonly CurvePoint[];
}

/** What a comparison found: plain data that `saveComparison` keeps. */
export interface Comparison {
  readonly plan: ComparisonPlan;
  readonly code: ComparisonCode;
  /** Seed by seed, within it size by size and variant by variant. */
  readonly runs: readonly ComparedRun[];
  /** Rules on the same traffic. */
  readonly references: readonly ReferencePoint[];
}

/**
 * Runs of a variant for clusters of `size` containers, in the order of the seeds.
 * @example
 * evaluation.runsOf({ runs: [] }, "as it is", 5); // -> []
 */
export function runsOf(
  { runs }: Pick<Comparison, "runs">,
  variant: string,
  size: number,
): readonly ComparedRun[] {
  return runs.filter((run) => run.variant === variant && run.size === size);
}
