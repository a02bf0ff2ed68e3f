import { RandomStream } from "../../random/index.js";
import { ObservationNormalizer } from "../normalizer.js";
import type { MomentsState } from "../running-moments.js";
import type { TrainedPolicy } from "../training/agent-file.js";
import { restoredPolicy } from "../training/restored-policy.js";
import { trainingEnvironment } from "../training/world.js";

/** Steps in the world of phase 1 that the scale is taken from. */
const STEPS = 4096;

/**
 * The moments that a trained policy's rewards were normalised by. Agents that don't carry them are played, with their noise, where
 * they were trained; there the critic is right on average for rewards r / S when E[V] = E[r] / S + gamma E[V'], so
 *
 *   S = E[r] / (E[V] - gamma E[V']),
 *
 * and the moments are those of discounted returns with deviation S and mean E[r] / (1 - gamma). An S that isn't positive and
 * finite says that the critic knows nothing: then the moments start anew, as in phase 1.
 * @example
 * // needs a trained agent
 * ppo.rewardMomentsOf(ppo.readAgent("data/agents/ppo-writeup/sim/n5-seed1.json"))?.mean.length; // -> 1
 */
export function rewardMomentsOf(trained: TrainedPolicy): MomentsState | undefined {
  if (trained.rewardMoments !== undefined) return trained.rewardMoments;
  const { config, seed, observationMoments } = trained;
  const { discount, normalizeObservations } = config.ppo;
  const policy = restoredPolicy(trained);
  const { observationLength, layout, offsets } = policy.network;
  const normalizer = new ObservationNormalizer(observationLength, { layout, offsets });
  normalizer.restore(observationMoments);
  const world = trainingEnvironment(config);
  const { batch } = world;
  const seen = new Float32Array(world.observations.length);
  const look = (observations: Float64Array) => {
    if (normalizeObservations) normalizer.normalize(observations, batch, seen);
    else seen.set(observations);
  };
  const decisions = {
    actions: new Float32Array(batch * world.actionLength),
    logProbabilities: new Float64Array(batch),
  };
  const valued = new Float64Array(batch);
  const noise = RandomStream.of(seed, "fine-tuning", "reward-scale");
  const sum = (values: Float64Array) => values.reduce((total, value) => total + value, 0);
  let [rewards, values, nextValues] = [0, 0, 0];
  const steps = Math.ceil(STEPS / batch);
  world.reset(seed);
  for (let t = 0; t < steps; t++) {
    look(world.observations);
    policy.sample(seen, batch, noise, decisions);
    policy.values(seen, batch, valued);
    values += sum(valued);
    world.step(decisions.actions);
    rewards += sum(world.rewards);
    look(world.reached);
    policy.values(seen, batch, valued);
    nextValues += sum(valued);
  }
  const scale = rewards / (values - discount * nextValues);
  if (!(scale > 0 && Number.isFinite(scale))) return undefined;
  const mean = rewards / (steps * batch) / (1 - discount);
  return { mean: [mean], variance: [scale ** 2], count: observationMoments.count };
}
