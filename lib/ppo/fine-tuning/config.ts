import { z } from "zod";
import { bySchema } from "../../check/index.js";
import { keptName } from "../../workload/index.js";
import { rewards } from "../parts/index.js";
import type { PpoSettings } from "../settings.js";
import { count, partChanges, ppo, type TrainingConfig } from "../training/config.js";

const share = z.number().min(0).max(1);

const guard = z.strictObject({
  /** A controller's text, such as "threshold" or "threshold+least-queue:up=0.7". */
  rule: z.string().min(1),
  /** Control steps of the sliding window. */
  window: count,
  /** The rule takes over where the window's SLA violation rate is above this. */
  takeOverAbove: share,
  /** The policy is back where a whole window under the rule has an SLA violation rate of at most this. */
  handBackBelow: share,
  /** Control steps after which the policy is back in any case: a load that no fleet can serve would never let it. */
  longest: count,
});

const fineTuning = z.strictObject({
  /** Control steps to learn from, rounded up to whole rollouts; those under the guard's rule come on top. */
  steps: count,
  /** Control steps of an episode, the rule's included. */
  episodeSteps: count,
  /** A workload of the train split, or a trace of the user's own, as results keep its name. */
  workload: z.string().min(1),
  reward: rewards.schema,
  ppo,
  /**
   * Whether observations go on being normalised as in phase 1, or by statistics that run on. Features that phase 1 hardly ever saw move have
   * next to no variance: the first that move would change it, and with it the policy, more than any learning does.
   */
  normalizer: z.enum(["frozen", "running"]),
  /** The most that KL(policy, pretrained policy) may be after an update, in nats, mean over the rollout's observations. */
  divergenceLimit: z.number().positive(),
  /** When a rule takes over; null: never. */
  guard: guard.nullable(),
});

/** When a rule takes over from the policy. */
export type GuardSettings = z.infer<typeof guard>;

/** Phase 2 but for its seed and its start: how a pretrained policy goes on learning on one cluster. Plain JSON. */
export type FineTuningConfig = Omit<z.infer<typeof fineTuning>, "ppo"> & { readonly ppo: PpoSettings };

/**
 * Phase 2 of the write-up for a policy of phase 1: learning rate 1e-4 falling, 256 steps a rollout, everything else as it was.
 * The length (the write-up: about 14,000 steps), the frozen normaliser, the limit of the divergence and the guard are ours.
 * @example
 * ppo.fineTuningPreset(ppo.trainingPreset("ppo-writeup")).ppo.rolloutSteps; // -> 256
 */
export function fineTuningPreset(phase1: TrainingConfig): FineTuningConfig {
  return {
    steps: 2048,
    episodeSteps: 512,
    workload: phase1.workload,
    reward: phase1.reward,
    ppo: { ...phase1.ppo, rolloutSteps: 256, learningRate: { kind: "linear", from: 1e-4 } },
    normalizer: "frozen",
    divergenceLimit: 0.5,
    guard: { rule: "threshold", window: 30, takeOverAbove: 0.7, handBackBelow: 0.1, longest: 120 },
  };
}

const changes = z
  .strictObject({
    ...fineTuning.shape,
    reward: partChanges,
    ppo: ppo.partial(),
    guard: guard.partial().nullable(),
  })
  .partial();

/**
 * A checked configuration: `base` with the changes of `value`, part by part.
 * @param source where the value comes from, for the message.
 * @throws InputError that names the source, the key and its value.
 * @example
 * const preset = ppo.fineTuningPreset(ppo.trainingPreset("ppo-writeup"));
 * ppo.fineTuningConfig({ steps: 512, guard: { window: 10 } }, preset).guard?.window; // -> 10
 * ppo.fineTuningConfig({ steps: 0 }, preset, "tune.json");
 * // throws InputError: tune.json: steps is 0, which isn't valid: Too small: expected number to be >=1
 */
export function fineTuningConfig(
  value: unknown,
  base: FineTuningConfig,
  source = "configuration",
): FineTuningConfig {
  const given = bySchema(changes, value, source);
  const merged = {
    ...base,
    ...given,
    workload: keptName(given.workload ?? base.workload),
    reward: rewards.changed(base.reward, given.reward),
    ppo: { ...base.ppo, ...given.ppo },
    guard: given.guard === null ? null : (given.guard ?? base.guard) && { ...base.guard, ...given.guard },
  };
  return wholeFineTuningConfig(merged, source);
}

/** A whole configuration, as a checkpoint keeps it. @throws InputError as `fineTuningConfig`. */
export function wholeFineTuningConfig(value: unknown, source: string): FineTuningConfig {
  return Object.freeze(bySchema(fineTuning, value, source));
}
