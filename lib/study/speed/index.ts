import type { Question } from "../../report/index.js";
import { BENCH_FILES } from "./bench.js";
import { dispatchSpeedTable } from "./dispatch-speed-table.js";
import { engineEquivalenceTable } from "./engine-equivalence-table.js";
import { dispatchSpeedNumbers, engineDifference, phaseOneNumbers, trainingSpeedNumbers } from "./numbers.js";
import { phase1SpeedTable } from "./phase-1-speed-table.js";
import { trainingGrowthTable } from "./training-growth-table.js";
import { trainingSpeedFigure } from "./training-speed-figure.js";
import { trainingSpeedTable } from "./training-speed-table.js";

/** How fast does PPO train, here and elsewhere? */
export const speed: Question = Object.freeze({
  id: "speed",
  question: "How fast does PPO train, here and elsewhere?",
  figures: [trainingSpeedFigure],
  tables: [
    trainingSpeedTable,
    phase1SpeedTable,
    trainingGrowthTable,
    engineEquivalenceTable,
    dispatchSpeedTable,
  ],
  numbers: [...trainingSpeedNumbers, ...phaseOneNumbers, engineDifference, ...dispatchSpeedNumbers],
  unverifiable: Object.fromEntries(BENCH_FILES.map((file) => [file, "timings"])),
  gathered: { files: BENCH_FILES, command: "npm run bench -- --save" },
});
