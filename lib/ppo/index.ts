/**
 * Proximal policy optimisation: policies made of exchangeable parts, training on clusters, trained agents as controllers.
 */
export { Adam, type AdamOptions, type AdamState, clipGradient } from "./adam.js";
export { type AdvantageInput, generalizedAdvantage } from "./advantage.js";
export { type AgentMemory, type AgentOptions, trainedAgent } from "./agent.js";
export { type ClusterGroup, clusterEnvironment } from "./cluster-environment.js";
export type { Choice, ContainerLayout, Encoding, EncodingNeeds, EpisodeNeeds } from "./encoding.js";
export { type FeatureChoice, featureNames } from "./encodings/fleet/features.js";
export { type FleetEncodingOptions, type FleetPrior, fleetEncoding } from "./encodings/fleet/fleet.js";
export type { FleetMemory } from "./encodings/fleet/memory.js";
export { RateHistory } from "./encodings/fleet/rate-history.js";
export {
  type WriteupEncoding,
  type WriteupEncodingOptions,
  type WriteupMemory,
  writeupEncoding,
} from "./encodings/writeup.js";
export { type Engine, type EngineFactory, fastestEngine, referenceEngine } from "./engine/index.js";
export type { BatchPart, TrainingEnvironment } from "./environment.js";
export {
  type FineTuningConfig,
  fineTuningConfig,
  fineTuningPreset,
  type GuardSettings,
} from "./fine-tuning/config.js";
export type { FineTuningRun } from "./fine-tuning/contract.js";
export { DivergenceLimit } from "./fine-tuning/divergence-limit.js";
export { Guard, type TakeOver } from "./fine-tuning/guard.js";
export {
  type FineTuningLine,
  fineTuningLogFile,
  readFineTuningLog,
  type UpdateLine,
} from "./fine-tuning/log.js";
export { rewardMomentsOf } from "./fine-tuning/reward-scale.js";
export { fineTune } from "./fine-tuning/run.js";
export { Learner, type Minibatch } from "./learner.js";
export type { LearningReport } from "./learning-report.js";
export { type LossParts, type LossSettings, type LossTargets, policyShift, ppoLoss } from "./loss.js";
export { ObservationNormalizer, type ObservationNormalizerOptions, RewardNormalizer } from "./normalizer.js";
export { encodings, heads, networks, rewards } from "./parts/index.js";
export { type PartKind, PartRegistry, type PartSettings } from "./parts/registry.js";
export { ActorCritic, type PolicyDecisions, type PolicyTensors } from "./policy/actor-critic.js";
export { categorical } from "./policy/categorical.js";
export type { Head, HeadNeeds, HeadOutputs, Network, NetworkNeeds, PlainForward } from "./policy/contract.js";
export { type GaussianOptions, gaussianBox } from "./policy/gaussian-box.js";
export { jointHead } from "./policy/joint-head.js";
export { mlp } from "./policy/mlp.js";
export { offsetNetwork } from "./policy/offset-network.js";
export { type ParameterSpec, ParameterVector } from "./policy/parameters.js";
export { type SharedOptions, shared } from "./policy/shared.js";
export {
  matrixProductRate,
  type NetworkArithmetic,
  networkArithmetic,
  type ProductTrial,
} from "./profile/arithmetic.js";
export { Laps, type TrainingPart } from "./profile/laps.js";
export { Rollout } from "./rollout.js";
export { type MomentsState, RunningMoments } from "./running-moments.js";
export { type Schedule, scheduled } from "./schedule.js";
export type { PpoSettings } from "./settings.js";
export { loadTensorFlow, type TensorFlow } from "./tensorflow.js";
export type { EnvironmentSource } from "./threads/orders.js";
export { ThreadedEnvironment } from "./threads/threaded-environment.js";
export { Trainer, type TrainerOptions, type TrainerState, type UpdateReport } from "./trainer.js";
export {
  agentFile,
  type FineTuningRecord,
  readAgent,
  runFolder,
  runName,
  type TrainedPolicy,
  trainedPolicy,
  writeAgent,
} from "./training/agent-file.js";
export { type Checkpoint, readCheckpoint, writeCheckpoint } from "./training/checkpoint.js";
export {
  type EarlierRun,
  type TrainingChanges,
  type TrainingConfig,
  trainingConfig,
} from "./training/config.js";
export { furtherConfig } from "./training/further.js";
export { type LogLine, readLog } from "./training/log.js";
export { type PooledRun, type PoolWatch, summedProgress, TrainingPool, trainAll } from "./training/pool.js";
export { agentNames, trainingPreset } from "./training/presets.js";
export { restoredPolicy } from "./training/restored-policy.js";
export { checkpointFile, logFile, type TrainingRun, train } from "./training/run.js";
export { trainingSpec } from "./training/spec.js";
export {
  configuredEncoding,
  configuredPolicy,
  configuredReward,
  coversSize,
  threadedTrainingEnvironment,
  trainingEnvironment,
  trainingWorld,
} from "./training/world.js";
