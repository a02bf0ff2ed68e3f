export { bootstrapInterval, interquartileMean, probabilityOfImprovement } from "../statistics/index.js";
export {
  type AgentSearch,
  agentClusterFolder,
  clusterDifferences,
  type OtherCluster,
  requireOwnCluster,
} from "./agent-cluster.js";
export { type CarriedLoadOptions, carriedLoad } from "./carried-load.js";
export * from "./comparison/index.js";
export { loadConditions, saveConditions } from "./conditions-file.js";
export {
  type ControllerChoice,
  type EvaluationCell,
  type EvaluationConfig,
  evaluationCells,
  evaluationConfig,
  evaluationSeed,
} from "./config.js";
export { type EpisodeOptions, runEpisode } from "./episode.js";
export { metricEstimate } from "./estimates.js";
export {
  type EvaluateOptions,
  type Evaluation,
  type EvaluationProgress,
  evaluate,
  recordsFile,
} from "./evaluate.js";
export { type EpisodeSetting, evaluatedEpisode, resultCell } from "./evaluated-episode.js";
export {
  cellSpec,
  type EvaluatedSetting,
  type EvaluationWorldOptions,
  evaluationWorld,
  openEvaluated,
} from "./evaluation-world.js";
export {
  type CellOf,
  type ColumnTable,
  type ColumnType,
  columns,
  csvColumns,
  type ExperimentRow,
  fileColumns,
  type MeasuredOf,
  type RowOf,
} from "./experiment/columns.js";
export {
  type Experiment,
  type ExperimentDefinition,
  type ExperimentDescription,
  type ExperimentRun,
  experiment,
  type MeasureContext,
} from "./experiment/experiment.js";
export { measuredCells } from "./experiment/measured-cells.js";
export { REVERSAL_WINDOW } from "./fleet-changes.js";
export { quantileFromHistogram } from "./histogram.js";
export * from "./ladder/index.js";
export {
  COLLAPSE_WORDS,
  COLLAPSED_SHARE,
  FEWEST_READY,
  LargestShare,
  withLargestShares,
} from "./largest-share.js";
export { METRICS, type MetricDescription, type MetricName } from "./metric-table.js";
export { type Metrics, mergedHistogram, recordMetrics, termMeans } from "./metrics.js";
export { loadRecords, saveRecords } from "./record-file.js";
export { RECORD_COLUMNS, type RecordColumn, type RecordRow, RecordTable } from "./record-table.js";
export {
  RESULT_COLUMNS,
  type ResultCell,
  type ResultRow,
  readResults,
  rewardTerms,
  rewardTermsText,
  writeResults,
} from "./results.js";
export { distinct, grouped, leastBy, measuredSizes, pairedRuns } from "./rows.js";
export { type PairedScores, pairedScores, type ScoreMatrix, scoreMatrix } from "./scores.js";
export { simulatedEvaluation } from "./simulated-evaluation.js";
export * from "./summary/index.js";
export {
  AGENTS_FOLDER,
  type AgentRequest,
  trainedController,
  trainingSeedsOf,
} from "./trained-controllers.js";
export { type RowValue, ruleLessAgent, seedEstimate, seedMeans, seedPrediction } from "./training-seeds.js";
export * from "./tuning/index.js";
export { type VerifyOptions, verify } from "./verify/verify.js";
export { type WholeFleetCounts, type WholeFleetOptions, wholeFleetCounts } from "./whole-fleet.js";
