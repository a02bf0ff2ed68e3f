export { autocorrelation, dominantPeriod } from "./autocorrelation.js";
export {
  type BootstrapOptions,
  type BootstrapSettings,
  bootstrapInterval,
  type Interval,
  sortedQuantile,
  twoSampleBootstrapInterval,
} from "./bootstrap.js";
export { matrixMean, meanEstimate, predictionInterval, rowMeans } from "./estimates.js";
export { interquartileMean } from "./interquartile-mean.js";
export { type Limits, NOT_NEGATIVE, NOT_POSITIVE, SHARE, UNLIMITED } from "./limits.js";
export {
  pairedDifferenceInterval,
  type SignedRankTest,
  type SignTest,
  signTest,
  wilcoxonSignedRank,
} from "./paired.js";
export { probabilityOfImprovement } from "./probability-of-improvement.js";
export { rankCorrelation } from "./rank-correlation.js";
export type { Scores } from "./score-checks.js";
export { meanInterval, studentTQuantile } from "./student-t.js";
