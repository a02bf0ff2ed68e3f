import { distinct, type MetricName, metricEstimate } from "../../evaluation/index.js";
import {
  type DataReader,
  type FigureDefinition,
  inPanel,
  intervalTrace,
  type Layout,
  legendAbove,
  numberText,
  type Panel,
  PERCENT_LOG_AXIS,
  panelAxes,
  panelGrid,
  panelTitle,
  resultRows,
  sourceFile,
  TEXT,
  type Trace,
} from "../../report/index.js";
import { COMPARED_NAMES, STATIC_FLEET, WRITEUP_RULES } from "../shared/compared-rules.js";
import { controllerLabel, controllerStyle } from "../shared/controller-style.js";
import { RULES_FILE } from "./experiment.js";

/** All behind round robin, so that what differs is when they scale. */
const CONTROLLERS = [...COMPARED_NAMES, STATIC_FLEET.name, ...WRITEUP_RULES];

const PANELS: readonly {
  readonly metric: MetricName;
  readonly title: string;
  /** Factor from the metric's unit, which may depend on N. */
  readonly scale: (size: number) => number;
  readonly axis?: Layout;
}[] = [
  { metric: "users_per_container", title: "Served per container-second", scale: () => 1 },
  { metric: "sla_violation_rate", title: "SLA violation rate (%)", scale: () => 100, axis: PERCENT_LOG_AXIS },
  {
    metric: "response_time_p95",
    title: "95th percentile (s)",
    scale: () => 1,
    axis: { rangemode: "tozero" },
  },
  { metric: "churn_rate", title: "Churn rate (% of steps)", scale: () => 100, axis: { rangemode: "tozero" } },
  { metric: "fleet_share", title: "Fleet share (%)", scale: () => 100 },
  {
    metric: "cost",
    title: "Cost / <i>N</i>, price 10",
    scale: (size) => 1 / size,
    axis: { rangemode: "tozero" },
  },
];

/** What rules at their defaults cost, at five sizes. */
export const rulesBySize: FigureDefinition = {
  id: "rules-by-size",
  source: sourceFile(__filename),
  title: "Scaling rules on the exact simulator at five sizes",
  caption:
    "Scaling rules behind the same router (round robin) on the exact simulator, against the number of containers $N$: requests " +
    "served per container-second of fleet, share of requests that violate the SLA, 95th percentile of the response time, share of steps in " +
    "which the fleet changes, mean fleet as a share of $N$, and cost per container at 10 container-seconds a violation, at which the whole fleet all the time (*static*) is cheapest. Means over " +
    "all workloads measured; every rule meets the same arrivals. Bars are 95 % bootstrap intervals over runs; points are shifted sideways a little " +
    "to keep them apart. The rules stand at their defaults: how they compare at equal violations is another question.",
  size: "fullTall",
  inputs: [RULES_FILE],
  draw(data) {
    const rows = resultRows(data, RULES_FILE);
    const sizes = distinct(rows, (row) => row.size);
    const panels = panelGrid({ rows: 2, columns: 3, xGap: 0.1, yGap: 0.16 });
    const traces: Trace[] = [];
    for (const [c, controller] of CONTROLLERS.entries())
      for (const [p, { metric, scale }] of PANELS.entries()) {
        const estimates = sizes.map((size) =>
          metricEstimate(
            rows.filter((row) => row.size === size),
            controller,
            metric,
            scale(size),
          ),
        );
        const trace = intervalTrace(
          {
            name: controllerLabel(controller),
            x: sizes.map((size) => size + 0.35 * (c - (CONTROLLERS.length - 1) / 2)),
            y: estimates.map(({ estimate }) => estimate),
            lower: estimates.map(({ lower }) => lower),
            upper: estimates.map(({ upper }) => upper),
            joined: true,
          },
          controllerStyle(controller),
        );
        traces.push({ ...trace, ...inPanel(panels[p]), legendgroup: controller, showlegend: p === 0 });
      }
    const axes = PANELS.map(({ axis }, p) =>
      panelAxes(panels[p], {
        x: { title: p >= 3 ? "<i>N</i>" : "", tickvals: [5, 10, 15, 20, 25], range: [3, 27] },
        y: { nticks: 6, ...axis },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: legendAbove(3),
        annotations: [
          ...PANELS.map(({ title }, p) => panelTitle(panels[p], title)),
          ...staticCost(data, panels[PANELS.length - 1]),
        ],
      },
    };
  },
};

/** The cost of the static fleet at the largest size, in words beside its line. */
function staticCost(data: DataReader, { suffix }: Panel): readonly Layout[] {
  const rows = resultRows(data, RULES_FILE);
  const size = Math.max(...rows.map((row) => row.size));
  const { estimate } = metricEstimate(
    rows.filter((row) => row.size === size),
    STATIC_FLEET.name,
    "cost",
    1 / size,
  );
  return [
    {
      text: `static: ${numberText(estimate, { digits: 1 })}`,
      x: size,
      y: estimate,
      xref: `x${suffix}`,
      yref: `y${suffix}`,
      xanchor: "right",
      yanchor: "top",
      yshift: -4,
      showarrow: false,
      font: { size: TEXT.label, color: controllerStyle(STATIC_FLEET.name).color },
    },
  ];
}
