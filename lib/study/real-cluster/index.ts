import type { Question } from "../../report/index.js";
import { realNumbers } from "./numbers.js";
import { realConditions } from "./real-conditions-table.js";
import { realPublished } from "./real-published-table.js";
import { REAL_FILE, REAL_RECORDS, REAL_SIMULATED_FILE } from "./results.js";
import { realRuns, realSimulatedRuns } from "./runs.js";

/** What do the write-up's controllers do on a real cluster? */
export const realCluster: Question = Object.freeze({
  id: "real-cluster",
  question: "What do the write-up's controllers do on a real cluster?",
  tables: [realPublished, realConditions],
  numbers: realNumbers,
  verified: [realRuns, realSimulatedRuns],
  unverifiable: {
    [REAL_RECORDS]: "measured on real containers; what follows from it is verified with evaluation/real.csv",
    "agents/ppo-writeup/calibrated":
      "its learning curves are not kept: train the agents again with npx fleetlab real train",
  },
  gathered: {
    files: [REAL_FILE, REAL_RECORDS, REAL_SIMULATED_FILE],
    command: "npx fleetlab real evaluate",
  },
});
