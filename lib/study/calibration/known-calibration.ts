import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Calibration, readCalibration } from "../../cluster/docker/calibration/index.js";
import { CALIBRATION_FILE } from "../real-cluster/results.js";

/** The calibration that the data folder holds; undefined where nothing is calibrated yet. @throws InputError where it is damaged. */
export function knownCalibration(dataDir: string): Calibration | undefined {
  const file = join(dataDir, CALIBRATION_FILE);
  return existsSync(file) ? readCalibration(file) : undefined;
}
