export {
  type BootstrapOptions,
  type BootstrapSettings,
  bootstrapInterval,
  type Interval,
  sortedQuantile,
  twoSampleBootstrapInterval,
} from "./bootstrap.js";
export { BUDGETS, type Budget } from "./budget.js";
export {
  CALIBRATED_AGENTS,
  type Calibration,
  calibratedWorld,
  calibrationOf,
  openCalibrated,
  SPARE_STEPS,
} from "./calibrated-world.js";
export { codeHash, RESULT_SOURCES } from "./code-hash.js";
export { loadConditions, saveConditions } from "./conditions-file.js";
export {
  type ControllerChoice,
  type EvaluationCell,
  type EvaluationConfig,
  evaluationCells,
  evaluationConfig,
  evaluationSeed,
} from "./config.js";
export { appendCsv, type Column, readCsv, writeCsv } from "./csv-table.js";
export { type EpisodeOptions, runEpisode } from "./episode.js";
export {
  type EvaluateOptions,
  type Evaluation,
  type EvaluationProgress,
  evaluate,
  recordsFile,
} from "./evaluate.js";
export * from "./experiments/index.js";
export { quantileFromHistogram } from "./histogram.js";
export { interquartileMean } from "./interquartile-mean.js";
export { type Limits, NOT_NEGATIVE, NOT_POSITIVE, SHARE, UNLIMITED } from "./limits.js";
export {
  copyManifestEntries,
  type Machine,
  type Manifest,
  type ManifestEntry,
  machine,
  manifestMismatches,
  type Provenance,
  readManifest,
  specDescription,
  specId,
  writeManifestEntry,
} from "./manifest.js";
export { METRICS, type MetricDescription, type MetricName } from "./metric-table.js";
export { type Metrics, mergedHistogram, REVERSAL_WINDOW, recordMetrics, termMeans } from "./metrics.js";
export {
  pairedDifferenceInterval,
  type SignedRankTest,
  type SignTest,
  signTest,
  wilcoxonSignedRank,
} from "./paired.js";
export { probabilityOfImprovement } from "./probability-of-improvement.js";
export { rankCorrelation } from "./rank-correlation.js";
export * from "./real/index.js";
export { loadRecords, saveRecords } from "./record-file.js";
export { RECORD_COLUMNS, type RecordColumn, type RecordRow, RecordTable } from "./record-table.js";
export { type Alteration, alteredAgent } from "./restlessness/altered-agent.js";
export { autocorrelation, dominantPeriod } from "./restlessness/autocorrelation.js";
export { relayCommands } from "./restlessness/relay.js";
export {
  RESULT_COLUMNS,
  type ResultRow,
  readResults,
  rewardTerms,
  rewardTermsText,
  writeResults,
} from "./results.js";
export type { Scores } from "./score-checks.js";
export { type PairedScores, pairedScores, type ScoreMatrix, scoreMatrix } from "./scores.js";
export { DEFAULT_PRICE, type Simulation, simulatedWorld, simulationByName } from "./simulation.js";
export { meanInterval, studentTQuantile } from "./student-t.js";
export { type AgentRequest, trainedController, trainingSeedsOf } from "./trained-controllers.js";
export {
  COMPARISON_COLUMNS,
  type ComparedRow,
  type SizeComparison,
  sizeComparisons,
  type WorldComparison,
  worldComparisons,
} from "./world-comparison.js";
