import type { Column, TableDefinition } from "../../report/index.js";
import { PUBLISHED_RULES } from "../writeup/published.js";
import { quantityLetters, type WriteupRule, writeupComparisons } from "./comparison.js";
import { WRITEUP_RULES_FILE } from "./experiment.js";

/** The write-up's columns, and which of its values lie outside our intervals. */
export const WRITEUP_COLUMNS: readonly Column[] = [
  { key: "failed", title: "failed", format: { digits: 0 } },
  { key: "cpu", title: "CPU (%)", format: { style: "percent", digits: 2 } },
  { key: "events", title: "events", format: { digits: 0 } },
  { key: "violations", title: "SLA (%)", format: { style: "percent", digits: 2 } },
  { key: "users", title: "users a node", format: { digits: 1 } },
  { key: "outside", title: "outside" },
];

function writeupTable(rule: WriteupRule, words: string): TableDefinition {
  return {
    id: rule,
    title: `The write-up's ${words} on its own simulator`,
    caption:
      `The write-up's ${words} on its own simulator, published, and ours on 8 and on 11 traffic patterns. *Failed* is the sum of the nodes' error ` +
      "rates over all steps and *events* the steps in which the fleet changed, both scaled to 250,000 steps; *SLA* is the share of steps with mean " +
      "latency above 0.5 s; *users* the mean of offered users over active nodes. Ours: mean over runs with the 95 % prediction " +
      "interval of one more run. *Outside*: which published values lie outside it, by the columns' first letters.",
    inputs: [WRITEUP_RULES_FILE],
    ruleBy: "size",
    columns: [
      { key: "size", title: "$N$", format: { digits: 0 } },
      { key: "source", title: "source" },
      ...WRITEUP_COLUMNS,
    ],
    rows(data) {
      const comparisons = writeupComparisons(data, rule);
      return PUBLISHED_RULES[rule].flatMap((published) => [
        { ...published, source: "published", outside: "" },
        ...comparisons
          .filter(({ size }) => size === published.size)
          .map(({ size, patterns, ours, outside }) => ({
            size,
            ...ours,
            source: `${patterns} patterns`,
            outside: quantityLetters(outside),
          })),
      ]);
    },
  };
}

/** Its threshold rule, beside the published rows. */
export const writeupThresholdTable = writeupTable("writeup-threshold", "threshold rule");

/** Its PID rule, beside the published rows. */
export const writeupPidTable = writeupTable("writeup-pid", "PID rule");
