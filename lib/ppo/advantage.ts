import { requireInteger } from "../check/index.js";

/** A stretch of one environment's steps; every array has length T. */
export interface AdvantageInput {
  readonly rewards: ArrayLike<number>;
  /** V of the state each step began in. */
  readonly values: ArrayLike<number>;
  /** V of the state each step reached, before any reset. */
  readonly nextValues: ArrayLike<number>;
  /** Whether the step ended the task: nothing comes after it. */
  readonly terminated: ArrayLike<number | boolean>;
  /** Whether a time limit cut the episode off after the step: what would have come is worth V of the state reached. */
  readonly truncated: ArrayLike<number | boolean>;
  /** gamma, 0 .. 1. */
  readonly discount: number;
  /** lambda, 0 .. 1. */
  readonly lambda: number;
}

/**
 * Generalised advantage estimation (Schulman et al. 2016) with bootstrapping at truncation:
 *
 *   delta_t = r_t + gamma (1 - terminated_t) V(s'_t) - V(s_t)
 *   A_t = delta_t + gamma lambda (1 - terminated_t)(1 - truncated_t) A_{t+1},   A_T = 0
 *   return_t = A_t + V(s_t)
 *
 * with s'_t the state reached before any reset. The stretch may end in the middle of an episode.
 * @throws RangeError where lengths differ or a factor isn't in 0 .. 1.
 * @example
 * const { advantages, returns } = ppo.generalizedAdvantage({
 *   rewards: [1, 1],
 *   values: [2, 3],
 *   nextValues: [3, 5],
 *   terminated: [0, 0],
 *   truncated: [0, 1],
 *   discount: 0.5,
 *   lambda: 0.5,
 * });
 * advantages; // -> [0.625, 0.5]
 * returns; // -> [2.625, 3.5]
 */
export function generalizedAdvantage(input: AdvantageInput): {
  readonly advantages: Float64Array;
  readonly returns: Float64Array;
} {
  const { rewards, values, nextValues, terminated, truncated, discount, lambda } = input;
  const length = rewards.length;
  for (const [name, array] of Object.entries({ values, nextValues, terminated, truncated }))
    if (array.length !== length)
      throw new RangeError(`${name} must have the length of rewards (${length}), got ${array.length}`);
  for (const [name, factor] of Object.entries({ discount, lambda }))
    if (!(factor >= 0 && factor <= 1)) throw new RangeError(`${name} must be within 0 .. 1, got ${factor}`);
  requireInteger("rewards.length", length, 0);
  const advantages = new Float64Array(length);
  const returns = new Float64Array(length);
  let following = 0;
  for (let t = length - 1; t >= 0; t--) {
    const future = terminated[t] ? 0 : discount * nextValues[t];
    const carried = terminated[t] || truncated[t] ? 0 : discount * lambda * following;
    following = rewards[t] + future - values[t] + carried;
    advantages[t] = following;
    returns[t] = following + values[t];
  }
  return { advantages, returns };
}
