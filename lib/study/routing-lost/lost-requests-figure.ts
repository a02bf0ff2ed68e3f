import {
  COLORS,
  dotTraces,
  type FigureDefinition,
  inPanel,
  panelAxes,
  panelGrid,
  panelTitle,
  sourceFile,
} from "../../report/index.js";
import { REWARD_LABELS } from "./labels.js";
import { LIMITS, type RewardName, SIZES, STANDARD_LIMIT } from "./plan.js";
import { ROUTING_INPUTS, type RoutingChoice, routingGroup } from "./runs.js";

const REWARD_NAMES: readonly RewardName[] = ["averages", "requests", "requests-queue"];
const PANELS: readonly {
  readonly title: string;
  readonly label: string;
  readonly values: readonly number[];
  readonly choice: (value: number) => RoutingChoice;
}[] = [
  {
    title: "<i>N</i> = 25, by queue limit",
    label: "<i>K</i>",
    values: LIMITS,
    choice: (queueLimit) => ({ queueLimit }),
  },
  {
    title: `<i>K</i> = ${STANDARD_LIMIT}, by size`,
    label: "<i>N</i>",
    values: SIZES,
    choice: (size) => ({ size }),
  },
];

/** The share of requests that each training run refuses. */
export const lostRequestsFigure: FigureDefinition = {
  id: "lost-requests",
  source: sourceFile(__filename),
  title: "Share of requests refused, a dot a training run",
  caption:
    "Training runs of the write-up's agent on the exact simulator, a dot a run: share of requests refused, with errors and latency averaged over containers (the write-up's reward), over requests, and over requests with the " +
    "queue counted by its places, by queue limit at $N = 25$ (left) and by $N$ at $K = 32$ (right). Bars: quartiles, with the median.",
  size: "full",
  ...ROUTING_INPUTS,
  draw(data) {
    const panels = panelGrid({ rows: 1, columns: 2, xGap: 0.08, yGap: 0 });
    const traces = PANELS.flatMap(({ values, choice }, p) =>
      REWARD_NAMES.flatMap((reward, r) => {
        const groups = values.map((value, i) => ({
          x: i + 0.28 * (r - 1),
          values: routingGroup(data, { ...choice(value), reward }).map((run) => 100 * run.mean("error_rate")),
        }));
        const [dots, bars] = dotTraces(
          { name: REWARD_LABELS[reward], groups, spread: 0.22 },
          { color: COLORS[r] },
        );
        return [
          { ...dots, legendgroup: reward, showlegend: p === 0, ...inPanel(panels[p]) },
          { ...bars, legendgroup: reward, ...inPanel(panels[p]) },
        ];
      }),
    );
    const axes = panels.map((panel, p) =>
      panelAxes(panel, {
        x: {
          title: PANELS[p].label,
          range: [-0.5, PANELS[p].values.length - 0.5],
          tickvals: PANELS[p].values.map((_, i) => i),
          ticktext: PANELS[p].values.map(String),
        },
        y: { title: p === 0 ? "% of requests refused" : "", range: [-2, 100] },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: { orientation: "h", x: 0.5, xanchor: "center", y: 1.1, yanchor: "bottom" },
        annotations: PANELS.map(({ title }, p) => panelTitle(panels[p], title)),
      },
    };
  },
};
