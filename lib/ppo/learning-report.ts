import type { PpoSettings } from "./settings.js";

/** What one gradient step saw of its minibatch, before it changed the parameters; means over the samples. */
export interface LearningReport {
  readonly policyLoss: number;
  readonly valueLoss: number;
  /** Of the policy's distributions, in nats. */
  readonly entropy: number;
  /** Estimate of KL(old policy, policy) in nats, from the probability ratios of the samples: `policyShift`. */
  readonly approxKl: number;
  /** Share of the probability ratios outside the clip range. */
  readonly clipFraction: number;
  /** Euclidean norm of the gradient before it was clipped. */
  readonly gradNorm: number;
}

/** The names of a report's numbers, in the order in which the compiled step writes them. */
export const REPORTED: readonly (keyof LearningReport)[] = Object.freeze([
  "policyLoss",
  "valueLoss",
  "entropy",
  "approxKl",
  "clipFraction",
  "gradNorm",
]);

/** The mean of reports, number by number; NaN of none. */
export function meanReport(reports: readonly LearningReport[]): LearningReport {
  const mean = (name: keyof LearningReport) =>
    reports.reduce((sum, report) => sum + report[name], 0) / reports.length;
  return reportOf(REPORTED.map(mean));
}

/** The report of these numbers, which stand in the order of `REPORTED`. */
export function reportOf(numbers: ArrayLike<number>): LearningReport {
  return Object.fromEntries(REPORTED.map((name, i) => [name, numbers[i]])) as unknown as LearningReport;
}

/** Whether the policy has moved so far from the one that collected that the epochs of an update end. */
export function isTooFar({ approxKl }: LearningReport, { targetKl }: Pick<PpoSettings, "targetKl">): boolean {
  return targetKl !== null && approxKl > 1.5 * targetKl;
}
