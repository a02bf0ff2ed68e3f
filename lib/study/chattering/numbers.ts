import { commandOdds, switchingRates } from "../../cluster/index.js";
import { cellNumber, type NumberDefinition } from "../../report/index.js";
import { chatteringCausesTables } from "./causes-tables.js";
import { CLUSTER_LABELS, HEAD_LABELS, TERM_LABELS } from "./labels.js";
import type { ClusterName } from "./plan.js";

const CLUSTERS = Object.keys(CLUSTER_LABELS) as ClusterName[];
const [atFive] = chatteringCausesTables;
/** Changes whose effect on churn the text gives: id, and the label in the table. */
const CHANGES = [
  ["fleet-change", `price: ${TERM_LABELS["fleet-change"]}`],
  ["no-price", `price: ${TERM_LABELS.none}`],
  ["categorical", `head: ${HEAD_LABELS["categorical-scale"]}`],
] as const;

const percent = { style: "percent", digits: 0 } as const;
/** As training begins. */
const START = commandOdds({ mean: 0.5, deviation: 1 });

/** What the closed form says at the start of training, and what was measured. */
export const chatteringNumbers: readonly NumberDefinition[] = [
  {
    id: "switching-at-start",
    title: "share of steps with a command, scale of mean 0.5 and deviation 1",
    inputs: [],
    format: percent,
    value: () => switchingRates(START, 5).command,
  },
  {
    id: "switching-fleet-at-start",
    title: "share of steps with a change of a fleet of 5 that changes at once, same scale",
    inputs: [],
    format: percent,
    value: () => switchingRates(START, 5).change,
  },
  {
    id: "friction-at-start",
    title: "mean of the write-up's friction a step, same scale",
    inputs: [],
    format: { digits: 2 },
    value: () => switchingRates(START, 5).reversedCommand,
  },
  ...CLUSTERS.flatMap((cluster) =>
    CHANGES.map(([name, tried]) =>
      cellNumber(atFive, {
        id: `churn-${name}-${cluster}`,
        title: `change in churn, ${tried}, ${CLUSTER_LABELS[cluster]} simulator, N = 5`,
        where: { world: CLUSTER_LABELS[cluster], tried },
        column: "difference",
      }),
    ),
  ),
];
