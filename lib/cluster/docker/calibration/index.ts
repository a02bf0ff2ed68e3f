/** Calibration: what real containers do, measured, and the spec that both worlds share. */
export { type CalibrationOptions, calibrate } from "./calibrate.js";
export {
  type Calibration,
  calibratedSpec,
  calibratedWorker,
  calibrationOf,
  type Measured,
  readCalibration,
  type Verification,
  writeCalibration,
} from "./calibration.js";
