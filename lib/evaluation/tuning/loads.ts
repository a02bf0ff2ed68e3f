import { InputError } from "../../check/index.js";
import type { ClusterSpec } from "../../cluster/index.js";
import {
  isTraceName,
  keptName,
  splitSeeds,
  type Workload,
  windowed,
  workloadByName,
} from "../../workload/index.js";
import { ladderTraceRequest } from "../ladder/scale.js";
import { ladderTrainWorkload, ladderWorkload } from "../ladder/workloads.js";
import { tunedFleet } from "./own-fleet.js";
import type { TrialRow } from "./trial-columns.js";
import type { FleetCell } from "./trial-experiment.js";

/** Stands between names where a cell has several. */
const BETWEEN = "|";

/** What the `workload` column says of train loads: nothing of the ladder's random ones, or all the user's own, which take turns. */
export function trainLoads(workloads: readonly string[] = []): string {
  return workloads.join(BETWEEN);
}

/**
 * The load of a cell's run. Train load i of the ladder is the i-th that is drawn; of the user's own ones it is the i-th in turn. Those
 * are seen through windows, on train and dev alike: another stretch with each seed.
 */
export function trialLoad({ workload, split, size, fleet }: FleetCell, run: number): Workload {
  if (isTraceName(workload)) {
    const names = workload.split(BETWEEN);
    return ownLoad(names[run % names.length]);
  }
  const own = tunedFleet(fleet, size);
  return split === "train"
    ? ladderTrainWorkload(run, own)
    : ladderWorkload(workload, { ...own, purpose: "tuning" });
}

function ownLoad(name: string): Workload {
  return windowed(workloadByName(name, { purpose: "tuning" }));
}

/**
 * The user's own loads by the names that results keep; undefined where there are none.
 * @throws InputError where one is no trace, or can't fill an episode on one of the clusters.
 */
export function ownLoads(
  given: readonly string[] | undefined,
  specs: readonly ClusterSpec[],
): readonly string[] | undefined {
  if (given === undefined) return undefined;
  const [seed] = splitSeeds("train", 1);
  return given.map((workload) => {
    if (!isTraceName(workload))
      throw new InputError(
        `workload ${JSON.stringify(workload)} is no trace of your own (trace:FILE): leave it out, tuning has train and dev loads of its own`,
      );
    const name = keptName(workload);
    for (const spec of specs) ownLoad(name).trace(ladderTraceRequest(spec, seed));
    return name;
  });
}

/** @throws InputError where the rows of a tuning file are of other loads. */
export function requireSameLoads(
  file: string,
  rows: readonly TrialRow[],
  workloads: readonly string[] | undefined,
): void {
  const now = trainLoads(workloads);
  const other = rows.find(({ split, workload }) => split === "train" && workload !== now);
  if (other === undefined) return;
  const called = (loads: string) => (loads === "" ? "the ladder's loads" : loads.split(BETWEEN).join(", "));
  throw new InputError(
    `${file} holds a search on ${called(other.workload)}, not on ${called(now)}: choose another folder`,
  );
}
