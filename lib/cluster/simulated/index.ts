export type { CommonQueueStatistics } from "./common-queue.js";
export { type Replay, type ReplayOptions, replayRequests } from "./replay.js";
export type { ReferenceRouter } from "./routing-loss.js";
export { SimulatedCluster } from "./simulated-cluster.js";
export {
  type EpisodeStart,
  SimulatedClusterBatch,
  type SimulationOptions,
} from "./simulated-cluster-batch.js";
export { type StationaryOptions, stationaryStep } from "./stationary-step.js";
export { CALIBRATED_AGENTS } from "./world.js";
