import { distinct } from "../../evaluation/index.js";
import {
  type FigureDefinition,
  inPanel,
  intervalTrace,
  legendAbove,
  PERCENT_LOG_AXIS,
  panelAxes,
  panelGrid,
  panelTitle,
  resultRows,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { COMPARED_NAMES, STATIC_FLEET } from "../shared/compared-rules.js";
import { controllerLabel, controllerStyle } from "../shared/controller-style.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { workloadGroup } from "../workloads/groups.js";
import { frontierPoints } from "./curves.js";
import { FRONTIER_FILE } from "./experiment.js";

const RULES = [...COMPARED_NAMES, STATIC_FLEET.name];
const ROUTERS = ["", "+least-queue"];
const GROUPS = ["gradual", "abrupt"] as const;

/** Fleet against violations along each rule's parameter. */
export const ruleFrontier: FigureDefinition = {
  id: "rule-frontier",
  source: sourceFile(__filename),
  title: "Fleet share against SLA violation rate along each rule's parameter",
  caption:
    `Each rule's whole trade-off at $N = ${SINGLE_SIZE}$: mean fleet share against the share of requests that violate the SLA, along the ` +
    "parameter that moves it (the upper threshold, the set point, $\\beta$, the fleet itself). Solid: round robin; dashed: least queue. Means over the " +
    "workloads whose load changes gradually (constant, diurnal, log-OU, ramp) and over those with abrupt changes (bursts, flash crowds, MMPP, the " +
    "write-up's traffic), as far as they were measured; bars are 95 % bootstrap intervals over runs. Lower and further left is better.",
  size: "full",
  inputs: [FRONTIER_FILE],
  draw(data) {
    const rows = resultRows(data, FRONTIER_FILE);
    const measured = GROUPS.filter((group) => rows.some((row) => workloadGroup(row.workload) === group));
    const panels = panelGrid({ rows: 1, columns: measured.length, xGap: 0.09, yGap: 0 });
    const traces: Trace[] = [];
    for (const [p, group] of measured.entries()) {
      const own = rows.filter((row) => workloadGroup(row.workload) === group);
      for (const router of ROUTERS)
        for (const rule of RULES) {
          const points = frontierPoints(own, rule + router);
          const y = (bound: "estimate" | "lower" | "upper") =>
            points.map(({ violationRate }) =>
              violationRate[bound] > 0 ? 100 * violationRate[bound] : Number.NaN,
            );
          const style = controllerStyle(rule + router);
          const series = {
            name: controllerLabel(rule + router),
            x: points.map(({ fleetShare }) => 100 * fleetShare.estimate),
            y: y("estimate"),
            lower: y("lower"),
            upper: y("upper"),
            joined: true,
          };
          const trace = intervalTrace(series, style);
          traces.push({
            ...trace,
            marker: { ...(trace.marker as object), size: 4.5 },
            ...inPanel(panels[p]),
            legendgroup: rule + router,
            showlegend: p === 0 && router === "",
          });
        }
    }
    const axes = panels.map((panel, p) =>
      panelAxes(panel, {
        x: { title: "Fleet share (%)", range: [38, 102] },
        y: { ...PERCENT_LOG_AXIS, title: p === 0 ? "SLA violation rate (%)" : "" },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: legendAbove(4, 1.1),
        annotations: measured.map((group, p) => {
          const count = distinct(rows, (row) => row.workload).filter(
            (name) => workloadGroup(name) === group,
          ).length;
          return panelTitle(panels[p], `${group} load (${count} workload${count === 1 ? "" : "s"})`);
        }),
      },
    };
  },
};
