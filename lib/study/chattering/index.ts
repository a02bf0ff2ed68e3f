import type { Question } from "../../report/index.js";
import { chatteringCausesTables } from "./causes-tables.js";
import { chatteringTradeoff } from "./chattering-tradeoff-figure.js";
import { chattering as experiment } from "./experiment.js";
import { chatteringConfirmedTable, chatteringGridTables, chatteringJudgedTable } from "./grid-tables.js";
import { chatteringNumbers } from "./numbers.js";
import { scaleHistogram } from "./scale-histogram-figure.js";
import { switchingTable } from "./switching-table.js";

/** Why does the write-up's agent change the fleet so often, and what stops it? */
export const chattering: Question = Object.freeze({
  id: "chattering",
  question: experiment.question,
  experiments: [experiment],
  figures: [scaleHistogram, chatteringTradeoff],
  tables: [
    switchingTable,
    ...chatteringCausesTables,
    chatteringJudgedTable,
    chatteringConfirmedTable,
    ...chatteringGridTables,
  ],
  numbers: chatteringNumbers,
});
