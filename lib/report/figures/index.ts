import type { FigureDefinition } from "../definitions.js";
import { agentBySize } from "./agent-by-size.js";
import { earlyAndLateFigure } from "./early-and-late.js";
import { learningCurvesFigure } from "./learning-curves.js";
import { limitCycle } from "./limit-cycle.js";
import { mm1ResponseTime } from "./mm1-response-time.js";
import { phase2Curves } from "./phase-2-curves.js";
import { realAgainstSimulated } from "./real-against-simulated.js";
import { ruleFrontier } from "./rule-frontier.js";
import { rulesBySize } from "./rules-by-size.js";
import { simulatorAgainstTheory } from "./simulator-against-theory.js";
import { timelineFigure } from "./timeline.js";
import { trainingSpeedFigure } from "./training-speed.js";
import { violationsByWorkload } from "./violations-by-workload.js";
import { workloadFamilies } from "./workload-families.js";
import { writeupRulesFigure } from "./writeup-rules.js";

/** Every figure of the workspace, in the order in which they are listed. */
export const figures: readonly FigureDefinition[] = Object.freeze([
  mm1ResponseTime,
  workloadFamilies,
  simulatorAgainstTheory,
  writeupRulesFigure,
  rulesBySize,
  ruleFrontier,
  violationsByWorkload,
  timelineFigure,
  learningCurvesFigure,
  earlyAndLateFigure,
  agentBySize,
  phase2Curves,
  realAgainstSimulated,
  trainingSpeedFigure,
  limitCycle,
]);
