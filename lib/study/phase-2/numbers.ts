import { cellNumber, type NumberDefinition } from "../../report/index.js";
import { phase2Effect } from "./phase-2-effect-table.js";
import { phase2Table } from "./phase-2-table.js";

const EFFECTS = [
  ["reward", "reward_mean"],
  ["violations", "sla_violation_rate"],
  ["churn", "churn_rate"],
] as const;
const COURSE = ["steps", "ruleSteps", "takeOvers", "divergence"] as const;
const words = (key: string) => key.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

/** What phase 2 changed, and its course, at each size that was trained. */
export const phase2Numbers: readonly NumberDefinition[] = [5, 15, 25].flatMap((size) => [
  ...EFFECTS.map(([name, column]) =>
    cellNumber(phase2Effect, {
      id: `phase-2-${name}-${size}`,
      title: `${column} after phase 2 less before, real cluster, N = ${size}`,
      where: { size },
      column,
    }),
  ),
  ...COURSE.map((column) =>
    cellNumber(phase2Table, {
      id: `phase-2-${words(column)}-${size}`,
      title: `${column} of phase 2 at N = ${size}`,
      where: { size },
      column,
    }),
  ),
]);
