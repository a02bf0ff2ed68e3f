import type { DataReader } from "../../report/index.js";
import { mean, meanInterval, SHARE, UNLIMITED, withoutInterval } from "../../statistics/index.js";
import { type TrainedRun, trainedRuns } from "../shared/trained/runs.js";
import { CHATTERING_FILE } from "./experiment.js";
import { type ChatteringGroup, standardGroup } from "./plan.js";

/** What the exports of the question read; the runs come over several sittings. */
export const CHATTERING_INPUTS = Object.freeze({
  inputs: [],
  gathered: [CHATTERING_FILE],
  madeBy: "npx fleetlab measure chattering",
});

const IDENTITY = ["cluster", "size", "head", "term", "change", "preset", "trained"] as const;

/** The runs of a group; what it leaves out is the write-up's, screened. */
export function chatteringGroup(
  data: DataReader,
  what: Pick<ChatteringGroup, "cluster" | "size"> & Partial<ChatteringGroup>,
): readonly TrainedRun[] {
  const group = standardGroup(what.cluster, what.size, what);
  return trainedRuns(data, CHATTERING_FILE).filter(({ is }) =>
    IDENTITY.every((column) => is(column) === String(group[column])),
  );
}

/** Fleet share from which on a run keeps the whole fleet, and churn up to which it does so without a pause. */
const PARKED_SHARE = 0.9;
const PARKED_CHURN = 0.05;

/** What parked is, in words. */
export const PARKED_WORDS = "parked: a fleet share above 90 % with under 5 % churn";

/** Runs that hold nearly the whole fleet and change it hardly ever. */
export function parkedCount(runs: readonly TrainedRun[]): number {
  return runs.filter((run) => run.mean("fleet_share") > PARKED_SHARE && run.mean("churn_rate") < PARKED_CHURN)
    .length;
}

/** Mean of a share over runs with its interval; nothing where no run was measured. */
export function shareOf(runs: readonly TrainedRun[], column: string, phase: "mean" | "sampled" = "mean") {
  if (runs.length === 0) return null;
  return interval(
    runs.map((run) => run[phase](column)),
    SHARE,
  );
}

/** Mean of differences with its interval; nothing where there is none. */
export function differenceOf(differences: readonly number[]) {
  return differences.length === 0 ? null : interval(differences, UNLIMITED);
}

/** A mean that isn't a number (of a metric that no run has) has no interval. */
function interval(values: readonly number[], limits: typeof SHARE) {
  return values.some(Number.isNaN) ? withoutInterval(mean(values)) : meanInterval(values, { limits });
}
