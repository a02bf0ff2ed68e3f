import {
  type TrainedPolicy,
  type TrainingChanges,
  trainingConfig,
  trainingPreset,
} from "../../lib/ppo/index.js";
import { configuredPolicy } from "../../lib/ppo/training/world.js";

/** An agent that has learned nothing: its network says the same of every command. */
export function untrained(
  sizes: readonly number[],
  commands: readonly number[],
  changes: Pick<TrainingChanges, "encoding" | "policy"> = {},
): TrainedPolicy {
  const config = trainingConfig(
    {
      agent: "ppo-fleet",
      cluster: "sim",
      spec: { dispatch: "least-connections", largestScaleStep: commands[commands.length - 1] },
      sizes: [...sizes],
      encoding: { kind: "fleet", commands: [...commands], ...changes.encoding },
      policy: { head: { kind: "fleet-scale" }, ...changes.policy },
      ppo: { normalizeObservations: false },
    },
    trainingPreset("ppo-writeup"),
  );
  const { parameters, network } = configuredPolicy(config, 1);
  const length = network.observationLength;
  const observationMoments = {
    mean: new Array(length).fill(0),
    variance: new Array(length).fill(1),
    count: 1,
  };
  return { config, seed: 1, steps: 0, parameters: parameters.values.fill(0), observationMoments };
}
