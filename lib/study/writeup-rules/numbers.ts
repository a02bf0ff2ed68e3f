import type { DataReader, NumberDefinition } from "../../report/index.js";
import { mean } from "../../statistics/index.js";
import { WRITEUP_QUANTITIES, type WriteupQuantity } from "../writeup/comparison.js";
import { PUBLISHED_RULES, PUBLISHED_STEPS } from "../writeup/published.js";
import { type WriteupComparison, type WriteupRule, writeupComparisons } from "./comparison.js";
import { WRITEUP_RULES_FILE } from "./experiment.js";

/** Values in the published table of one rule. */
const VALUES = PUBLISHED_RULES["writeup-threshold"].length * WRITEUP_QUANTITIES.length;

function on(data: DataReader, rule: WriteupRule, patterns: 8 | 11): readonly WriteupComparison[] {
  return writeupComparisons(data, rule).filter((one) => one.patterns === patterns);
}

function inside(rule: WriteupRule, patterns: 8 | 11): NumberDefinition {
  return {
    id: `${rule}-inside-${patterns}`,
    title: `published values of ${rule} inside our prediction intervals on ${patterns} patterns`,
    inputs: [WRITEUP_RULES_FILE],
    format: { digits: 0 },
    value: (data) =>
      on(data, rule, patterns).reduce(
        (sum, { outside }) => sum + WRITEUP_QUANTITIES.length - outside.length,
        0,
      ),
  };
}

/** How many of a rule's published values our runs reproduce, by traffic. */
const writeupInside: readonly NumberDefinition[] = [
  inside("writeup-threshold", 8),
  inside("writeup-threshold", 11),
  inside("writeup-pid", 8),
  inside("writeup-pid", 11),
];

/** Number of values that the write-up gives for a rule. */
const writeupValues: NumberDefinition = {
  id: "writeup-values",
  title: "published values of a rule",
  inputs: [],
  format: { digits: 0 },
  value: () => VALUES,
};

function meanOver(
  rule: WriteupRule,
  patterns: 8 | 11,
  key: WriteupQuantity,
  scale: number,
): NumberDefinition {
  return {
    id: `${rule}-${key}-${patterns}`,
    title: `${key} of ${rule} on ${patterns} patterns, mean over the sizes`,
    inputs: [WRITEUP_RULES_FILE],
    format: key === "users" ? { digits: 1 } : { style: "percent", digits: 1 },
    value(data) {
      return scale * mean(on(data, rule, patterns).map(({ ours }) => ours[key].estimate));
    },
  };
}

/** Ours, averaged over the sizes. */
const writeupMeans: readonly NumberDefinition[] = [
  meanOver("writeup-threshold", 8, "events", 1 / PUBLISHED_STEPS),
  meanOver("writeup-threshold", 11, "events", 1 / PUBLISHED_STEPS),
  meanOver("writeup-pid", 8, "events", 1 / PUBLISHED_STEPS),
  meanOver("writeup-pid", 11, "events", 1 / PUBLISHED_STEPS),
];

/** mu = users a node / CPU, which holds below saturation, by the write-up's own columns for the threshold rule. */
const impliedRates = () => PUBLISHED_RULES["writeup-threshold"].map(({ users, cpu }) => users / cpu);

/** The range of service rates that the write-up's tables imply. */
const writeupImpliedRates: readonly NumberDefinition[] = [
  {
    id: "writeup-least-implied-rate",
    title: "least service rate that a row of the write-up's threshold rule implies",
    inputs: [],
    format: { digits: 1 },
    value: () => Math.min(...impliedRates()),
  },
  {
    id: "writeup-largest-implied-rate",
    title: "largest service rate that a row of the write-up's threshold rule implies",
    inputs: [],
    format: { digits: 1 },
    value: () => Math.max(...impliedRates()),
  },
];

function published(rule: WriteupRule): NumberDefinition {
  return {
    id: `${rule}-events-published`,
    title: `published events of ${rule} as a share of steps, mean over the sizes`,
    inputs: [],
    format: { style: "percent", digits: 1 },
    value: () => mean(PUBLISHED_RULES[rule].map(({ events }) => events)) / PUBLISHED_STEPS,
  };
}

/** The published ones, averaged over the sizes. */
const writeupPublished: readonly NumberDefinition[] = [
  published("writeup-threshold"),
  published("writeup-pid"),
];

/** The numbers of this question. */
export const writeupRulesNumbers: readonly NumberDefinition[] = Object.freeze([
  ...writeupInside,
  writeupValues,
  ...writeupMeans,
  ...writeupImpliedRates,
  ...writeupPublished,
]);
