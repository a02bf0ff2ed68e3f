import { requirePositive } from "../check/index.js";
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
  /** Price of an SLA violation in container-seconds that it acts for, > 0, where its policy sees one; default 1. */
  readonly price?: number | undefined;
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
 * may ask for, or on a price that its policy doesn't see.
 * @example
 * // needs a trained agent
 * const agent = ppo.trainedAgent(ppo.readAgent("data/agents/ppo-writeup/sim/n5-seed1.json"));
 * agent.name; // -> "ppo-writeup"
 */
export function trainedAgent(
  trained: TrainedPolicy,
  { isSampled = false, alter, price }: AgentOptions = {},
): Controller<AgentMemory> {
  if (price !== undefined) requirePositive("price", price);
  const { config, observationMoments } = trained;
  const policy = restoredPolicy(trained);
  const { observationLength, layout, offsets } = policy.network;
  const normalizer = new ObservationNormalizer(observationLength, { layout, offsets });
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
  const { dispatch, isPriced = false } = encodingOf(Math.max(...config.sizes));
  if (price !== undefined && !isPriced)
    throw new RangeError(`${config.agent} sees no price, got price ${price}: leave it out`);
  return {
    name: config.agent,
    dispatch,
    start(spec, seed) {
      const encoding = encodingOf(spec.containers.length);
      requireScaleStep(trained.config, encoding, spec);
      return {
        seen: encoding.start({ spec, price: price ?? 1 }),
        noise: isSampled ? RandomStream.of(seed, "sampled") : undefined,
      };
    },
    decide(observation, { seen: before, noise }) {
      const encoding = encodingOf(observation.size);
      const after = encoding.observe(observation, encoding.copy?.(before) ?? before, raw);
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
  // One of a list of commands: those that the cluster doesn't take are never chosen.
  if (choice === undefined || choice.of === "step") return;
  const { largestScaleStep } = trainingWorld(config).spec(spec.containers.length);
  if (largestScaleStep > spec.largestScaleStep)
    throw new RangeError(
      `${config.agent} starts or stops up to ${largestScaleStep} containers a step, the cluster takes ${spec.largestScaleStep}`,
    );
}
