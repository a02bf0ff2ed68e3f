import { type Comparison, runsOf, variantFront, variantSummaries } from "../../evaluation/index.js";
import type { Picture, Trace } from "../definitions.js";
import { inPanel } from "../panels.js";
import { COLORS, STROKE, TEXT, translucent } from "../style.js";
import { churnLegend, dotSize, referenceTraces, shownPercent } from "./trade-off.js";
import { tradeOffPanels } from "./trade-off-panels.js";

/** In pixels: names stand to the right of the last dots. */
const MARGIN = Object.freeze({ l: 44, r: 100, t: 10, b: 38, pad: 0 });

/**
 * The front of a comparison of many variants, a panel a size: users served per container-second against SLA violations, a dot a
 * variant at its means, as large as its churn; full and joined are those that no other beats in one of both without being worse in
 * the other (see `variantFront`). Dotted lines: rules on the same traffic.
 * @example
 * // needs a comparison
 * report.frontPicture(comparison).data.length > 2; // -> true
 */
export function frontPicture(comparison: Comparison): Picture {
  const { sizes } = comparison.plan;
  const { panels, layout } = tradeOffPanels(sizes);
  const summaries = variantSummaries(comparison).map(({ variant, size, metrics }) => {
    const [{ metrics: traffic }] = runsOf(comparison, variant, size);
    return {
      variant,
      size,
      violations: shownPercent(metrics.sla_violation_rate.estimate, traffic.requests),
      served: metrics.users_per_container.estimate,
      churn: metrics.churn_rate.estimate,
    };
  });
  const front = variantFront(comparison);
  const traces = sizes.flatMap((size, p) => {
    const place = { ...inPanel(panels[p]), showlegend: p === 0 };
    const own = summaries.filter((summary) => summary.size === size);
    const best = front.flatMap(({ variant, ...one }) =>
      one.size === size ? own.filter((summary) => summary.variant === variant) : [],
    );
    const others = own.filter((summary) => !best.includes(summary));
    return [
      { ...dots("on the front", best), mode: "lines+markers+text", ...place },
      { ...dots("beaten", others), mode: "markers+text", ...place },
      ...referenceTraces(comparison, size).map((trace) => ({ ...trace, ...place })),
    ];
  });
  return { data: [...traces, ...churnLegend()], layout: { ...layout, margin: MARGIN } };
}

function dots(
  name: "on the front" | "beaten",
  points: readonly {
    readonly variant: string;
    readonly violations: number;
    readonly served: number;
    readonly churn: number;
  }[],
): Trace {
  const color = name === "beaten" ? TEXT.ink : COLORS[0];
  return {
    type: "scatter",
    name,
    x: points.map(({ violations }) => violations),
    y: points.map(({ served }) => served),
    text: points.map(({ variant }) => variant),
    // Neighbours on the front lie close together: their names go to either side.
    textposition: points.map((_, i) =>
      name === "on the front" && i % 2 === 0 ? "middle left" : "middle right",
    ),
    textfont: { size: TEXT.label - 1, color },
    cliponaxis: false,
    line: { color, width: STROKE.data },
    marker: {
      color: translucent(color, name === "beaten" ? 0.08 : 0.6),
      size: points.map(({ churn }) => dotSize(churn)),
      line: { color, width: STROKE.axis },
    },
  };
}
