import {
  type ClusterBatch,
  clusterCapacity,
  costReward,
  type RewardModel,
  SimulatedClusterBatch,
  WRITEUP_PEAK_PER_NODE,
  WRITEUP_USERS_PER_NODE,
  WriteupClusterBatch,
  writeupReward,
  writeupSpec,
} from "../../cluster/index.js";
import { RandomStream } from "../../random/index.js";
import { type Workload, WriteupTraffic, workloadByName } from "../../workload/index.js";
import { clusterEnvironment } from "../cluster-environment.js";
import { type Encoding, paddedWriteupEncoding } from "../encoding.js";
import type { BatchPart, TrainingEnvironment } from "../environment.js";
import { ActorCritic } from "../policy/actor-critic.js";
import { gaussianBox } from "../policy/gaussian-box.js";
import { mlp } from "../policy/mlp.js";
import { ThreadedEnvironment } from "../threads/threaded-environment.js";
import type { TrainingConfig } from "./config.js";
import { trainedSpec } from "./spec.js";

/** Price of a violation in the cost reward, in container-seconds. */
const PRICE = 10;

/** The environment that a configuration trains in, or a part of it: clusters in the order of the sizes. */
export function trainingEnvironment(config: TrainingConfig, part?: BatchPart): TrainingEnvironment {
  return clusterEnvironment(
    config.sizes.map((size) => ({
      clusters: config.clusters,
      encoding: configuredEncoding(config, size),
      open: (clusters) => openClusters(config, size, clusters),
    })),
    part,
  );
}

/** With fewer clusters a thread isn't worth its messages. */
const CLUSTERS_A_THREAD = 16;

/** The same environment, its clusters shared out over up to `threads` threads where they are many enough. To be closed. */
export function threadedTrainingEnvironment(config: TrainingConfig, threads: number): TrainingEnvironment {
  const batch = config.clusters * config.sizes.length;
  const useful = Math.min(threads, Math.floor(batch / CLUSTERS_A_THREAD));
  if (useful < 2) return trainingEnvironment(config);
  const source = { module: __filename, maker: trainingEnvironment.name, argument: config };
  return new ThreadedEnvironment(source, trainingEnvironment, batch, useful);
}

/** How clusters of `size` containers look to the configuration's policy. */
export function configuredEncoding(config: TrainingConfig, size: number): Encoding {
  const peakRate = PEAK_SHARE * userCapacity(config, size) * size;
  return paddedWriteupEncoding({ size, peakRate, slots: config.encoding.slots ?? size });
}

/** The configuration's policy with the start that `seed` gives it. */
export function configuredPolicy(config: TrainingConfig, seed: number): ActorCritic {
  const { observationLength, actionLength } = configuredEncoding(config, Math.max(...config.sizes));
  const head = gaussianBox(actionLength, config.policy.head);
  const network = mlp({ observationLength, outputLength: head.outputLength, ...config.policy.network });
  return new ActorCritic(network, head, seed);
}

/** The peak of the write-up's traffic as a share of what it calls a node's capacity. */
const PEAK_SHARE = WRITEUP_PEAK_PER_NODE / WRITEUP_USERS_PER_NODE;

/** What a container serves on average, in users as the traffic counts them: requests/s. */
function userCapacity(config: TrainingConfig, size: number): number {
  return config.cluster === "writeup"
    ? WRITEUP_USERS_PER_NODE
    : clusterCapacity(trainedSpec(config, size)) / size;
}

function openClusters(config: TrainingConfig, size: number, clusters: number): ClusterBatch {
  const { episodeSteps: steps } = config;
  const workload = workloadByName(config.workload, {
    purpose: "training",
    nodeCapacity: userCapacity(config, size),
  });
  const reward = configuredReward(config);
  if (config.cluster === "sim") {
    const spec = trainedSpec(config, size);
    return new SimulatedClusterBatch(clusters, { spec, workload: windowed(workload), steps, reward });
  }
  const spec = writeupSpec({ size });
  // As in the write-up, the traffic's clock runs on over the resets of its own simulator.
  return new WriteupClusterBatch(clusters, {
    spec,
    steps,
    reward,
    ...(workload.family === "writeup"
      ? { traffic: (seed) => new WriteupTraffic({ nodes: size, seed, patterns: "training" }) }
      : { workload: windowed(workload) }),
  });
}

/** The configuration's reward. */
export function configuredReward({
  reward: { model, weights },
}: Pick<TrainingConfig, "reward">): RewardModel {
  return model === "writeup" ? writeupReward(weights) : costReward(PRICE, weights);
}

/** Slots of the trace that an episode's window is cut from: the longest cycle of the traffic and more. */
const WINDOWED_SLOTS = 2000;

/**
 * The workload seen through a window: an episode gets a stretch of a longer trace, from a start drawn by its seed. Short
 * episodes would otherwise all see how a trace begins, and nothing else.
 */
export function windowed(workload: Workload): Workload {
  return {
    ...workload,
    trace(request) {
      const slots = request.slots + WINDOWED_SLOTS;
      const start = RandomStream.of(request.seed, "window").integer(WINDOWED_SLOTS);
      return workload.trace({ ...request, slots }).subarray(start, start + request.slots);
    },
  };
}
