import {
  baselineDifferences,
  COMPARED_METRICS,
  type ComparedMetric,
  type Comparison,
  earlierDifferences,
  METRICS,
  type MetricDifference,
  variantSummaries,
} from "../../evaluation/index.js";
import type { Cell, Column, TableDefinition } from "../definitions.js";
import { countText, estimateText, type NumberFormat, numberText } from "../format.js";
import { plainFrame } from "../frame.js";
import { cellTexts, markdownTable } from "../table.js";

/** A table whose rows are at hand: it reads no data file. */
export type OwnTable = TableDefinition & { rows(): readonly Readonly<Record<string, Cell>>[] };

/** How each metric is written. */
const FORMATS: Readonly<Record<ComparedMetric, NumberFormat>> = Object.freeze({
  users_per_container: { digits: 2 },
  sla_violation_rate: { style: "percent", digits: 2 },
  churn_rate: { style: "percent", digits: 1 },
  reversal_rate: { style: "percent", digits: 1 },
  routing_error: { style: "percent", digits: 1 },
  fleet_share: { style: "percent", digits: 1 },
});

/** Short headings. */
const HEADINGS: Readonly<Record<ComparedMetric, string>> = Object.freeze({
  users_per_container: "Served per container-second",
  sla_violation_rate: "SLA violations (%)",
  churn_rate: "Churn (%)",
  reversal_rate: "Reversals (%)",
  routing_error: "Routing error (%)",
  fleet_share: "Fleet (% of N)",
});

/** Smaller p-values are only said to be so. */
const LEAST_P = 0.001;

const INTERVALS = "Means over training runs with 95 % intervals, which keep to the range of the quantity.";

/**
 * The table of a comparison: what each variant's agents do on the same traffic.
 * @example
 * // needs a comparison
 * report.comparisonTable(comparison).rows()[0].variant; // -> "write-up"
 */
export function comparisonTable(comparison: Comparison): OwnTable {
  const { name, world, steps, seeds } = comparison.plan;
  return {
    id: name,
    inputs: [],
    title: `Variants of the reward: ${name}`,
    caption: `Agents after ${numberText(steps, { digits: 0 })} steps on world ${world}, ${seeds.length} training runs each. ${INTERVALS} Collapsed: runs that send most requests to one container, and the 95 % score interval of their share in per cent.`,
    columns: [
      ...leading(comparison),
      ...COMPARED_METRICS.map((key): Column => ({ key, title: HEADINGS[key], format: FORMATS[key] })),
      { key: "collapsed", title: "Collapsed", align: "right" },
    ],
    ...(hasSizes(comparison) && { ruleBy: "size" }),
    rows: () =>
      variantSummaries(comparison).map(({ variant, size, runs, metrics, collapsed }) => ({
        size,
        variant,
        ...metrics,
        collapsed: countText({ count: collapsed, of: runs }),
      })),
  };
}

/**
 * The differences from the baseline, seed by seed, with p-values before and after Holm's correction over the whole table.
 * @example
 * // needs a comparison
 * report.differencesTable(comparison).rows()[0].reading; // -> "inside the noise"
 */
export function differencesTable(comparison: Comparison): OwnTable {
  const { name, baseline } = comparison.plan;
  return tableOfDifferences(comparison, baselineDifferences(comparison), {
    id: `${name}-differences`,
    title: `Differences from ${baseline}`,
  });
}

/**
 * The differences from an earlier comparison, variant by variant of the same name.
 * @throws InputError as `earlierDifferences`.
 * @example
 * // needs two comparisons
 * report.earlierDifferencesTable(comparison, evaluation.loadComparison("build/comparisons/churn"));
 */
export function earlierDifferencesTable(comparison: Comparison, earlier: Comparison): OwnTable {
  const { name } = comparison.plan;
  return tableOfDifferences(comparison, earlierDifferences(comparison, earlier), {
    id: `${name}-against-${earlier.plan.name}`,
    title: `Differences from the earlier comparison ${earlier.plan.name}`,
  });
}

/** Differences as a table. */
function tableOfDifferences(
  comparison: Pick<Comparison, "plan">,
  differences: readonly MetricDifference[],
  { id, title }: { readonly id: string; readonly title: string },
): OwnTable {
  return {
    id,
    inputs: [],
    title,
    caption: `${title}, pair by pair of runs with the same seed: mean, 95 % interval, p-value of Student's t test of pairs, and the same adjusted by Holm's method for all ${differences.length} differences of the table. A difference is read where the adjusted one is below .05.`,
    columns: [
      ...leading(comparison),
      { key: "metric", title: "Quantity" },
      { key: "difference", title: "Difference", align: "right" },
      { key: "p", title: "p", align: "right" },
      { key: "adjusted", title: "p, Holm", align: "right" },
      { key: "reading", title: "Reading" },
    ],
    ruleBy: "variant",
    rows: () =>
      differences.map((one) => ({
        size: one.size,
        variant: one.variant,
        metric: HEADINGS[one.metric],
        difference: estimateText(one, FORMATS[one.metric]),
        p: pText(one.pValue),
        adjusted: pText(one.adjusted),
        reading: reading(one),
      })),
  };
}

/**
 * A table as lines of plain text: the headings, then the cells of each row.
 * @example
 * // needs a comparison
 * report.tableTexts(report.comparisonTable(comparison))[0][0]; // -> "Variant"
 */
export function tableTexts(table: OwnTable): readonly (readonly string[])[] {
  const head = table.columns.map(({ title }) => title.replaceAll("$", ""));
  return [head, ...cellTexts(table, plainFrame(table, table.rows()))];
}

/** A p-value to three digits. */
function pText(pValue: number): string {
  return pValue < LEAST_P ? `< ${LEAST_P}` : numberText(pValue, { digits: 3 });
}

/**
 * A table as Markdown, under its caption: for a notebook's `say`.
 * @example
 * // needs a comparison
 * report.tableMarkdown(report.differencesTable(comparison)).includes("| Variant |"); // -> true
 */
export function tableMarkdown(table: OwnTable): string {
  return `${table.caption}\n\n${markdownTable(table, plainFrame(table, table.rows()))}`;
}

/** Which way a difference goes, where it is larger than the seeds', and whether that is better. */
function reading({ metric, estimate, adjusted }: MetricDifference): string {
  if (Number.isNaN(adjusted)) return "one run has no interval";
  if (!(adjusted < 0.05)) return "inside the noise";
  const direction = estimate > 0 ? "higher" : "lower";
  const { better } = METRICS[metric];
  if (better === "neither") return direction;
  return `${direction}, ${direction === better ? "better" : "worse"}`;
}

function leading(comparison: Pick<Comparison, "plan">): readonly Column[] {
  const variant: Column = { key: "variant", title: "Variant", align: "left" };
  return hasSizes(comparison) ? [{ key: "size", title: "$N$", format: { digits: 0 } }, variant] : [variant];
}

function hasSizes({ plan }: Pick<Comparison, "plan">): boolean {
  return plan.sizes.length > 1;
}
