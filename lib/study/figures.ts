import type { FigureDefinition } from "../report/definitions.js";
import { earlyAndLateFigure } from "./early-and-late/early-and-late-figure.js";
import { ruleFrontier } from "./frontier/rule-frontier-figure.js";
import { learningCurvesFigure } from "./learning/learning-curves-figure.js";
import { phase2Curves } from "./phase-2/phase-2-curves-figure.js";
import { limitCycle } from "./restlessness/limit-cycle-figure.js";
import { rulesBySize } from "./rules/rules-by-size-figure.js";
import { violationsByWorkload } from "./rules/violations-by-workload-figure.js";
import { trainingSpeedFigure } from "./speed/training-speed-figure.js";
import { mm1ResponseTime } from "./theory/mm1-response-time-figure.js";
import { simulatorAgainstTheory } from "./theory/simulator-against-theory-figure.js";
import { timelineFigure } from "./timeline/timeline-figure.js";
import { realAgainstSimulated } from "./two-worlds/real-against-simulated-figure.js";
import { workloadFamilies } from "./workloads/workload-families-figure.js";
import { agentBySize } from "./writeup-agent/agent-by-size-figure.js";
import { writeupRulesFigure } from "./writeup-rules/writeup-rules-figure.js";

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
