import { cellNumber, type DataReader, type NumberDefinition } from "../../report/index.js";
import type { Interval } from "../../statistics/index.js";
import { simulatedAgainstReal } from "./simulated-against-real-table.js";
import { simulatorErrorByController } from "./simulator-error-by-controller-table.js";

const RESPONSE = "Mean response time (s)";
const SIZES = [5, 15, 25];

/** Cells of the table (sizes by metrics): how many there are, and how many say something. */
const cells = (id: string, title: string, counts: (row: ReturnType<typeof rowsOf>[number]) => boolean) =>
  ({
    id,
    title,
    inputs: simulatedAgainstReal.inputs,
    ...(simulatedAgainstReal.gathered && { gathered: simulatedAgainstReal.gathered }),
    format: { digits: 0 },
    value: (data) => rowsOf(data).filter(counts).length,
  }) satisfies NumberDefinition;

const rowsOf = (data: DataReader) =>
  simulatedAgainstReal.rows(data).map(({ ranks, pValue }) => ({
    ranks: ranks as Interval | null,
    pValue: pValue as number,
  }));

/** Where the calibrated simulator errs, and whether it ranks as the real cluster does. */
export const twoWorldsNumbers: readonly NumberDefinition[] = [
  cells("worlds-compared", "comparisons of the two worlds, over sizes and metrics", () => true),
  cells(
    "worlds-apart",
    "of these, where the two worlds differ, p < 0.05 by Holm's method",
    ({ pValue }) => pValue < 0.05,
  ),
  cells(
    "ranks-resolved",
    "of these, with a 95 % interval of the rank correlation above 0",
    ({ ranks }) => ranks !== null && ranks.lower > 0,
  ),
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
