export { type BurstParameters, burst } from "./burst.js";
export { type CappedWorkload, cappedWorkload, cutShare } from "./capped.js";
export { type ConstantParameters, constant } from "./constant.js";
export type { PlayedWorkload, Split, TraceRequest, Workload, WorkloadSplit } from "./contract.js";
export { indexOfDispersion } from "./dispersion.js";
export { type DiurnalParameters, diurnal } from "./diurnal.js";
export {
  DRAWN_PATTERNS,
  DRAWN_RANGES,
  type DrawnRange,
  type DrawnWorkloadOptions,
  drawnWorkload,
} from "./drawn.js";
export { DEFAULT_CAP, type WorkloadOptions } from "./family.js";
export { type FlashParameters, flash } from "./flash.js";
export { HELD_OUT_FAMILIES, ladderWorkloadNames, uncappedLadderWorkload } from "./ladder.js";
export { CAP_VIOLATION_RATE, ladderCap } from "./ladder-cap.js";
export { type LogOuParameters, logOu } from "./log-ou.js";
export { type MmppParameters, mmpp, mmppIndexOfDispersion } from "./mmpp.js";
export { workloadNames } from "./named.js";
export {
  type OwnFamily,
  type OwnFamilyDefinition,
  type OwnRate,
  ownFamily,
} from "./own-family.js";
export { type RampParameters, ramp } from "./ramp.js";
export { type WorkloadSelection, workloadByName, workloadSources, workloadSuite } from "./registry.js";
export { scaledWorkload } from "./scaled.js";
export {
  measuringSeeds,
  type Purpose,
  requireUnlocked,
  SPLIT_SEEDS,
  splitOfSeed,
  splitSeeds,
  workloadFor,
} from "./splits.js";
export {
  isTraceName,
  keptName,
  type TraceOptions,
  type TraceWorkload,
  trace,
  traceNotes,
  traceOptionNames,
} from "./trace/index.js";
export { LADDER_TRAIN, type TrainingPool, trainingPool } from "./training-pool.js";
export { windowed } from "./windowed.js";
export { type WriteupParameters, writeup } from "./writeup.js";
export {
  WRITEUP_PATTERNS,
  WRITEUP_TEST_PATTERNS,
  WRITEUP_TRAINING_PATTERNS,
  type WriteupCycle,
  type WriteupLevel,
  type WriteupPattern,
  writeupLevel,
} from "./writeup-patterns.js";
export {
  WRITEUP_TRAFFIC,
  type WriteupPatternChoice,
  WriteupTraffic,
  type WriteupTrafficOptions,
} from "./writeup-traffic.js";
