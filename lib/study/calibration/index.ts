import type { Question } from "../../report/index.js";
import { CALIBRATE_COMMAND, CALIBRATION_FILE, CHECK_FILE } from "./calibration.js";
import { calibrationTable } from "./calibration-table.js";
import { calibrationVerification } from "./calibration-verification-table.js";
import { clusterCheckTable } from "./cluster-check-table.js";
import { calibrationNumbers } from "./numbers.js";
import { calibrationComparison, calibrationRuns } from "./runs.js";

/** What does a real container do, and does the simulator agree with it once it is calibrated? */
export const calibration: Question = Object.freeze({
  id: "calibration",
  question: "What does a real container do, and does the simulator agree with it once it is calibrated?",
  tables: [clusterCheckTable, calibrationTable, calibrationVerification],
  verified: [calibrationRuns, calibrationComparison],
  unverifiable: {
    [CALIBRATION_FILE]: "measured on real containers",
    [CHECK_FILE]: "measured on real containers",
    "calibration/standard-runs":
      "records of real containers; what follows from them is verified with calibration/standard-runs.csv",
  },
  numbers: calibrationNumbers,
  gathered: { files: ["calibration"], command: CALIBRATE_COMMAND },
});
