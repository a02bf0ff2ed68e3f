import type { DataReader } from "../../report/index.js";
import { type TrainedRun, trainedRuns } from "../shared/trained/runs.js";
import { ROUTING_LOST_FILE } from "./experiment.js";
import { type ConditionName, LARGEST_SIZE, type RewardName, STANDARD_LIMIT } from "./plan.js";

/** What the exports of the question read; the runs come over several sittings. */
export const ROUTING_INPUTS = Object.freeze({
  inputs: [],
  gathered: [ROUTING_LOST_FILE],
  madeBy: "npx fleetlab measure routing-lost",
});

/** Which runs: what is left out is the write-up's reward at the largest size as it is. */
export interface RoutingChoice {
  readonly reward?: RewardName;
  readonly queueLimit?: number;
  readonly size?: number;
  readonly condition?: ConditionName;
}

/** The runs of a choice. */
export function routingGroup(data: DataReader, choice: RoutingChoice = {}): readonly TrainedRun[] {
  const { reward = "averages", queueLimit = STANDARD_LIMIT } = choice;
  const { size = LARGEST_SIZE, condition = "standard" } = choice;
  return trainedRuns(data, ROUTING_LOST_FILE).filter(
    ({ is }) =>
      is("reward_name") === reward &&
      Number(is("queue_limit")) === queueLimit &&
      Number(is("size")) === size &&
      is("condition") === condition,
  );
}
