import type { ActorCritic } from "../policy/actor-critic.js";
import type { TrainedPolicy } from "./agent-file.js";
import { configuredPolicy } from "./world.js";

/**
 * A trained policy as it stands in its file.
 * @throws RangeError where the file's parameters aren't as many as its settings ask for.
 * @example
 * const config = ppo.trainingPreset("ppo-writeup");
 * const { values } = ppo.configuredPolicy(config, 1).parameters;
 * ppo.restoredPolicy({ config, seed: 2, parameters: values }).parameters.values[0] === values[0]; // -> true
 */
export function restoredPolicy({
  config,
  seed,
  parameters,
}: Pick<TrainedPolicy, "config" | "seed" | "parameters">): ActorCritic {
  const policy = configuredPolicy(config, seed);
  const { values } = policy.parameters;
  if (parameters.length !== values.length)
    throw new RangeError(
      `a policy of these settings has ${values.length} parameters, the agent's file ${parameters.length}`,
    );
  values.set(parameters);
  return policy;
}
