export {
  type ReadingScale,
  type RunWeights,
  type SettingCounts,
  type SettingMeans,
  settingMeans,
  workloadRates,
} from "./counts.js";
export {
  costDraws,
  drawnDifferences,
  drawnInterval,
  drawnPValue,
  fleetDraws,
  gapShares,
  type LadderMethod,
  type MethodDraws,
  methodDraws,
  type RunDraws,
  runDraws,
} from "./draws.js";
export { type HindsightChoice, type HindsightOptions, hindsight, type RunCounts } from "./hindsight.js";
export { fleetAtLevel, leastRate, type MethodPoints, mixAtLevel, type SettingMix } from "./hull.js";
