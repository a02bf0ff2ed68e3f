import { cellNumber, type NumberDefinition } from "../../report/index.js";
import type { Interval } from "../../statistics/index.js";
import { finalRewardsTable } from "./final-rewards-table.js";

/** How many published final rewards one more of our training runs could have had. */
const inside: NumberDefinition = {
  id: "final-rewards-inside",
  title:
    "published final rewards of training inside the interval for one more run of ours on the same simulator",
  inputs: finalRewardsTable.inputs,
  format: { digits: 0 },
  value: (data) =>
    finalRewardsTable.rows(data).filter(({ published, writeup }) => {
      const { lower, upper } = (writeup ?? { lower: Number.NaN, upper: Number.NaN }) as Interval;
      return lower <= (published as number) && (published as number) <= upper;
    }).length,
};

/** Where training ends, with the interval for one more run. */
export const learningNumbers: readonly NumberDefinition[] = [
  inside,
  ...[5, 25].flatMap((size) => [
    cellNumber(finalRewardsTable, {
      id: `final-reward-published-${size}`,
      title: `published reward of the last training episodes at N = ${size}`,
      where: { size },
      column: "published",
    }),
    cellNumber(finalRewardsTable, {
      id: `final-reward-${size}`,
      title: `our reward of the last 100 training episodes at N = ${size}, the write-up's simulator, interval for one more run`,
      where: { size },
      column: "writeup",
    }),
    cellNumber(finalRewardsTable, {
      id: `final-reward-exact-${size}`,
      title: `the same on the exact simulator at N = ${size}`,
      where: { size },
      column: "sim",
    }),
  ]),
];
