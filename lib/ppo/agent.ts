import type { ClusterSpec, Controller } from "../cluster/index.js";
import { RandomStream } from "../random/index.js";
import type { Encoding } from "./encoding.js";
import { ObservationNormalizer } from "./normalizer.js";
import type { TrainedPolicy } from "./training/agent-file.js";
import { restoredPolicy } from "./training/restored-policy.js";
import { fittingEncoding, trainingWorld } from "./training/world.js";

/** How an agent acts where it isn't as it was trained to. */
export interface AgentOptions {
  /** It draws its actions as in training; default: it takes the action without noise. */
  readonly isSampled?: boolean;
  /** Changes each action vector, in place, before the encoding reads it. */
  readonly alter?: (vector: Float32Array) => void;
}

/** What an agent remembers of an episode. */
export interface AgentMemory {
  /** Its encoding's memory. */
  readonly seen: unknown;
  /** Where actions are drawn from, where they are. */
  readonly noise: RandomStream | undefined;
}

/**
 * A trained policy as a controller. It needs neither TensorFlow nor the training's environment.
 * @throws RangeError where the cluster is of a size that the agent wasn't made for, or starts fewer containers a step than the agent
 * may ask for.
 * @example
 * // needs a trained agent
 * const agent = ppo.trainedAgent(ppo.readAgent("data/agents/ppo-writeup/sim/n5-seed1.json"));
 * agent.name; // -> "ppo-writeup"
 */
export function trainedAgent(
  trained: TrainedPolicy,
  { isSampled = false, alter }: AgentOptions = {},
): Controller<AgentMemory> {
  const { config, observationMoments } = trained;
  const policy = restoredPolicy(trained);
  const { observationLength, layout } = policy.network;
  const normalizer = new ObservationNormalizer(observationLength, { layout });
  normalizer.restore(observationMoments);
  const raw = new Float64Array(observationLength);
  const seen = new Float32Array(observationLength);
  const actions = new Float32Array(policy.head.actionLength);
  const decision = { actions, logProbabilities: new Float64Array(1) };
  const encodings = new Map<number, Encoding>();
  const encodingOf = (size: number) => {
    const known = encodings.get(size) ?? fittingEncoding(config, size);
    encodings.set(size, known);
    return known;
  };
  return {
    name: config.agent,
    start(spec, seed) {
      const encoding = encodingOf(spec.containers.length);
      requireScaleStep(trained.config, encoding, spec);
      return {
        seen: encoding.start(),
        noise: isSampled ? RandomStream.of(seed, "sampled") : undefined,
      };
    },
    decide(observation, { seen: before, noise }) {
      const encoding = encodingOf(observation.size);
      const after = encoding.observe(observation, before, raw);
      if (config.ppo.normalizeObservations) normalizer.normalize(raw, 1, seen);
      else seen.set(raw);
      if (noise === undefined) policy.mode(seen, 1, actions);
      else policy.sample(seen, 1, noise, decision);
      alter?.(actions);
      return { action: encoding.action(actions, after), memory: { seen: after, noise } };
    },
  };
}

/** An agent that chooses among commands was trained with a largest step of its own. */
function requireScaleStep(config: TrainedPolicy["config"], { choice }: Encoding, spec: ClusterSpec): void {
  if (choice === undefined) return;
  const { largestScaleStep } = trainingWorld(config).spec(spec.containers.length);
  if (largestScaleStep > spec.largestScaleStep)
    throw new RangeError(
      `${config.agent} starts or stops up to ${largestScaleStep} containers a step, the cluster takes ${spec.largestScaleStep}`,
    );
}
