import { drawnInterval, STANDARD_PRICES } from "../../evaluation/index.js";
import { type DataReader, type NumberDefinition, numberIn } from "../../report/index.js";
import { mapInterval } from "../../statistics/index.js";
import { fleetDifference, PERCENT } from "./cells.js";
import { LADDER_FILE } from "./experiment.js";
import { STEPS_UP } from "./ladder-tables.js";
import { CLIMB, type LadderLine, lineLabel, readLines } from "./lines.js";
import { PRIMARY } from "./plan.js";
import { agentReadings, ladderReadings } from "./readings.js";
import { listed } from "./run-counts.js";
import { SETTINGS_FILE } from "./settings.js";
import { LADDER_INPUTS, measuredWorkloads } from "./slice.js";

const { size: SIZE, level: LEVEL } = PRIMARY;
const NOTHING = Number.NaN;
const at = (data: DataReader, { id, largestStep }: LadderLine, size: number = SIZE) =>
  ladderReadings(data, { size, largestStep }).get(id);
const idOf = ({ id, largestStep }: LadderLine) =>
  (largestStep === "1" ? id : `${id}-${largestStep.toLowerCase()}`).replace("+", "-");

/** Lines that prose has the fleet of. */
const FLEETS: readonly LadderLine[] = [
  ...CLIMB.filter(({ id }) => id !== "rivals"),
  { id: "dev", largestStep: "1" },
  { id: "bound", largestStep: "1" },
  { id: "static", largestStep: "1" },
  { id: "hindsight", largestStep: "1" },
];

const fleets = FLEETS.map(
  (line): NumberDefinition => ({
    id: `ladder-fleet-${idOf(line)}`,
    title: `fleet at 1 % violations: ${lineLabel(line)}, N = ${SIZE}`,
    inputs: LADDER_INPUTS,
    format: PERCENT,
    value(data) {
      const reading = at(data, line);
      if (reading === undefined) return NOTHING;
      const interval = drawnInterval(reading.fleet(LEVEL));
      return Number.isFinite(interval.estimate) ? interval : NOTHING;
    },
  }),
);

/** The least violation rate of the settings of methods that miss 1 %. */
const leastRates = (["rivals", "writeup-threshold", "writeup-pid"] as const).map(
  (id): NumberDefinition => ({
    id: `ladder-least-${id}`,
    title: `least violation rate: ${lineLabel({ id, largestStep: "1" })}, N = ${SIZE}`,
    inputs: LADDER_INPUTS,
    format: PERCENT,
    value: (data) => at(data, { id, largestStep: "1" })?.leastRate ?? NOTHING,
  }),
);

/** Steps up whose gain prose has: both lines get down to 1 %. */
const GAINS = STEPS_UP.filter(
  ([from, to]) => from.id !== "rivals" && (to.id !== "hindsight" || to.largestStep === "1"),
);

/** What a line saves against the one before it, as a positive number of per cent of N. */
const gains = GAINS.map(
  ([from, to]): NumberDefinition => ({
    id: `ladder-gain-${idOf(to)}`,
    title: `fleet saved at 1 % violations by ${lineLabel(to)} against ${lineLabel(from)}, N = ${SIZE}`,
    inputs: LADDER_INPUTS,
    format: PERCENT,
    value(data) {
      const difference = fleetDifference(at(data, to), at(data, from), LEVEL)?.interval;
      if (difference === undefined || !Number.isFinite(difference.estimate)) return NOTHING;
      const { estimate, lower, upper } = mapInterval(difference, (value) => -value);
      return { estimate, lower: upper, upper: lower };
    },
  }),
);

const count = (
  id: string,
  title: string,
  value: (data: DataReader) => number,
  inputs = LADDER_INPUTS,
): NumberDefinition => ({ id, title, inputs, format: { digits: 0 }, value });

/** How many workloads no method reaches the level on, at any largest step. */
function unserved(data: DataReader): number {
  return measuredWorkloads(data).filter((name) => {
    const lines = [
      ...CLIMB,
      { id: "hindsight", largestStep: "1" } as const,
      { id: "static", largestStep: "1" } as const,
    ];
    const read = readLines(data, lines, { size: SIZE, workloads: (one) => one === name });
    return read.every(({ reading }) => !Number.isFinite(reading.fleet(LEVEL)[0]));
  }).length;
}

/** At how many standard prices the best fixed fleet costs no more than the best rule. */
function staticPrices(data: DataReader): number {
  const [rule, fixed] = (["rule", "static"] as const).map((id) => at(data, { id, largestStep: "1" }));
  return STANDARD_PRICES.filter((price) => {
    const [of, other] = [rule?.cost(price), fixed?.cost(price)];
    return of !== undefined && other !== undefined && other[0] <= of[0];
  }).length;
}

const agents = (data: DataReader) => agentReadings(data, { size: SIZE, largestStep: "1" });

/** What the ladder says in numbers. */
export const ladderNumbers: readonly NumberDefinition[] = [
  ...fleets,
  ...leastRates,
  ...gains,
  count("ladder-workloads", "test workloads of the ladder", (data) => measuredWorkloads(data).length),
  count(
    "ladder-runs",
    "runs of each method, size and workload",
    (data) => listed(data.rows(LADDER_FILE)[0].requests).length,
  ),
  {
    id: "ladder-requests",
    title: "requests that the settings of the ladder met, in millions",
    inputs: LADDER_INPUTS,
    format: { digits: 0 },
    value: (data) =>
      data
        .rows(LADDER_FILE)
        .reduce((sum, row) => sum + listed(row.requests).reduce((all, one) => all + one, 0), 0) / 1e6,
  },
  count("ladder-unserved", `workloads on which no method gets down to 1 %, N = ${SIZE}`, unserved),
  count("ladder-agents", `training runs of the write-up's agent, N = ${SIZE}`, (data) => agents(data).length),
  count(
    "ladder-agents-reached",
    `training runs of the write-up's agent that get down to 1 %, N = ${SIZE}`,
    (data) => agents(data).filter((one) => Number.isFinite(one.fleet(LEVEL)[0])).length,
  ),
  {
    id: "ladder-agents-least",
    title: `least violation rate of a training run of the write-up's agent, N = ${SIZE}`,
    inputs: LADDER_INPUTS,
    format: PERCENT,
    value: (data) => Math.min(...agents(data).map(({ leastRate }) => leastRate)),
  },
  count(
    "ladder-static-prices",
    `standard prices at which the best fixed fleet costs no more than the best rule, N = ${SIZE}`,
    staticPrices,
  ),
  {
    id: "ladder-spent",
    title: "environment steps spent on tuning the rules of the ladder, in millions",
    inputs: [SETTINGS_FILE],
    format: { digits: 0 },
    value(data) {
      const spent = new Map(
        data.rows(SETTINGS_FILE).map((row) => [`${row.method} ${row.largest_step}`, numberIn(row, "spent")]),
      );
      return [...spent.values()].reduce((sum, one) => sum + one, 0) / 1e6;
    },
  },
];
