import { InputError } from "../../check/index.js";
import {
  type ClusterBatch,
  type RewardModel,
  type World,
  WRITEUP_PEAK_PER_NODE,
  WRITEUP_USERS_PER_NODE,
  worldByName,
} from "../../cluster/index.js";
import { clusterEnvironment } from "../cluster-environment.js";
import type { Encoding } from "../encoding.js";
import type { BatchPart, TrainingEnvironment } from "../environment.js";
import { encodings, heads, networks, rewards } from "../parts/index.js";
import { ActorCritic } from "../policy/actor-critic.js";
import { offsetNetwork } from "../policy/offset-network.js";
import { ThreadedEnvironment } from "../threads/threaded-environment.js";
import type { TrainingConfig } from "./config.js";

/**
 * The environment that a configuration trains in, or a part of it: clusters in the order of the sizes.
 * @example
 * const config = ppo.trainingConfig({ sizes: [5] }, ppo.trainingPreset("ppo-writeup"));
 * ppo.trainingEnvironment(config).observationLength; // -> 31
 */
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

/**
 * The same environment, its clusters shared out over up to `threads` threads where they are many enough. To be closed.
 * @example
 * const config = ppo.trainingConfig({ sizes: [5] }, ppo.trainingPreset("ppo-writeup"));
 * ppo.threadedTrainingEnvironment(config, 2).batch; // -> 1
 */
export function threadedTrainingEnvironment(config: TrainingConfig, threads: number): TrainingEnvironment {
  const batch = config.clusters * config.sizes.length;
  const useful = Math.min(threads, Math.floor(batch / CLUSTERS_A_THREAD));
  if (useful < 2) return trainingEnvironment(config);
  const source = { module: __filename, maker: trainingEnvironment.name, argument: config };
  return new ThreadedEnvironment(source, trainingEnvironment, batch, useful);
}

/**
 * How clusters of `size` containers look to the configuration's policy.
 * @example
 * ppo.configuredEncoding(ppo.trainingPreset("ppo-writeup"), 5).observationLength; // -> 31
 */
export function configuredEncoding(config: TrainingConfig, size: number): Encoding {
  const world = trainingWorld(config);
  const peakRate = PEAK_SHARE * world.nodeCapacity(size) * size;
  const { largestScaleStep, dispatch } = world.spec(size);
  return encodings.make(config.encoding, { size, peakRate, largestScaleStep, dispatch });
}

/**
 * The same for clusters that the policy may not have been trained on.
 * @throws RangeError where they don't look to it as those of its training: vectors have other lengths.
 */
export function fittingEncoding(config: TrainingConfig, size: number): Encoding {
  const [own, trained] = [size, Math.max(...config.sizes)].map((one) => configuredEncoding(config, one));
  if (own.observationLength !== trained.observationLength || own.actionLength !== trained.actionLength)
    throw new RangeError(
      `${config.agent} was trained for ${config.sizes.join(", ")} containers, got ${size}`,
    );
  return own;
}

/**
 * Whether the configuration's policy can act on clusters of `size` containers.
 * @example
 * ppo.coversSize(ppo.trainingPreset("ppo-writeup"), 5); // -> false
 * ppo.coversSize(ppo.trainingPreset("ppo-writeup-padded"), 7); // -> true
 */
export function coversSize(config: TrainingConfig, size: number): boolean {
  try {
    fittingEncoding(config, size);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The configuration's policy with the start that `seed` gives it.
 * @throws InputError where one policy can't act on all sizes, or the head makes other action vectors than the encoding reads.
 * @example
 * ppo.configuredPolicy(ppo.trainingPreset("ppo-writeup"), 1).head.actionLength; // -> 11
 */
export function configuredPolicy(config: TrainingConfig, seed: number): ActorCritic {
  const most = Math.max(...config.sizes);
  if (!config.sizes.every((size) => coversSize(config, size)))
    throw new InputError(
      `sizes ${config.sizes.join(", ")}: ${config.agent} has a model of its own for each size: train it for one size at a time, or give its encoding room for all ({"encoding": {"slots": ${most}}} in the settings)`,
    );
  const encoding = configuredEncoding(config, most);
  const { layout, actionLength, choice, offsets = 0 } = encoding;
  const observationLength = encoding.observationLength - offsets;
  const head = heads.make(config.policy.head, { actionLength, choice });
  if (head.actionLength !== actionLength)
    throw new InputError(
      `policy.head ${head.actionLength === 1 ? "makes one number" : `makes ${head.actionLength} numbers`} an action, encoding reads ${actionLength}: choose parts that fit each other`,
    );
  const { outputLength } = head;
  const network = networks.make(config.policy.network, { observationLength, outputLength, layout });
  return new ActorCritic(offsets > 0 ? offsetNetwork(network, offsets) : network, head, seed);
}

/** The peak of the write-up's traffic as a share of what it calls a node's capacity. */
const PEAK_SHARE = WRITEUP_PEAK_PER_NODE / WRITEUP_USERS_PER_NODE;

/**
 * The world that a configuration trains on.
 * @throws InputError on one that there isn't, or that doesn't take its spec.
 * @example
 * ppo.trainingWorld(ppo.trainingPreset("ppo-writeup")).name; // -> "writeup"
 */
export function trainingWorld({ cluster, spec }: Pick<TrainingConfig, "cluster" | "spec">): World {
  return worldByName(cluster, { spec });
}

function openClusters(config: TrainingConfig, size: number, clusters: number): ClusterBatch {
  const { workload, episodeSteps: steps } = config;
  const { openTraining } = trainingWorld(config);
  if (openTraining === undefined)
    throw new InputError(`no agent can be trained on cluster ${config.cluster}`);
  return openTraining(clusters, { size, workload, steps, reward: configuredReward(config) });
}

/**
 * The configuration's reward.
 * @throws InputError where this process doesn't know a term of the user's own; RangeError on a weight of no term.
 * @example
 * ppo.configuredReward(ppo.trainingPreset("ppo-writeup")).weights.errors; // -> 50
 */
export function configuredReward({ reward }: Pick<TrainingConfig, "reward">): RewardModel {
  return rewards.make(reward);
}
