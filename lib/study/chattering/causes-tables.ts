import type { TableDefinition } from "../../report/index.js";
import type { Interval } from "../../statistics/index.js";
import { seedDifferences } from "../shared/trained/runs.js";
import { CHANGE_LABELS, CLUSTER_LABELS, HEAD_LABELS, TERM_LABELS } from "./labels.js";
import type { ChangeName, HeadName, TermName } from "./parts.js";
import type { ChatteringGroup, ClusterName } from "./plan.js";
import { CHATTERING_INPUTS, chatteringGroup, differenceOf, parkedCount, shareOf } from "./runs.js";

/** Differences in churn up to this count as none where the interval lies within. */
const NONE = 0.05;

/** What a change does to churn, by the interval of the paired difference. */
export function churnFinding({ lower, upper }: Interval): string {
  if (Number.isNaN(lower)) return "open";
  if (upper < 0) return "less";
  if (lower > 0) return "more";
  return lower > -NONE && upper < NONE ? "none" : "open";
}

type Tried = readonly [label: string, what: Partial<ChatteringGroup>];

const others = <Name extends string>(labels: Readonly<Record<Name, string>>, standard: Name) =>
  (Object.entries(labels) as [Name, string][]).filter(([name]) => name !== standard);

/** One thing changed of the write-up's head, price and settings. */
const TRIED: readonly Tried[] = [
  ...others<HeadName>(HEAD_LABELS, "gaussian-box").map(
    ([head, label]): Tried => [`head: ${label}`, { head }],
  ),
  ...others<TermName>(TERM_LABELS, "friction").map(([term, label]): Tried => [`price: ${label}`, { term }]),
  ...others<ChangeName>(CHANGE_LABELS, "none").map(([change, label]): Tried => [label, { change }]),
];

const percent = { style: "percent", digits: 1 } as const;
const points = { style: "percent", digits: 1 } as const;

/** Every candidate cause of chattering, tried on its own, at each size. */
export const chatteringCausesTables = [5, 15].map(
  (size): TableDefinition => ({
    id: `chattering-causes-${size}`,
    title: `What makes the agent change its fleet so often, N = ${size}`,
    caption:
      "The write-up's agent (Gaussian head, 1 a reversed command) and the same with one thing changed, 300,000 steps with batched settings: churn of the action without noise in per cent, then what the change does to churn, " +
      `fleet share and violations, in points, paired by training seed, with 95 % intervals. What follows for churn: *none* where the interval lies within ${100 * NONE} points of none.`,
    ...CHATTERING_INPUTS,
    ruleBy: "world",
    columns: [
      { key: "world", title: "simulator" },
      { key: "tried", title: "changed", wrap: 12 },
      { key: "runs", title: "runs", format: { digits: 0 } },
      { key: "churn", title: "churn", format: percent },
      { key: "difference", title: "change in churn", format: points },
      { key: "fleet", title: "in fleet", format: points },
      { key: "violations", title: "in violations", format: points },
      { key: "parked", title: "parked", format: { digits: 0 } },
      { key: "finding", title: "churn is" },
    ],
    rows: (data) =>
      (Object.keys(CLUSTER_LABELS) as ClusterName[]).flatMap((cluster) => {
        const standard = chatteringGroup(data, { cluster, size });
        if (standard.length === 0) return [];
        const world = CLUSTER_LABELS[cluster];
        return [
          {
            world,
            tried: "nothing",
            runs: standard.length,
            churn: shareOf(standard, "churn_rate"),
            difference: null,
            fleet: null,
            violations: null,
            parked: parkedCount(standard),
            finding: "",
          },
          ...TRIED.flatMap(([tried, what]) => {
            const runs = chatteringGroup(data, { cluster, size, ...what });
            if (runs.length === 0) return [];
            const change = (column: string) =>
              differenceOf(seedDifferences(runs, standard, (run) => run.mean(column)));
            const difference = change("churn_rate");
            return [
              {
                world,
                tried,
                runs: runs.length,
                churn: shareOf(runs, "churn_rate"),
                difference,
                fleet: change("fleet_share"),
                violations: change("sla_violation_rate"),
                parked: parkedCount(runs),
                finding: difference === null ? "open" : churnFinding(difference),
              },
            ];
          }),
        ];
      }),
  }),
);
