import type { Question } from "../../report/index.js";
import { phase2Numbers } from "./numbers.js";
import { phase2Curves } from "./phase-2-curves-figure.js";
import { phase2Effect } from "./phase-2-effect-table.js";
import { phase2Table } from "./phase-2-table.js";
import { FINE_TUNING_FILE, TAKE_OVERS_FILE } from "./tuning-files.js";

/** What does training on the real cluster change about the agent? */
export const phase2: Question = Object.freeze({
  id: "phase-2",
  question: "What does training on the real cluster change about the agent?",
  figures: [phase2Curves],
  tables: [phase2Table, phase2Effect],
  unverifiable: Object.fromEntries(
    [FINE_TUNING_FILE, TAKE_OVERS_FILE, "agents/ppo-writeup/docker"].map((file) => [
      file,
      "learned on real containers, which never do the same twice",
    ]),
  ),
  numbers: phase2Numbers,
  gathered: { files: [FINE_TUNING_FILE, TAKE_OVERS_FILE], command: "npx fleetlab real fine-tune" },
});
