import { InputError } from "../check/index.js";

/**
 * Throws where a policy's parameters aren't finite any more: it is no result, and what acts by it makes nothing but NaN.
 * @param after what it was trained for, for the message.
 * @throws InputError
 */
export function requireFinitePolicy(parameters: Float32Array, after: string): void {
  if (parameters.every(Number.isFinite)) return;
  throw new InputError(
    `training diverged: after ${after} the policy's parameters aren't finite: lower ppo.learningRate, or the weights of the reward`,
  );
}
