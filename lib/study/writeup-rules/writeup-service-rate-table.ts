import { WRITEUP_SERVICE_RATE } from "../../cluster/index.js";
import type { TableDefinition } from "../../report/index.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { PUBLISHED_RULES } from "../writeup/published.js";
import { quantityLetters, type WriteupRule, writeupComparisons } from "./comparison.js";
import { WRITEUP_NAMED_RATES, WRITEUP_RULES_FILE } from "./experiment.js";
import { WRITEUP_COLUMNS } from "./writeup-rules-tables.js";

/** Files of our runs by the service rate of a node in requests/s. */
const FILES: readonly (readonly [rate: number, file: string])[] = [
  ...WRITEUP_NAMED_RATES.map((rate) => [rate, `evaluation/writeup-rate-${rate}.csv`] as const),
  [WRITEUP_SERVICE_RATE, WRITEUP_RULES_FILE],
];
const RULES: readonly (readonly [WriteupRule, string])[] = [
  ["writeup-threshold", "threshold"],
  ["writeup-pid", "PID"],
];

/** Which service rate made the write-up's tables: its rules at the two it names, and at the one its columns imply. */
export const writeupServiceRate: TableDefinition = {
  id: "writeup-service-rate",
  title: "Which service rate made the write-up's tables",
  caption:
    `The write-up's rules on its own simulator with ${SINGLE_SIZE} nodes: published, and ours at the service rates $\\mu$ that its code and its report ` +
    "name, and at the one that its columns imply, each on 8 and on 11 traffic patterns. Units and intervals as in the tables of the two rules.",
  inputs: FILES.map(([, file]) => file),
  ruleBy: "rule",
  columns: [
    { key: "rule", title: "rule" },
    { key: "rate", title: "$\\mu$ (1/s)", format: { digits: 0 } },
    { key: "patterns", title: "patterns", format: { digits: 0 } },
    ...WRITEUP_COLUMNS,
  ],
  rows: (data) =>
    RULES.flatMap(([rule, label]) => [
      ...PUBLISHED_RULES[rule]
        .filter(({ size }) => size === SINGLE_SIZE)
        .map((published) => ({ ...published, rule: `${label}, published`, outside: "" })),
      ...FILES.flatMap(([rate, file]) =>
        writeupComparisons(data, rule, file)
          .filter(({ size }) => size === SINGLE_SIZE)
          .map(({ patterns, ours, outside }) => ({
            ...ours,
            rule: label,
            rate,
            patterns,
            outside: quantityLetters(outside),
          })),
      ),
    ]),
};
