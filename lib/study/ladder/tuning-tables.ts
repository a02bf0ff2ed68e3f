import { STANDARD_PRICES } from "../../evaluation/index.js";
import { type DataReader, numberIn, type Row, type TableDefinition } from "../../report/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { PERCENT } from "./cells.js";
import { PRIMARY } from "./plan.js";
import { isRule } from "./rungs.js";
import { bestMethod, SETTINGS_FILE } from "./settings.js";
import { tunedSetting } from "./slice.js";

const { size: SIZE } = PRIMARY;
/** Price whose costs stand in the table of budgets. */
const PRICE = 3;
const STEPS = ["1", "4", "N"];

const settingsAt = (data: DataReader) =>
  data.rows(SETTINGS_FILE).filter((row) => row.split === "train" && numberIn(row, "size") === SIZE);
const byStep = (a: Row, b: Row) => STEPS.indexOf(a.largest_step) - STEPS.indexOf(b.largest_step);

/** What was spent on each rule, and what came out. */
export const ladderTuning: TableDefinition = {
  id: "ladder-tuning",
  title: "Budget and spend of the tuned rules",
  caption:
    `What each rule was tuned with at all sizes together: environment steps in millions, dropped trials and dev included; trials; trials of the last rung, which settings are chosen from. Cost of the setting that was cheapest on train at $N = ${SIZE}$ and a price of ` +
    `${PRICE} container-seconds a violation, in per cent of the whole fleet, on train and on dev. $k$: most containers a step.`,
  inputs: [SETTINGS_FILE],
  ruleBy: "step",
  columns: [
    { key: "step", title: "$k$" },
    { key: "rule", title: "rule and router" },
    { key: "spent", title: "steps (mn)", format: { digits: 1 } },
    { key: "trials", title: "trials", format: { digits: 0 } },
    { key: "finalists", title: "last rung", format: { digits: 0 } },
    { key: "train", title: "train (%)", format: PERCENT },
    { key: "dev", title: "dev (%)", format: PERCENT },
  ],
  rows: (data) =>
    settingsAt(data)
      .filter((row) => numberIn(row, "price") === PRICE)
      .sort(byStep)
      .map((row) => ({
        step: row.largest_step,
        rule: row.method.includes("+")
          ? controllerLabel(row.method)
          : `${controllerLabel(row.method)}, round robin`,
        spent: numberIn(row, "spent") / 1e6,
        trials: numberIn(row, "trials"),
        finalists: numberIn(row, "finalists"),
        train: numberIn(row, "train_cost"),
        dev: row.dev_cost === "" ? null : numberIn(row, "dev_cost"),
      })),
};

/** The settings of the best rule. */
export const ladderBestRule: TableDefinition = {
  id: "ladder-best-rule",
  title: "Settings of the best rule by price",
  caption: `Parameters of the rule that was the cheapest on train at $N = ${SIZE}$, one container a step, by the price of a violation in container-seconds that each setting was chosen for. Times are divided by the time scale. The first row names the rule.`,
  inputs: [SETTINGS_FILE],
  columns: [
    { key: "parameter", title: "parameter" },
    ...STANDARD_PRICES.map((price) => ({
      key: `price${price}`,
      title: String(price),
      format: { style: "significant", digits: 2 } as const,
      align: "right" as const,
    })),
  ],
  rows(data) {
    const rows = settingsAt(data).filter((row) => row.largest_step === PRIMARY.largestStep);
    const best = bestMethod(rows.map(tunedSetting), "train", isRule);
    const own = rows.filter((row) => row.method === best);
    if (best === undefined) return [];
    const settings = STANDARD_PRICES.map((price) => {
      const row = own.find((one) => numberIn(one, "price") === price) as Row;
      return parametersOf(row.controller);
    });
    const names = Object.keys(settings[0]);
    return [
      { parameter: `(${controllerLabel(best)})` },
      ...names.map((parameter) => ({
        parameter,
        ...Object.fromEntries(
          STANDARD_PRICES.map((price, i) => [`price${price}`, settings[i][parameter] ?? null]),
        ),
      })),
    ];
  },
};

function parametersOf(controller: string): Readonly<Record<string, string | number>> {
  const parameters = controller.split(":").slice(1);
  return Object.fromEntries(
    parameters.map((parameter) => {
      const [key, value] = parameter.split("=");
      return [key, Number.isFinite(Number(value)) ? Number(value) : value];
    }),
  );
}
