import { cellNumber, type NumberDefinition } from "../../report/index.js";
import type { Interval } from "../../statistics/index.js";
import { simulatedAgainstReal } from "./simulated-against-real-table.js";
import { simulatorErrorByController } from "./simulator-error-by-controller-table.js";

const RESPONSE = "Mean response time (s)";
const SIZES = [5, 15, 25];

/** Rank correlations over sizes and metrics: how many there are, and how many have an interval above 0. */
const ranks = (id: string, title: string, counts: (ranks: Interval) => boolean) =>
  ({
    id,
    title,
    inputs: simulatedAgainstReal.inputs,
    ...(simulatedAgainstReal.gathered && { gathered: simulatedAgainstReal.gathered }),
    format: { digits: 0 },
    value: (data) =>
      simulatedAgainstReal.rows(data).filter((row) => row.ranks !== null && counts(row.ranks as Interval))
        .length,
  }) satisfies NumberDefinition;

/** Where the calibrated simulator errs, and whether it ranks as the real cluster does. */
export const twoWorldsNumbers: readonly NumberDefinition[] = [
  ranks("ranks-compared", "rank correlations between the two worlds, over sizes and metrics", () => true),
  ranks("ranks-resolved", "of these, with a 95 % interval above 0", ({ lower }) => lower > 0),
  ...SIZES.flatMap((size) =>
    (
      [
        ["error", "relativeError"],
        ["ranks", "ranks"],
      ] as const
    ).map(([name, column]) =>
      cellNumber(simulatedAgainstReal, {
        id: `response-${name}-${size}`,
        title: `${name} of the simulated mean response time at N = ${size}`,
        where: { size, metric: RESPONSE },
        column,
      }),
    ),
  ),
  ...(
    [
      ["threshold", "threshold"],
      ["agent", "ppo-writeup, phase 1"],
    ] as const
  ).flatMap(([name, controller]) =>
    [15, 25].map((size) =>
      cellNumber(simulatorErrorByController, {
        id: `response-error-${name}-${size}`,
        title: `error of the simulated mean response time for ${controller} at N = ${size}`,
        where: { size, controller },
        column: "error",
      }),
    ),
  ),
];
