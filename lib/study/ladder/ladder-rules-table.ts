import { drawnInterval, LADDER_LEVELS } from "../../evaluation/index.js";
import { numberText, type TableDefinition } from "../../report/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { fleetCell, PERCENT } from "./cells.js";
import { PRIMARY } from "./plan.js";
import { ruleReadings } from "./readings.js";
import { LADDER_INPUTS } from "./slice.js";

const { size: SIZE, largestStep: STEP, level: LEVEL } = PRIMARY;
/** Price whose cost stands in the table. */
const PRICE = 3;

/** Every tuned rule behind least connections, whichever of them was the best on train. */
export const ladderRules: TableDefinition = {
  id: "ladder-rules",
  title: "Every tuned rule behind least connections",
  caption:
    `Fleet in per cent of $N = ${SIZE}$ that each tuned rule needs behind least connections, one container a step, at three violation rates on the test workloads; the violation rate of the workload on which it does worst where its mean is 1 %; its cost at ` +
    `a price of ${PRICE} container-seconds a violation in per cent of the whole fleet. 95 % bootstrap intervals over runs. The best rule of the ladder is the one that was cheapest on train, not the best in this table.`,
  inputs: LADDER_INPUTS,
  columns: [
    { key: "rule", title: "rule" },
    ...LADDER_LEVELS.map((level) => ({
      key: `level${level}`,
      title: `at ${numberText(level, { style: "percent", digits: level < 0.01 ? 1 : 0 })} %`,
      format: PERCENT,
      align: "right" as const,
    })),
    { key: "worst", title: "worst (%)", format: PERCENT, align: "right" },
    { key: "cost", title: "cost (%)", format: PERCENT, align: "right" },
  ],
  rows: (data) =>
    ruleReadings(data, { size: SIZE, largestStep: STEP }).map((reading) => {
      const worst = reading.worstRate(LEVEL);
      const cost = reading.cost(PRICE);
      return {
        rule: controllerLabel(reading.rule.split("+")[0]),
        ...Object.fromEntries(LADDER_LEVELS.map((level) => [`level${level}`, fleetCell(reading, level)])),
        worst: Number.isNaN(worst) ? null : worst,
        cost: cost === undefined ? null : drawnInterval(cost),
      };
    }),
};
