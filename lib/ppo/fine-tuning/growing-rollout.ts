import { z } from "zod";
import { Rollout } from "../rollout.js";
import { floats } from "../training/floats.js";

/** One step of a policy on a cluster. */
export interface PolicyStep {
  /** What the policy saw, and what the pretrained policy would have seen: each with its own normaliser. */
  readonly seen: Float32Array;
  readonly seenByPretrained: Float32Array;
  readonly action: Float32Array;
  readonly logProbability: number;
  readonly value: number;
  /** As it is learned from: normalised where the settings say so. */
  readonly reward: number;
  /** V of what the step reached. */
  readonly nextValue: number;
  /** The episode was cut off after the step. */
  readonly truncated: boolean;
}

/** A rollout that isn't full yet, as a checkpoint keeps it. */
export const growingRolloutState = z.strictObject({
  observations: floats,
  seenByPretrained: floats,
  actions: floats,
  logProbabilities: floats,
  rewards: z.array(z.number()),
  values: z.array(z.number()),
  nextValues: z.array(z.number()),
  truncated: z.array(z.int().min(0).max(1)),
});

/** The rollout of one cluster, filled step by step: it can be put down and taken up between any two steps. */
export class GrowingRollout {
  readonly rollout: Rollout;
  /** The observations as the pretrained policy would have seen them, T x O. */
  readonly seenByPretrained: Float32Array;
  #filled = 0;

  constructor(steps: number, observationLength: number, actionLength: number) {
    this.rollout = new Rollout(1, steps, observationLength, actionLength);
    this.seenByPretrained = new Float32Array(steps * observationLength);
  }

  /** Steps that it holds. */
  get filled(): number {
    return this.#filled;
  }

  get isFull(): boolean {
    return this.#filled === this.rollout.steps;
  }

  /** Adds a step. @throws RangeError where it is full. */
  add(step: PolicyStep): void {
    if (this.isFull) throw new RangeError(`a rollout of ${this.rollout.steps} steps is full`);
    const { rollout } = this;
    const t = this.#filled++;
    rollout.observations.set(step.seen, t * rollout.observationLength);
    this.seenByPretrained.set(step.seenByPretrained, t * rollout.observationLength);
    rollout.actions.set(step.action, t * rollout.actionLength);
    rollout.logProbabilities[t] = step.logProbability;
    rollout.values[t] = step.value;
    rollout.rewards[t] = step.reward;
    rollout.nextValues[t] = step.nextValue;
    rollout.terminated[t] = 0;
    rollout.truncated[t] = Number(step.truncated);
  }

  /** What comes next doesn't follow from the last step: it counts as truncated, and V of what it reached stands for the rest. */
  cut(): void {
    if (this.#filled > 0) this.rollout.truncated[this.#filled - 1] = 1;
  }

  /** Makes it empty. */
  clear(): void {
    this.#filled = 0;
  }

  /** What it holds, cut after the last step: whoever takes it up does so in another episode. */
  state(): z.output<typeof growingRolloutState> {
    const { rollout } = this;
    const t = this.#filled;
    const truncated = [...rollout.truncated.subarray(0, t)];
    if (t > 0) truncated[t - 1] = 1;
    return {
      observations: rollout.observations.slice(0, t * rollout.observationLength),
      seenByPretrained: this.seenByPretrained.slice(0, t * rollout.observationLength),
      actions: rollout.actions.slice(0, t * rollout.actionLength),
      logProbabilities: rollout.logProbabilities.slice(0, t),
      rewards: [...rollout.rewards.subarray(0, t)],
      values: [...rollout.values.subarray(0, t)],
      nextValues: [...rollout.nextValues.subarray(0, t)],
      truncated,
    };
  }

  /** @throws RangeError where the state isn't one of a rollout of these lengths. */
  restore(state: z.output<typeof growingRolloutState>): void {
    const { rollout } = this;
    const t = state.rewards.length;
    const lengths = [
      [state.observations.length, t * rollout.observationLength],
      [state.seenByPretrained.length, t * rollout.observationLength],
      [state.actions.length, t * rollout.actionLength],
      ...[state.logProbabilities, state.values, state.nextValues, state.truncated].map((a) => [a.length, t]),
    ];
    if (t > rollout.steps || lengths.some(([length, expected]) => length !== expected))
      throw new RangeError(`the state isn't that of a rollout of up to ${rollout.steps} steps`);
    rollout.observations.set(state.observations);
    this.seenByPretrained.set(state.seenByPretrained);
    rollout.actions.set(state.actions);
    rollout.logProbabilities.set(state.logProbabilities);
    rollout.rewards.set(state.rewards);
    rollout.values.set(state.values);
    rollout.nextValues.set(state.nextValues);
    rollout.terminated.fill(0);
    rollout.truncated.set(state.truncated);
    this.#filled = t;
  }
}
