import type { Controller } from "../cluster/index.js";
import { ObservationNormalizer } from "./normalizer.js";
import type { TrainedPolicy } from "./training/agent-file.js";
import { configuredEncoding, configuredPolicy } from "./training/world.js";

/**
 * A trained policy as a controller: it takes the action without noise, and remembers nothing. It needs neither TensorFlow nor
 * the training's environment.
 * @throws RangeError where the cluster is of a size that the agent wasn't made for.
 */
export function trainedAgent({ config, seed, parameters, observationMoments }: TrainedPolicy): Controller {
  const policy = configuredPolicy(config, seed);
  if (parameters.length !== policy.parameters.values.length)
    throw new RangeError(
      `a policy of these settings has ${policy.parameters.values.length} parameters, the agent's file ${parameters.length}`,
    );
  policy.parameters.values.set(parameters);
  const { observationLength } = policy.network;
  const normalizer = new ObservationNormalizer(observationLength);
  normalizer.restore(observationMoments);
  const raw = new Float64Array(observationLength);
  const seen = new Float32Array(observationLength);
  const action = new Float32Array(policy.head.actionLength);
  const encodings = new Map<number, ReturnType<typeof configuredEncoding>>();
  const encodingOf = (size: number) => {
    const known = encodings.get(size) ?? configuredEncoding(config, size);
    encodings.set(size, known);
    if (known.observationLength !== observationLength)
      throw new RangeError(
        `${config.agent} was trained for ${config.sizes.join(", ")} containers, got ${size}`,
      );
    return known;
  };
  return {
    name: config.agent,
    start: (spec) => void encodingOf(spec.containers.length),
    decide(observation) {
      const encoding = encodingOf(observation.size);
      encoding.observe(observation, raw);
      if (config.ppo.normalizeObservations) normalizer.normalize(raw, 1, seen);
      else seen.set(raw);
      policy.mode(seen, 1, action);
      return { action: encoding.action(action), memory: undefined };
    },
  };
}
