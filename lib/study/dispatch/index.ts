import type { Question } from "../../report/index.js";
import { carriedLoads } from "./carried-load-experiment.js";
import { carriedLoadTable } from "./carried-load-table.js";
import { dispatchCurves } from "./curves-experiment.js";
import { dispatchLoad } from "./dispatch-load-figure.js";
import { dispatchNumbers } from "./numbers.js";
import {
  REAL_DISPATCH_COMMAND,
  REAL_DISPATCH_FILE,
  REAL_DISPATCH_RECORDS,
  realDispatchRuns,
} from "./real-runs.js";
import { dispatchWorlds } from "./worlds-experiment.js";
import { dispatchWorldsTable } from "./worlds-table.js";

/** What is the dispatch worth, and does the real proxy's do what the simulator's does? */
export const dispatch: Question = Object.freeze({
  id: "dispatch",
  question: "What is the dispatch worth, and does the real proxy's do what the simulator's does?",
  experiments: [carriedLoads, dispatchCurves, dispatchWorlds],
  figures: [dispatchLoad],
  tables: [carriedLoadTable, dispatchWorldsTable],
  numbers: dispatchNumbers,
  verified: [realDispatchRuns],
  unverifiable: {
    [REAL_DISPATCH_RECORDS]: `measured on real containers; what follows from it is verified with ${REAL_DISPATCH_FILE}`,
  },
  gathered: { files: [REAL_DISPATCH_FILE, REAL_DISPATCH_RECORDS], command: REAL_DISPATCH_COMMAND },
});
