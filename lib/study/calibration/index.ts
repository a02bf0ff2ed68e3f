import type { Question } from "../../report/index.js";
import { CALIBRATE_COMMAND } from "./calibration.js";
import { calibrationTable, calibrationVerification } from "./calibration-tables.js";
import { clusterCheckTable } from "./cluster-check-table.js";

/** What does a real container do, and does the simulator agree with it once it is calibrated? */
export const calibration: Question = Object.freeze({
  id: "calibration",
  question: "What does a real container do, and does the simulator agree with it once it is calibrated?",
  tables: [clusterCheckTable, calibrationTable, calibrationVerification],
  gathered: { files: ["calibration"], command: CALIBRATE_COMMAND },
});
