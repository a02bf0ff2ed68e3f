export { type LargestStep, largestStep, stepAt } from "./largest-step.js";
export { type OwnFleet, ownFleet } from "./own-fleet.js";
export type { Search } from "./search.js";
export { type Configuration, type SearchSpace, searchSpace } from "./search-space.js";
export { TRIAL_COLUMNS, type TrialCell, type TrialRow } from "./trial-columns.js";
export { type CostSetting, type Counts, type TrialSums, trialCost } from "./trial-sums.js";
export {
  cheapestTrial,
  readTrials,
  type Trials,
  TUNING_FOLDER,
  tuningFile,
} from "./trials-file.js";
export { type Tuned, type TuneOptions, tune } from "./tune.js";
export { tuningExperiment } from "./tuning-experiment.js";
