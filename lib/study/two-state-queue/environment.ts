import type { TrainingEnvironment } from "../../ppo/index.js";
import { RandomStream } from "../../random/index.js";
import type { TwoStateQueue } from "./two-state-queue.js";

/** The longest episode, in steps: a time limit, not an end of the task. */
const EPISODE_STEPS = 50;
/** Action values from here on serve fast. */
const FAST_FROM = 0.5;

/**
 * The two-state queue as PPO trains on it, with what makes real tasks awkward: the action is a real number that serves fast from 0.5 on,
 * and a time limit of 50 steps truncates the episodes. `batch` queues step together, all from short.
 */
export function twoStateEnvironment(queue: TwoStateQueue, batch: number): TrainingEnvironment {
  const arrays = {
    batch,
    observationLength: 1,
    actionLength: 1,
    observations: new Float64Array(batch),
    reached: new Float64Array(batch),
    rewards: new Float64Array(batch),
    terminated: new Uint8Array(batch),
    truncated: new Uint8Array(batch),
  };
  let [step, random] = [0, RandomStream.of(0)];
  return {
    ...arrays,
    reset(seed) {
      [step, random] = [0, RandomStream.of(seed, "queues")];
      arrays.observations.fill(0);
    },
    step(actions) {
      step++;
      const isCut = step % EPISODE_STEPS === 0;
      for (let b = 0; b < batch; b++) {
        const [state, action] = [arrays.observations[b], actions[b] >= FAST_FROM ? 1 : 0];
        arrays.rewards[b] = queue.reward(state, action);
        arrays.reached[b] = random.uniform() < queue.longNext(state, action) ? 1 : 0;
        arrays.truncated[b] = isCut ? 1 : 0;
        arrays.observations[b] = isCut ? 0 : arrays.reached[b];
      }
    },
    takeMeans: () => ({}),
  };
}
