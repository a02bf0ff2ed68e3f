import { nativeBackend } from "../graph/native-backend.js";
import type { ActorCritic } from "../policy/actor-critic.js";
import type { PpoSettings } from "../settings.js";
import type { TensorFlow } from "../tensorflow.js";
import { CompiledEngine } from "./compiled-engine.js";
import type { Engine } from "./contract.js";
import { ReferenceEngine } from "./reference-engine.js";

export type { Engine } from "./contract.js";

/** Makes what a trainer computes with. */
export type EngineFactory = (tf: TensorFlow, policy: ActorCritic, settings: PpoSettings) => Engine;

/**
 * The readable one, on any backend.
 * @example
 * const tf = await ppo.loadTensorFlow();
 * const config = ppo.trainingPreset("ppo-writeup");
 * const engine = ppo.referenceEngine(tf, ppo.configuredPolicy(config, 1), config.ppo);
 * engine.adamState().steps; // -> 0
 */
export const referenceEngine: EngineFactory = (tf, policy, settings) =>
  new ReferenceEngine(tf, policy, settings);

/**
 * The fastest that the backend has: compiled graphs natively, the readable one elsewhere.
 * @example
 * const tf = await ppo.loadTensorFlow();
 * const config = ppo.trainingPreset("ppo-writeup");
 * const engine = ppo.fastestEngine(tf, ppo.configuredPolicy(config, 1), config.ppo);
 * engine.adamState().steps; // -> 0
 * engine.dispose();
 */
export const fastestEngine: EngineFactory = (tf, policy, settings) => {
  const backend = nativeBackend(tf);
  return backend === undefined
    ? referenceEngine(tf, policy, settings)
    : new CompiledEngine(tf, backend, policy, settings);
};
