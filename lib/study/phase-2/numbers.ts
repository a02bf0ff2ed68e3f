import { cellNumber, type NumberDefinition } from "../../report/index.js";
import { phase2Effect } from "./phase-2-effect-table.js";
import { phase2Table } from "./phase-2-table.js";

const effect = (name: string, column: "reward_mean" | "sla_violation_rate", size: number) =>
  cellNumber(phase2Effect, {
    id: `phase-2-${name}-${size}`,
    title: `${column} after phase 2 less before, real cluster, N = ${size}`,
    where: { size },
    column,
  });
const course = (name: string, column: string, size: number) =>
  cellNumber(phase2Table, {
    id: `phase-2-${name}-${size}`,
    title: `${column} of phase 2 at N = ${size}`,
    where: { size },
    column,
  });

/** What phase 2 changed on the real cluster, and its course. */
export const phase2Numbers: readonly NumberDefinition[] = [
  ...[5, 15, 25].flatMap((size) => [
    effect("reward", "reward_mean", size),
    effect("violations", "sla_violation_rate", size),
  ]),
  course("steps", "steps", 25),
  course("divergence", "divergence", 25),
  ...[15, 25].flatMap((size) => [
    course("rule-steps", "ruleSteps", size),
    course("take-overs", "takeOvers", size),
  ]),
];
