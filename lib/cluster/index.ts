export * from "./batch/index.js";
export { type CheckOptions, ContractError, checkCluster } from "./check-cluster.js";
export { clusterFileSchema, type DescribedCluster, readClusterFile } from "./cluster-file/index.js";
export * from "./contract.js";
export { OBSERVATION_FIELDS } from "./observation-fields.js";
export { type OfferedLoad, offeredLoad } from "./offered-load.js";
export * from "./own-terms/index.js";
export { bucketIndex, bucketMiddle, ResponseTimeBuckets } from "./response-time-buckets.js";
export {
  costReward,
  DEFAULT_PRICE,
  DWELL_STEPS,
  dwellTerm,
  evaluateReward,
  type FurtherTerms,
  fleetChangeTerm,
  ladderReward,
  type RewardModel,
  type RewardTerm,
  reversalTerm,
  rewardModel,
} from "./reward.js";
export { runningCount } from "./running.js";
export { demandDraw, SERVICE_DISTRIBUTIONS, type ServiceTimes } from "./service-times.js";
export * from "./simulated/index.js";
export {
  type ContainerClass,
  checkSpec,
  clusterCapacity,
  clusterSpec,
  dispatchedSpec,
  fleetSize,
  type SpecChanges,
  STANDARD_CONTAINER,
  specOfClasses,
} from "./spec.js";
export { specDifferences } from "./spec-differences.js";
export { RECORDED_NUMBERS, type RecordedNumber, STEP_FIELDS } from "./step-fields.js";
export { MAX_WEIGHT, roundWeights } from "./weights.js";
export type {
  ClusterSetting,
  OpenCluster,
  RealTime,
  TrainingSetting,
  World,
  WorldSettings,
  WorldTable,
} from "./world.js";
export { SIMULATED_WORLDS, trainingWorldNames, worldByName } from "./worlds.js";
export * from "./writeup/index.js";
