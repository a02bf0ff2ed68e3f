import { countText, type TableDefinition } from "../../report/index.js";
import { fisherExact } from "../../statistics/index.js";
import { countOf, type RunKind, type TrainedRun } from "../shared/trained/runs.js";
import { type Finding, findingOf } from "./finding.js";
import { CONDITION_LABELS } from "./labels.js";
import type { ConditionName } from "./plan.js";
import { ROUTING_INPUTS, type RoutingChoice, routingGroup } from "./runs.js";

/** What is held against the write-up's reward at N = 25 and K = 32. */
const TRIED: readonly { readonly label: string; readonly choice: RoutingChoice }[] = [
  { label: "errors and latency by requests", choice: { reward: "requests" } },
  { label: "the queue by its places, too", choice: { reward: "requests-queue" } },
  { label: "$K = 8$", choice: { queueLimit: 8 } },
  { label: "$K = 128$", choice: { queueLimit: 128 } },
  { label: "$N = 15$", choice: { size: 15 } },
  { label: "$N = 5$", choice: { size: 5 } },
  ...(Object.keys(CONDITION_LABELS) as ConditionName[])
    .filter((condition) => condition !== "standard")
    .map((condition) => ({ label: CONDITION_LABELS[condition], choice: { condition } })),
];

/** Whether as many runs are of a kind as with the write-up's reward as it is. */
export function routingTest(
  runs: readonly TrainedRun[],
  standard: readonly TrainedRun[],
  kind: RunKind,
): { readonly finding: Finding; readonly p: number } {
  const [own, base] = [runs, standard].map((group) => countOf(group, kind));
  if (own.of === 0 || base.of === 0) return { finding: "not measured yet", p: Number.NaN };
  const [more, fewer] = [fisherExact(own, base), fisherExact(base, own)];
  return { finding: findingOf({ more, fewer }), p: Math.min(1, 2 * Math.min(more, fewer)) };
}

const percent = (digits: number) => ({ style: "percent", digits }) as const;

/** Every candidate cause of lost routing, tried on its own. */
export const routingCausesTable: TableDefinition = {
  id: "routing-causes",
  title: "What makes the agent lose its routing at 25 containers",
  caption:
    "Training runs at $N = 25$, $K = 32$ with the write-up's reward on the exact simulator, and with one thing changed: runs that have collapsed, and runs that refuse over a tenth of all requests, with the 95 % score interval of " +
    "their share in per cent; mean share of requests refused, and mean routing error, in per cent. What follows at 5 % by Fisher's exact test against the first row (two-sided, no correction for the number of rows): fewer or more such runs, or open.",
  ...ROUTING_INPUTS,
  columns: [
    { key: "tried", title: "changed", wrap: 11 },
    { key: "collapsed", title: "collapsed", align: "right", wrap: 6 },
    { key: "fewerCollapsed", title: "follows", wrap: 5 },
    { key: "refusing", title: "refusing", align: "right", wrap: 6 },
    { key: "fewerRefusing", title: "follows", wrap: 5 },
    { key: "refused", title: "refused", format: percent(1) },
    { key: "routing", title: "routing error", format: percent(0) },
  ],
  rows(data) {
    const standard = routingGroup(data);
    if (standard.length === 0) return [];
    return [{ label: "nothing", choice: {} }, ...TRIED].map(({ label, choice }) => {
      const runs = routingGroup(data, choice);
      const finding = (kind: RunKind) =>
        label === "nothing" ? "" : routingTest(runs, standard, kind).finding;
      return {
        tried: label,
        collapsed: countText(countOf(runs, "isCollapsed")),
        fewerCollapsed: finding("isCollapsed"),
        refusing: countText(countOf(runs, "isRefusing")),
        fewerRefusing: finding("isRefusing"),
        refused: meanOf(runs, "error_rate"),
        routing: meanOf(runs, "routing_error"),
      };
    });
  },
};

function meanOf(runs: readonly TrainedRun[], column: string): number | null {
  if (runs.length === 0) return null;
  return runs.reduce((sum, run) => sum + run.mean(column), 0) / runs.length;
}
