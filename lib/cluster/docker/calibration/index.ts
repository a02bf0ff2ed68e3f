/** Calibration: what real containers do, measured, and the spec that both worlds share. */
export { type CalibrationOptions, calibrate } from "./calibrate.js";
export {
  calibratedSpec,
  calibratedWorker,
  calibrationOf,
  readCalibration,
  writeCalibration,
} from "./calibration.js";
export type { Calibration, Measured, Verification } from "./schema.js";
