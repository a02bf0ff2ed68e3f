import { drawnInterval, LADDER_LEVELS, STANDARD_PRICES } from "../../evaluation/index.js";
import { type DataReader, numberText, type TableDefinition } from "../../report/index.js";
import { withoutInterval } from "../../statistics/index.js";
import { differenceCells, fleetCell, fleetDifference, gapCell, PERCENT } from "./cells.js";
import { CLIMB, LADDER_LINES, type LadderLine, lineLabel, methodLabel, readLines } from "./lines.js";
import { LARGEST_STEPS, PRIMARY } from "./plan.js";
import { ladderReadings } from "./readings.js";
import { LADDER_INPUTS, ladderSizes } from "./slice.js";

/** Sizes that a table has columns for. */
const COLUMN_SIZES = [5, 10, 15, 20, 25];

const sizeColumns = COLUMN_SIZES.map((size) => ({
  key: `n${size}`,
  title: `$N = ${size}$`,
  format: PERCENT,
  align: "right" as const,
}));

/** Lines that were measured at any size. */
function measuredLines(data: DataReader): readonly LadderLine[] {
  const sizes = ladderSizes(data);
  return LARGEST_STEPS.flatMap((step) =>
    LADDER_LINES.filter(({ largestStep }) => largestStep === step),
  ).filter(({ id, largestStep }) =>
    sizes.some((size) => ladderReadings(data, { size, largestStep }).has(id)),
  );
}

/** The whole ladder at 1 %: a row a method, a column a size. */
export const ladderFleets: TableDefinition = {
  id: "ladder-fleets",
  title: "Fleet at 1 % violations, by size and largest step",
  caption:
    "Fleet in per cent of $N$ that each method needs for 1 % SLA violations, off the hull of its own settings, with 95 % bootstrap intervals over runs. *Least*: no setting gets down to 1 %; the least " +
    "violation rate. $k$: most containers that a command may start or stop. The best rule is named where it was chosen, at $N = 15$.",
  inputs: LADDER_INPUTS,
  ruleBy: "step",
  columns: [{ key: "step", title: "$k$" }, { key: "method", title: "method" }, ...sizeColumns],
  rows: (data) =>
    measuredLines(data).map((line) => ({
      step: line.largestStep,
      method: methodLabel(line.id, at(data, line, PRIMARY.size)),
      ...Object.fromEntries(
        COLUMN_SIZES.map((size) => [`n${size}`, fleetCell(at(data, line, size), PRIMARY.level)]),
      ),
    })),
};

/** What each rung saves against the one before it, and hindsight against the best rule. */
export const STEPS_UP: readonly (readonly [LadderLine, LadderLine])[] = Object.freeze([
  ...CLIMB.slice(1).map((line, i) => [CLIMB[i], line] as const),
  ...(["1", "4", "N"] as const).map(
    (largestStep) =>
      [{ id: "rule", largestStep } as const, { id: "hindsight", largestStep } as const] as const,
  ),
]);

/** Gains of the rungs at all sizes, with Holm's correction over all of them. */
export const ladderGains: TableDefinition = {
  id: "ladder-gains",
  title: "What each rung saves",
  caption:
    "Fleet at 1 % violations less that of the rung before it, in per cent of $N$; hindsight less the best rule at the same step. Paired 95 % bootstrap intervals: both are read on the same resamples. A star: $p < 0.05$ after " +
    "Holm's correction over the whole table. *Reached*: only the upper rung gets down to 1 %.",
  inputs: LADDER_INPUTS,
  columns: [{ key: "step", title: "rung" }, ...sizeColumns],
  rows(data) {
    const steps = STEPS_UP.filter(([from, to]) =>
      ladderSizes(data).some(
        (size) => at(data, from, size) !== undefined && at(data, to, size) !== undefined,
      ),
    );
    const cells = differenceCells(
      steps.flatMap(([from, to]) =>
        COLUMN_SIZES.map((size) => fleetDifference(at(data, to, size), at(data, from, size), PRIMARY.level)),
      ),
    );
    return steps.map(([, to], i) => ({
      step: lineLabel(to),
      ...Object.fromEntries(COLUMN_SIZES.map((size, j) => [`n${size}`, cells[i * COLUMN_SIZES.length + j]])),
    }));
  },
};

const levelKey = (level: number) => `level${level}`;
const levelTitle = (level: number) =>
  `${numberText(level, { style: "percent", digits: level < 0.01 ? 1 : 0 })} %`;

