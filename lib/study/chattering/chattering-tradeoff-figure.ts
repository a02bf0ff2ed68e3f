import {
  COLORS,
  type FigureDefinition,
  inPanel,
  legendAbove,
  panelAxes,
  panelGrid,
  panelTitle,
  sourceFile,
} from "../../report/index.js";
import { CLUSTER_LABELS, HEAD_LABELS, TERM_LABELS } from "./labels.js";
import type { HeadName } from "./parts.js";
import { type ClusterName, SCREENED } from "./plan.js";
import { CHATTERING_INPUTS, chatteringGroup } from "./runs.js";

const SIZE = 5;
const CLUSTERS = Object.keys(CLUSTER_LABELS) as ClusterName[];
const HEADS = Object.keys(HEAD_LABELS) as HeadName[];
const DRAWN_TERMS = ["friction", "fleet-change", "dwell"] as const;
const SYMBOLS = ["circle", "square", "diamond"] as const;

/** What less churn costs: the fleet that each training run keeps. */
export const chatteringTradeoff: FigureDefinition = {
  id: "chattering-tradeoff",
  source: sourceFile(__filename),
  title: "Churn against the fleet, a dot a training run",
  caption:
    `Training runs at $N = ${SIZE}$ (${SCREENED.toLocaleString("en")} steps), a mark a run: share of steps with a change of the fleet against the fleet as a share of $N$, actions without noise, by head (colour) and by what is priced ` +
    "(symbol). Bottom right: runs that keep the whole fleet and so have nothing to change.",
  size: "full",
  ...CHATTERING_INPUTS,
  draw(data) {
    const panels = panelGrid({ rows: 1, columns: CLUSTERS.length, xGap: 0.08, yGap: 0 });
    const traces = CLUSTERS.flatMap((cluster, p) =>
      HEADS.flatMap((head, h) =>
        DRAWN_TERMS.map((term, t) => {
          const runs = chatteringGroup(data, { cluster, size: SIZE, head, term });
          return {
            type: "scatter" as const,
            mode: "markers",
            name: `${HEAD_LABELS[head]}; ${TERM_LABELS[term]}`,
            x: runs.map((run) => 100 * run.mean("fleet_share")),
            y: runs.map((run) => 100 * run.mean("churn_rate")),
            marker: { color: COLORS[h], symbol: SYMBOLS[t], size: 6, opacity: 0.8 },
            legendgroup: `${head} ${term}`,
            showlegend: p === 0,
            ...inPanel(panels[p]),
          };
        }),
      ),
    );
    const axes = panels.map((panel, p) =>
      panelAxes(panel, {
        x: { title: "Fleet (% of <i>N</i>)", range: [15, 104] },
        y: { title: p === 0 ? "% of steps with a change" : "", range: [-3, 104] },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: legendAbove(2, 1.1),
        annotations: CLUSTERS.map((cluster, p) =>
          panelTitle(panels[p], cluster === "sim" ? "Exact simulator" : "Write-up's simulator"),
        ),
      },
    };
  },
};
