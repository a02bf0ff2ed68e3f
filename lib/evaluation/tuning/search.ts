import type { SourceFile } from "../../files/index.js";
import { ladderWorkloadNames } from "../../workload/index.js";
import { LADDER_STEPS, warmUpSteps } from "../ladder/scale.js";
import { enumerate } from "./enumeration.js";
import type { LargestStep } from "./largest-step.js";
import { Ledger } from "./ledger.js";
import { type OwnFleet, tunedSpec } from "./own-fleet.js";
import { enumerationPlan, type PlanSetting, tuningPlan } from "./plan.js";
import { race } from "./race.js";
import { searchSpace } from "./search-space.js";
import type { TrialCell, TrialRow } from "./trial-columns.js";

/** A search for the settings of one controller. */
export interface Search {
  /** Name without parameters, such as "threshold+least-connections". */
  readonly controller: string;
  readonly largestStep: LargestStep;
  /** Environment steps that may be spent, on everything: dropped trials, warm-up, dev. */
  readonly budget: number;
  readonly seed: number;
  /** Numbers of containers. */
  readonly sizes: readonly number[];
  /** Files of the user's own that define controller, cluster or loads; absent where there is none. */
  readonly sources?: readonly SourceFile[] | undefined;
  /** Containers of the user's own; absent: the ladder's. */
  readonly fleet?: OwnFleet | undefined;
  /** Traces of the user's own in place of the ladder's loads, as results keep their names; absent where there is none. */
  readonly workloads?: readonly string[] | undefined;
}

/** Measures cells; rows come in their order, those that are there already as they are. */
export type MeasureCells = (cells: readonly TrialCell[]) => Promise<readonly TrialRow[]>;

/**
 * Searches and returns every row: by a race, or by trying all where the controller says that there are few (`enumerated`).
 * @throws InputError where the budget is too small or the controller has nothing to tune; what `measure` throws.
 */
export async function runSearch(search: Search, measure: MeasureCells): Promise<readonly TrialRow[]> {
  const { controller, sizes } = search;
  const space = searchSpace(controller);
  const ledger = new Ledger(search, (size) => episodeSteps(search, size), measure);
  if (space.enumerated === undefined)
    await race({ ...search, screeningSize: screeningSize(search), space, plan: racePlan(search), ledger });
  else await enumerate({ sizes, parameter: space.enumerated, space, plan: listPlan(search), ledger });
  return ledger.rows;
}

/** Environment steps that a search spends: its budget at most. @throws InputError as `runSearch`. */
export function plannedSteps(search: Search): number {
  const isListed = searchSpace(search.controller).enumerated !== undefined;
  return (isListed ? listPlan(search) : racePlan(search)).steps;
}

const racePlan = (search: Search) =>
  tuningPlan({
    ...planSetting(search, search.sizes),
    screeningSteps: episodeSteps(search, screeningSize(search)),
  });

/** The size in the middle. */
const screeningSize = ({ sizes }: Search) => sizes[Math.floor(sizes.length / 2)];

/** A size counts as often as it has containers. */
const listPlan = (search: Search) =>
  enumerationPlan(
    planSetting(
      search,
      search.sizes.flatMap((size) => Array.from({ length: size }, () => size)),
    ),
  );

function planSetting(search: Search, runs: readonly number[]): PlanSetting {
  return {
    budget: search.budget,
    runSteps: runs.reduce((sum, size) => sum + episodeSteps(search, size), 0),
    devWorkloads: (search.workloads ?? ladderWorkloadNames("dev")).length,
  };
}

/** Control steps of one episode, those that aren't counted included. */
function episodeSteps({ fleet }: Search, size: number): number {
  return warmUpSteps(tunedSpec(fleet, size)) + LADDER_STEPS;
}