/** The primary comparison, and the same at the other levels. */
export const ladderAgainstRule: TableDefinition = {
  id: "ladder-against-rule",
  title: "Each method against the best rule",
  caption:
    `Fleet less that of the best rule that was tuned on train, $N = ${PRIMARY.size}$, one container a step, in per cent of $N$, at three violation rates; paired 95 % bootstrap intervals. The column of 1 % is the primary comparison. A star: $p < 0.05$ after ` +
    "Holm's correction, over that column in it, over both others in them. *Not reached*: the method doesn't get down to the level, the rule does; *reached*: the other way round. *Gap*: the share that it closes at 1 % of the gap between the best rule and hindsight at one container a " +
    "step. *Worst*: the violation rate of the workload on which the method does worst where its mean is 1 %.",
  inputs: LADDER_INPUTS,
  columns: [
    { key: "method", title: "method" },
    ...LADDER_LEVELS.map((level) => ({
      key: levelKey(level),
      title: levelTitle(level),
      align: "right" as const,
    })),
    { key: "gap", title: "gap (%)", format: { style: "percent", digits: 0 }, align: "right" },
    { key: "worst", title: "worst (%)", format: PERCENT, align: "right" },
  ],
  rows(data) {
    const rule = at(data, { id: "rule", largestStep: "1" }, PRIMARY.size);
    if (rule === undefined) return [];
    const hindsight = at(data, { id: "hindsight", largestStep: "1" }, PRIMARY.size);
    const lines = readLines(data, LADDER_LINES, { size: PRIMARY.size });
    const others = lines.filter(({ reading }) => reading !== rule);
    const columnsOf = (levels: readonly number[]) =>
      differenceCells(
        levels.flatMap((level) => others.map(({ reading }) => fleetDifference(reading, rule, level))),
      );
    const secondary = LADDER_LEVELS.filter((level) => level !== PRIMARY.level);
    const cells = new Map([
      ...columnsOf([PRIMARY.level]).map((cell, i) => [`${PRIMARY.level} ${i}`, cell] as const),
      ...columnsOf(secondary).map((cell, i) => {
        const [level, line] = [secondary[Math.floor(i / others.length)], i % others.length];
        return [`${level} ${line}`, cell] as const;
      }),
    ]);
    return [
      {
        method: lineLabel({ id: "rule", largestStep: "1" }, rule),
        ...Object.fromEntries(LADDER_LEVELS.map((level) => [levelKey(level), "0"])),
        worst: known(rule.worstRate(PRIMARY.level)),
      },
      ...others.map(({ label, reading }, i) => ({
        method: label,
        ...Object.fromEntries(
          LADDER_LEVELS.map((level) => [levelKey(level), cells.get(`${level} ${i}`) ?? null]),
        ),
        gap: gapCell({ method: reading, rule, best: hindsight }, PRIMARY.level),
        worst: known(reading.worstRate(PRIMARY.level)),
      })),
    ];
  },
};

const known = (value: number) => (Number.isNaN(value) ? null : value);

/** Cost at the standard prices. */
export const ladderCostTable: TableDefinition = {
  id: "ladder-cost",
  title: "Cost at the standard prices",
  caption:
    `Cost at $N = ${PRIMARY.size}$ in per cent of the whole fleet's container-seconds, by the price of a violation in container-seconds: each method with the setting fixed for that price on train. 95 % ` +
    "bootstrap intervals over runs are within 3 % of the value where none is given.",
  inputs: LADDER_INPUTS,
  columns: [
    { key: "method", title: "method" },
    ...STANDARD_PRICES.map((price) => ({
      key: `price${price}`,
      title: String(price),
      format: PERCENT,
      align: "right" as const,
    })),
  ],
  rows: (data) =>
    readLines(data, LADDER_LINES, { size: PRIMARY.size }).map(({ label, reading }) => ({
      method: label,
      ...Object.fromEntries(
        STANDARD_PRICES.map((price) => {
          const cost = reading.cost(price);
          return [`price${price}`, cost === undefined ? null : costCell(cost)];
        }),
      ),
    })),
};

/** Intervals that are narrower than this share of the value either way aren't worth their room. */
const NARROW = 0.03;

function costCell(cost: Float64Array) {
  const { estimate, lower, upper } = drawnInterval(cost);
  const isNarrow = Math.max(upper - estimate, estimate - lower) <= NARROW * estimate;
  return isNarrow ? withoutInterval(estimate) : { estimate, lower, upper };
}

function at(data: DataReader, { id, largestStep }: LadderLine, size: number) {
  return ladderReadings(data, { size, largestStep }).get(id);
}
