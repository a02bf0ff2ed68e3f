import { InputError } from "../../check/index.js";
import type { TrainingConfig } from "./config.js";

/**
 * The write-up's agent: a model for each N, with its settings, on its own memoryless simulator: a million steps of one
 * environment, in episodes of 100 from one container.
 */
const writeupAgent: TrainingConfig = {
  agent: "ppo-writeup",
  cluster: "writeup",
  sizes: [10],
  clusters: 1,
  workload: "writeup-train",
  steps: 1_000_000,
  episodeSteps: 100,
  reward: { model: "writeup", weights: {} },
  encoding: { kind: "writeup", slots: null },
  policy: {
    network: { kind: "mlp", hidden: [64, 64] },
    head: { kind: "gaussian-box", logStdInit: 0 },
  },
  ppo: {
    rolloutSteps: 128,
    minibatch: 64,
    epochs: 3,
    learningRate: { kind: "linear", from: 1.13e-3 },
    clipRange: 0.3,
    vfCoef: 0.5,
    entCoef: 1e-4,
    discount: 0.8622,
    lambda: 0.9067,
    maxGradNorm: 0.5,
    normalizeAdvantages: true,
    normalizeObservations: true,
    normalizeRewards: true,
    targetKl: null,
  },
};

/** Every agent that can be trained by name, as it is trained where nothing else is said. */
const PRESETS: Readonly<Record<string, TrainingConfig>> = Object.freeze({
  "ppo-writeup": writeupAgent,
  /**
   * The same agent from sixteen clusters at once, with larger minibatches, which takes about half the processor time. Found at
   * N = 10 by the mean reward of the last 100 training episodes alone: clusters (16, 32, 64), steps of a rollout (16 to 64),
   * minibatch (128, 256, 512), epochs (4 to 10) and learning rate (1.13e-3, 2e-3) were tried in seven combinations with two
   * seeds each; everything else stayed. Five seeds of this one ended at -472 on average, from -517 to -442.
   */
  "ppo-writeup-batched": {
    ...writeupAgent,
    agent: "ppo-writeup-batched",
    clusters: 16,
    ppo: {
      ...writeupAgent.ppo,
      rolloutSteps: 64,
      minibatch: 256,
      epochs: 5,
      learningRate: { kind: "linear", from: 2e-3 },
    },
  },
  /** One model for all N up to 25: five clusters, one of each size, fill one rollout. */
  "ppo-writeup-padded": {
    ...writeupAgent,
    agent: "ppo-writeup-padded",
    sizes: [5, 10, 15, 20, 25],
    encoding: { kind: "writeup", slots: 25 },
  },
});

/**
 * Names of the agents that can be trained.
 * @example
 * ppo.agentNames().includes("ppo-writeup"); // -> true
 */
export function agentNames(): readonly string[] {
  return Object.keys(PRESETS);
}

/**
 * How the agent of that name is trained. @throws InputError listing the known ones.
 * @example
 * ppo.trainingPreset("ppo-writeup").ppo.clipRange; // -> 0.3
 */
export function trainingPreset(agent: string): TrainingConfig {
  const preset = Object.hasOwn(PRESETS, agent) ? PRESETS[agent] : undefined;
  if (preset === undefined)
    throw new InputError(`no agent is called ${JSON.stringify(agent)}; known: ${agentNames().join(", ")}`);
  return preset;
}
