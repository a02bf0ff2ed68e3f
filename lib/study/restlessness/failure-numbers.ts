import { cellNumber, type NumberDefinition } from "../../report/index.js";
import { changesByPhase } from "./changes-by-phase-table.js";
import { routingRemoved } from "./routing-removed-table.js";
import { withoutTraining } from "./without-training-table.js";
import { worstStretches } from "./worst-stretches-table.js";

const PLAYERS = [
  ["agent", "ppo-writeup"],
  ["threshold", "threshold (write-up)"],
] as const;

/** Where the agent's violations are, when it changes its fleet, and what altering it changes, on the exact simulator. */
export const failureNumbers: readonly NumberDefinition[] = [
  ...PLAYERS.flatMap(([name, controller]) => [
    ...(["violations", "worst"] as const).map((column) =>
      cellNumber(worstStretches, {
        id: `stretches-${name}-${column}-25`,
        title: `${column} of ${controller} at N = 25`,
        where: { size: 25, controller },
        column,
      }),
    ),
    ...(["steady", "against"] as const).map((column) =>
      cellNumber(changesByPhase, {
        id: `changes-${name}-${column}-15`,
        title: `share of steps with a change of the fleet, ${column}, ${controller} at N = 15`,
        where: { world: "exact", size: 15, controller },
        column,
      }),
    ),
  ]),
  ...(
    [
      ["band", "holds between .1 and .9"],
      ["no-cold-start", "no cold start"],
      ["shown", "starting containers shown as ready"],
    ] as const
  ).map(([name, alteration]) =>
    cellNumber(withoutTraining, {
      id: `altered-${name}`,
      title: `churn with "${alteration}" less that of the agent as it is, exact simulator`,
      where: { world: "exact", alteration },
      column: "difference",
    }),
  ),
  ...[5, 20].map((size) =>
    cellNumber(routingRemoved, {
      id: `equal-weights-${size}`,
      title: `violations with equal weights less those with the agent's own, exact simulator, N = ${size}`,
      where: { world: "exact", size },
      column: "difference",
    }),
  ),
];
