export { autocorrelation, dominantPeriod } from "./autocorrelation.js";
export {
  type BootstrapOptions,
  type BootstrapSettings,
  bootstrapInterval,
  bootstrapPValue,
  percentileInterval,
  twoSampleBootstrapInterval,
} from "./bootstrap.js";
export { type Count, fisherExact } from "./fisher-exact.js";
export { holmAdjusted } from "./holm.js";
export { interquartileMean } from "./interquartile-mean.js";
export { type Interval, mapInterval, withoutInterval } from "./interval.js";
export { jackknife } from "./jackknife.js";
export { type Line, leastSquares, type Point } from "./least-squares.js";
export { type Limits, NOT_NEGATIVE, NOT_POSITIVE, SHARE, UNLIMITED } from "./limits.js";
export { matrixMean, mean, squaredVariation, standardDeviation } from "./mean.js";
export { type MeanIntervalOptions, meanInterval, predictionInterval } from "./mean-interval.js";
export { medianInterval } from "./median-interval.js";
export { largestDifference, total, variance } from "./moments.js";
export { multipleRegression, type Regression } from "./multiple-regression.js";
export { normalDensity, normalDistribution } from "./normal.js";
export {
  pairedDifferenceInterval,
  type SignedRankTest,
  type SignTest,
  signTest,
  wilcoxonSignedRank,
} from "./paired.js";
export { type PairedTTest, pairedTTest } from "./paired-t-test.js";
export { probabilityOfImprovement } from "./probability-of-improvement.js";
export { quantile, sortedQuantile } from "./quantile.js";
export { midranks, rankCorrelation } from "./ranks.js";
export type { Scores } from "./score-checks.js";
export { shareInterval } from "./share-interval.js";
export { studentTPValue, studentTQuantile } from "./student-t.js";
export {
  meanPart,
  partsInterval,
  partsTTest,
  stratifiedMean,
  stratifiedParts,
  type VariancePart,
} from "./variance-parts.js";
export { differenceInterval } from "./welch.js";
