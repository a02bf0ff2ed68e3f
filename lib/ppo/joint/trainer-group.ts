import { isDeepStrictEqual } from "node:util";
import { nativeBackend } from "../graph/native-backend.js";
import type { LearningReport } from "../learner.js";
import type { TensorFlow } from "../tensorflow.js";
import { type GradientStep, Trainer, type TrainerOptions, type UpdateReport } from "../trainer.js";
import { JointEngine } from "./joint-engine.js";

/** A trainer of the group: it computes with what the group gives it. */
export type MemberOptions = Omit<TrainerOptions, "engine" | "laps">;

/**
 * Trainers that go in step: several seeds, or configurations that differ in environment, reward or learning rate, with their
 * gradient steps taken side by side in one graph. Each collects in its own environments with its own random numbers, so it is
 * the same learning problem as alone; its parameters are so up to rounding, which training amplifies in time.
 */
export class TrainerGroup {
  readonly trainers: readonly Trainer[];
  readonly #engine: JointEngine;

  /** @throws RangeError where settings of PPO differ in more than the learning rate, or TensorFlow isn't native. */
  constructor(tf: TensorFlow, members: readonly MemberOptions[]) {
    const backend = nativeBackend(tf);
    if (backend === undefined)
      throw new RangeError("trainers that go in step need TensorFlow's native backend");
    const [{ settings }] = members;
    for (const member of members) {
      const { learningRate: _, ...own } = member.settings;
      const { learningRate: __, ...first } = settings;
      if (!isDeepStrictEqual(own, first) || own.targetDivergence !== null)
        throw new RangeError("settings of PPO must be the same in a group, without a target divergence");
    }
    this.#engine = new JointEngine(
      tf,
      backend,
      members.map(({ policy }) => policy),
      settings,
    );
    this.trainers = members.map(
      (member, i) => new Trainer(tf, { ...member, engine: () => this.#engine.seats[i] }),
    );
  }

  /** One update of each. @throws RangeError where they have come different ways. */
  update(): readonly UpdateReport[] {
    if (this.trainers.some(({ steps }) => steps !== this.trainers[0].steps))
      throw new RangeError("trainers of a group must have done the same number of steps");
    const updates = this.trainers.map((trainer) => trainer.updating());
    let next = updates.map((update) => update.next());
    while (!next[0].done) {
      const reports: readonly LearningReport[] = this.#engine.learn(
        next.map(({ value }) => value as GradientStep),
      );
      next = updates.map((update, i) => update.next(reports[i]));
    }
    return next.map(({ value }) => value as UpdateReport);
  }

  /** Frees what the group holds in TensorFlow; it can't be used any more. */
  dispose(): void {
    this.#engine.dispose();
  }
}
