import type { RandomStream } from "../../random/index.js";
import type { Learner } from "../learner.js";
import { isTooFar, type LearningReport, meanReport } from "../learning-report.js";
import type { Rollout } from "../rollout.js";
import type { DivergenceLimit } from "./divergence-limit.js";

/** What is learned from, and how far that may lead. */
export interface LimitedLearning {
  readonly learner: Learner;
  readonly limit: DivergenceLimit;
  readonly rollout: Rollout;
  /** The rollout's observations, as the divergence is taken on. */
  readonly observations: Parameters<DivergenceLimit["divergence"]>[0];
  readonly shuffling: RandomStream;
  readonly learningRate: number;
}

/** What the gradient steps that were kept report on average, and how many they were; `limited`: the one after them was taken back. */
export interface LimitedReport extends LearningReport {
  readonly gradientSteps: number;
  readonly limited: boolean;
}

/** The epochs on a rollout. A gradient step that ends beyond the limit is taken back, and the epochs end. */
export function learnWithin(learning: LimitedLearning): LimitedReport {
  const { learner, limit, rollout, observations, shuffling, learningRate } = learning;
  const { minibatch, epochs } = learner.settings;
  const { values } = learner.policy.parameters;
  const reports: LearningReport[] = [];
  const ended = (limited: boolean) => ({ ...meanReport(reports), gradientSteps: reports.length, limited });
  for (let epoch = 0; epoch < epochs; epoch++)
    for (const samples of rollout.minibatches(minibatch, shuffling)) {
      const before = { parameters: values.slice(), adam: learner.adam.state() };
      const report = learner.learn(rollout.pick(samples), learningRate);
      if (limit.divergence(observations) > limit.limit) {
        values.set(before.parameters);
        learner.adam.restore(before.adam);
        return ended(true);
      }
      reports.push(report);
      if (isTooFar(report, learner.settings)) return ended(false);
    }
  return ended(false);
}
