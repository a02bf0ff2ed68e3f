import type { Question } from "../../report/index.js";
import { twoWorldsNumbers } from "./numbers.js";
import { realAgainstSimulated } from "./real-against-simulated-figure.js";
import { simulatedAgainstReal } from "./simulated-against-real-table.js";
import { simulatorErrorByController } from "./simulator-error-by-controller-table.js";

/** Where does the calibrated simulator err, and does it rank controllers as the real cluster does? */
export const twoWorlds: Question = Object.freeze({
  id: "two-worlds",
  question: "Where does the calibrated simulator err, and does it rank controllers as the real cluster does?",
  figures: [realAgainstSimulated],
  tables: [simulatedAgainstReal, simulatorErrorByController],
  numbers: twoWorldsNumbers,
});
