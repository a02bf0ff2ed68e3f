export { startFleet } from "../../control/index.js";
export { CAP_VIOLATION_RATE, ladderCap, ladderWorkloadNames } from "../../workload/index.js";
export {
  type LadderCounts,
  type LadderEpisode,
  LadderRunner,
  type LadderRunnerOptions,
  ladderEpisode,
} from "./episode.js";
export * from "./reading/index.js";
export {
  LADDER_LEVELS,
  LADDER_SIZES,
  LADDER_STEPS,
  type LadderSpecOptions,
  ladderSpec,
  ladderTraceRequest,
  STANDARD_PRICES,
  warmUpSteps,
} from "./scale.js";
export { type LadderFleet, ladderTrainWorkload, ladderWorkload } from "./workloads.js";
