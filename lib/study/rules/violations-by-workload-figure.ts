import { distinct, metricEstimate } from "../../evaluation/index.js";
import {
  type FigureDefinition,
  PERCENT_DECADES,
  resultRows,
  STROKE,
  sourceFile,
} from "../../report/index.js";
import { COMPARED_NAMES, STATIC_FLEET, WRITEUP_RULES } from "../shared/compared-rules.js";
import { controllerLabel, controllerStyle } from "../shared/controller-style.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { RULES_FILE } from "./experiment.js";

const CONTROLLERS = [...COMPARED_NAMES, ...WRITEUP_RULES, STATIC_FLEET.name];

/** Which workloads each rule fails on. */
export const violationsByWorkload: FigureDefinition = {
  id: "violations-by-workload",
  source: sourceFile(__filename),
  title: "SLA violation rate by workload",
  caption:
    `Share of requests that violate the SLA at $N = ${SINGLE_SIZE}$, workload by workload, for the rules at their defaults behind round robin; ` +
    "*static* goes from half of the fleet to the whole one and stays there. Means over runs with 95 % bootstrap intervals. " +
    "Rates of 0 are not drawn.",
  size: "fullTall",
  inputs: [RULES_FILE],
  draw(data) {
    const rows = resultRows(data, RULES_FILE).filter((row) => row.size === SINGLE_SIZE);
    const workloads = distinct(rows, (row) => row.workload);
    const place = (w: number) => workloads.length - 1 - w;
    return {
      data: CONTROLLERS.map((controller, c) => {
        const estimates = workloads.map((workload) =>
          metricEstimate(
            rows.filter((row) => row.workload === workload),
            controller,
            "sla_violation_rate",
            100,
          ),
        );
        const style = controllerStyle(controller);
        const x = estimates.map(({ estimate }) => (estimate > 0 ? estimate : Number.NaN));
        return {
          type: "scatter",
          mode: "markers",
          name: controllerLabel(controller),
          x,
          y: workloads.map((_, w) => place(w) - 0.12 * (c - (CONTROLLERS.length - 1) / 2)),
          marker: { color: style.color, symbol: style.symbol, size: 6 },
          error_x: {
            type: "data",
            symmetric: false,
            array: estimates.map(({ upper, estimate }) => upper - estimate),
            // On a logarithmic axis a bar can't go down to 0.
            arrayminus: estimates.map(({ lower, estimate }) => estimate - Math.max(lower, estimate / 100)),
            color: style.color,
            thickness: STROKE.axis * 1.5,
            width: 0,
          },
        };
      }),
      layout: {
        showlegend: true,
        legend: { orientation: "h", x: 0.4, xanchor: "center", y: 1.02, yanchor: "bottom" },
        xaxis: { ...PERCENT_DECADES, title: "SLA violation rate (%)" },
        yaxis: {
          tickvals: workloads.map((_, w) => place(w)),
          ticktext: workloads,
          range: [-0.6, workloads.length - 0.4],
          ticks: "",
        },
        shapes: workloads.slice(1).map((_, w) => ({
          type: "line",
          xref: "paper",
          x0: 0,
          x1: 1,
          y0: w + 0.5,
          y1: w + 0.5,
          layer: "below",
          line: { color: "#dddddd", width: 0.6 },
        })),
      },
    };
  },
};
