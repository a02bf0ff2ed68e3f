import type { Layout } from "../definitions.js";
import { LEGEND_ABOVE, type Panel, PERCENT_LOG_AXIS, panelAxes, panelGrid, panelTitle } from "../panels.js";

/** A panel a size: users served per container-second against SLA violations, the legend above. */
export function tradeOffPanels(sizes: readonly number[]): {
  readonly panels: readonly Panel[];
  readonly layout: Layout;
} {
  const isNamed = sizes.length > 1;
  const panels = panelGrid({ rows: 1, columns: sizes.length, xGap: 0.08, yGap: 0 });
  const axes = panels.map((panel, p) =>
    panelAxes(panel, {
      x: { title: "SLA violations (%)", ...PERCENT_LOG_AXIS },
      y: { title: p === 0 ? "Users served per container-second" : "" },
    }),
  );
  return {
    panels,
    layout: {
      ...Object.assign({}, ...axes),
      showlegend: true,
      legend: { ...LEGEND_ABOVE, y: isNamed ? 1.1 : 1.03 },
      annotations: isNamed ? sizes.map((size, p) => panelTitle(panels[p], `<i>N</i> = ${size}`)) : [],
    },
  };
}
