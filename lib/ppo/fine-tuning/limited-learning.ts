import type { RandomStream } from "../../random/index.js";
import type { Learner, LearningReport } from "../learner.js";
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
  const { minibatch, epochs, targetDivergence } = learner.settings;
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
      if (targetDivergence !== null && report.divergence > 1.5 * targetDivergence) return ended(false);
    }
  return ended(false);
}

const NOTHING_LEARNED: LearningReport = Object.freeze({
  policyLoss: Number.NaN,
  valueLoss: Number.NaN,
  entropy: Number.NaN,
  divergence: Number.NaN,
  clippedShare: Number.NaN,
  gradientNorm: Number.NaN,
});

function meanReport(reports: readonly LearningReport[]): LearningReport {
  if (reports.length === 0) return NOTHING_LEARNED;
  const mean = (key: keyof LearningReport) =>
    reports.reduce((sum, report) => sum + report[key], 0) / reports.length;
  return Object.fromEntries(
    Object.keys(NOTHING_LEARNED).map((key) => [key, mean(key as keyof LearningReport)]),
  ) as unknown as LearningReport;
}
