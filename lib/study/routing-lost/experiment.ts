import { columns, experiment } from "../../evaluation/index.js";
import { TRAINED_COLUMNS } from "../shared/trained/columns.js";
import { measureTrained } from "../shared/trained/measure-trained.js";
import { CONDITIONS, type ConditionName, EXTENT, REWARDS, type RewardName, routingCells } from "./plan.js";

const COLUMNS = columns({
  reward_name: { kind: "text", identity: true, choices: Object.keys(REWARDS) as RewardName[] },
  queue_limit: { kind: "integer", identity: true },
  size: { kind: "integer", identity: true },
  condition: { kind: "text", identity: true, choices: Object.keys(CONDITIONS) as ConditionName[] },
  training_seed: { kind: "integer", identity: true },
  ...TRAINED_COLUMNS,
});

/** Training runs of the write-up's agent on the exact simulator: which of them send most requests to one container, and why. */
export const routingLost = experiment({
  id: "routing-lost",
  question: "Why does the write-up's agent lose its routing at 25 containers?",
  module: __filename,
  file: "routing-lost.csv",
  columns: COLUMNS,
  cells: (budget) => routingCells(budget),
  measure: (cell, context) => measureTrained(cell, context),
  inSittings: true,
  hasParts: true,
  // TensorFlow adds in another order on another kind of CPU, and learning enlarges the difference.
  otherCpuTolerance: () => 0.15,
  describe: (budget) => ({ seed: 1, config: EXTENT[budget] }),
});

/** Its results, relative to the data folder. */
export const ROUTING_LOST_FILE = routingLost.file;
