import type { Question } from "../../report/index.js";
import { ladderConfigurations } from "./configurations.js";
import { ladder as ladderExperiment } from "./experiment.js";
import { ladderHindsight } from "./hindsight-experiment.js";
import { ladderByLoad } from "./ladder-by-load-figure.js";
import { ladderBySize } from "./ladder-by-size-figure.js";
import { ladderCosts } from "./ladder-costs-figure.js";
import { ladderFigure } from "./ladder-figure.js";
import { ladderLoads } from "./ladder-loads-table.js";
import { ladderRules } from "./ladder-rules-table.js";
import { ladderAgainstRule, ladderCostTable, ladderFleets, ladderGains } from "./ladder-tables.js";
import { ladderTrialTable } from "./ladder-trial-table.js";
import { ladderNumbers } from "./numbers.js";
import { ladderSettings } from "./settings.js";
import { ladderTrial } from "./trial-experiment.js";
import { tuningFiles } from "./tuning-files.js";
import { ladderBestRule, ladderTuning } from "./tuning-tables.js";

/** How much of the fleet does each method need for the same violations on the same requests? */
export const ladder: Question = Object.freeze({
  id: "ladder",
  question: ladderExperiment.question,
  experiments: [ladderSettings, ladderConfigurations, ladderExperiment, ladderHindsight, ladderTrial],
  verified: tuningFiles,
  figures: [ladderFigure, ladderBySize, ladderByLoad, ladderCosts],
  tables: [
    ladderFleets,
    ladderGains,
    ladderAgainstRule,
    ladderCostTable,
    ladderLoads,
    ladderRules,
    ladderTuning,
    ladderBestRule,
    ladderTrialTable,
  ],
  numbers: ladderNumbers,
});
