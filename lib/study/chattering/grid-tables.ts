import type { TableDefinition } from "../../report/index.js";
import { CLUSTER_LABELS, HEAD_LABELS, TERM_LABELS } from "./labels.js";
import type { HeadName, TermName } from "./parts.js";
import { type ChatteringGroup, type ClusterName, JUDGED, SCREENED } from "./plan.js";
import { CHATTERING_INPUTS, chatteringGroup, PARKED_WORDS, parkedCount, shareOf } from "./runs.js";

const CLUSTERS = Object.keys(CLUSTER_LABELS) as ClusterName[];
const HEADS = Object.keys(HEAD_LABELS) as HeadName[];
const TERMS = Object.keys(TERM_LABELS) as TermName[];
const percent = { style: "percent", digits: 1 } as const;

const COLUMNS: TableDefinition["columns"] = [
  { key: "world", title: "simulator" },
  { key: "size", title: "$N$", format: { digits: 0 } },
  { key: "head", title: "head" },
  { key: "term", title: "price" },
  { key: "runs", title: "runs", format: { digits: 0 } },
  { key: "churn", title: "churn", format: percent },
  { key: "drawn", title: "churn, drawn", format: percent },
  { key: "fleet", title: "fleet", format: percent },
  { key: "violations", title: "violations", format: percent },
  { key: "parked", title: "parked", format: { digits: 0 } },
];

interface GridTable {
  readonly id: string;
  readonly title: string;
  readonly trained: string;
  readonly groups: readonly (Pick<ChatteringGroup, "cluster" | "size" | "head" | "term"> &
    Partial<ChatteringGroup>)[];
}

/** Churn, fleet and violations by head and price, of groups that were measured. */
function gridTable({ id, title, trained, groups }: GridTable): TableDefinition {
  return {
    id,
    title,
    caption:
      `Training runs (${trained}) by head and by what is priced against chattering: shares of steps with a change of the fleet, with the action without noise and with drawn ones, fleet share, and violations (of ` +
      `requests), all in per cent: means over training runs with 95 % intervals; ${PARKED_WORDS}. Only what was measured so far.`,
    ...CHATTERING_INPUTS,
    ruleBy: "head",
    columns: COLUMNS,
    rows: (data) =>
      groups.flatMap((group) => {
        const runs = chatteringGroup(data, group);
        if (runs.length === 0) return [];
        return [
          {
            world: CLUSTER_LABELS[group.cluster],
            size: group.size,
            head: HEAD_LABELS[group.head],
            term: TERM_LABELS[group.term],
            runs: runs.length,
            churn: shareOf(runs, "churn_rate"),
            drawn: shareOf(runs, "churn_rate", "sampled"),
            fleet: shareOf(runs, "fleet_share"),
            violations: shareOf(runs, "sla_violation_rate"),
            parked: parkedCount(runs),
          },
        ];
      }),
  };
}

const allHeads = (cluster: ClusterName, size: number, terms: readonly TermName[]) =>
  HEADS.flatMap((head) => terms.map((term) => ({ cluster, size, head, term })));
const DECISIVE: readonly TermName[] = ["friction", "fleet-change"];

/** Every head with every price, screened, at each size. */
export const chatteringGridTables = [5, 15].map((size) =>
  gridTable({
    id: `chattering-grid-${size}`,
    title: `Heads and prices at N = ${size}, screened`,
    trained: `${SCREENED.toLocaleString("en")} steps`,
    groups: CLUSTERS.flatMap((cluster) => allHeads(cluster, size, TERMS)),
  }),
);

/** What was judged at a million steps. */
export const chatteringJudgedTable = gridTable({
  id: "chattering-judged",
  title: "Heads and a price of changes, judged",
  trained: "a million steps, batched settings",
  groups: [
    ...CLUSTERS.flatMap((cluster) => allHeads(cluster, 15, DECISIVE)),
    ...allHeads("sim", 25, DECISIVE),
  ].map((group) => ({ ...group, trained: JUDGED })),
});

/** The same with the write-up's own settings of PPO. */
export const chatteringConfirmedTable = gridTable({
  id: "chattering-confirmed",
  title: "Heads and a price of changes, with the write-up's own PPO settings",
  trained: "a million steps, the write-up's settings",
  groups: CLUSTERS.flatMap((cluster) => allHeads(cluster, 15, DECISIVE)).map((group) => ({
    ...group,
    trained: JUDGED,
    preset: "ppo-writeup" as const,
  })),
});
