export * from "./model.js";
export { requestErrorsTerm, requestLatencyTerm, requestQueueTerm } from "./request-terms.js";
export { WRITEUP_REWARD_RANGES, WRITEUP_REWARD_WEIGHTS, writeupReward } from "./reward.js";
export {
  WRITEUP_PEAK_PER_NODE,
  WRITEUP_SERVICE_RATE,
  WRITEUP_USERS_PER_NODE,
  type WriteupSpecOptions,
  writeupSpec,
} from "./spec.js";
export { type CommandOdds, commandOdds, type SwitchingRates, switchingRates } from "./switching.js";
export {
  costTerm,
  emptyFleetTerm,
  errorsTerm,
  frictionTerm,
  idleTerm,
  latencyTerm,
  preventiveTerm,
  queueTerm,
  saturationTerm,
} from "./terms.js";
export type { TrafficStream } from "./traffic.js";
export {
  WRITEUP_SCALE_DOWN,
  WRITEUP_SCALE_UP,
  writeupAction,
  writeupObservation,
  writeupObservationLength,
  writeupQueue,
  writeupScale,
  writeupWeights,
} from "./vectors.js";
export { WriteupCluster } from "./writeup-cluster.js";
export { WriteupClusterBatch, type WriteupOptions } from "./writeup-cluster-batch.js";
