import type { Layout } from "./definitions.js";
import { TEXT } from "./style.js";

/** Where a panel of a grid of small multiples lies, in shares of the plotting area; the first is top left. */
export interface Panel {
  /** "" for the first, else "2", "3", ...: the suffix of its axes' names. */
  readonly suffix: string;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** A grid of `rows` x `columns` panels with gaps given as shares of the whole width and height. */
export function panelGrid(options: {
  readonly rows: number;
  readonly columns: number;
  readonly xGap: number;
  readonly yGap: number;
}): readonly Panel[] {
  const { rows, columns, xGap, yGap } = options;
  const width = (1 - (columns - 1) * xGap) / columns;
  const height = (1 - (rows - 1) * yGap) / rows;
  return Array.from({ length: rows * columns }, (_, i) => {
    const left = (i % columns) * (width + xGap);
    const top = 1 - Math.floor(i / columns) * (height + yGap);
    return {
      suffix: i === 0 ? "" : String(i + 1),
      x: [left, left + width],
      y: [Math.max(top - height, 0), top],
    };
  });
}

/** A panel's axes, as layout members. */
export function panelAxes(panel: Panel, axes: { readonly x: Layout; readonly y: Layout }): Layout {
  const { suffix } = panel;
  return {
    [`xaxis${suffix}`]: { ...axes.x, domain: panel.x, anchor: `y${suffix}` },
    [`yaxis${suffix}`]: { ...axes.y, domain: panel.y, anchor: `x${suffix}` },
  };
}

/** What puts a trace into a panel. */
export function inPanel({ suffix }: Panel): { readonly xaxis: string; readonly yaxis: string } {
  return { xaxis: `x${suffix}`, yaxis: `y${suffix}` };
}

/** A heading over a panel. */
export function panelTitle(panel: Panel, text: string): Layout {
  return {
    text,
    x: (panel.x[0] + panel.x[1]) / 2,
    y: panel.y[1],
    xref: "paper",
    yref: "paper",
    xanchor: "center",
    yanchor: "bottom",
    yshift: 2,
    showarrow: false,
    font: { size: TEXT.axis },
  };
}

/** A legend in one or two lines over the panels. */
export const LEGEND_ABOVE: Layout = Object.freeze({
  orientation: "h",
  x: 0.5,
  xanchor: "center",
  y: 1.06,
  yanchor: "bottom",
});

/** The same for `entries` to a line, one below the other. */
export function legendAbove(entries: number, y = 1.06): Layout {
  return { ...LEGEND_ABOVE, y, entrywidthmode: "fraction", entrywidth: 0.94 / entries };
}

const DECADES = [0.001, 0.01, 0.1, 1, 10, 100];
const ONE_TWO_FIVE = DECADES.flatMap((decade) =>
  [decade, 2 * decade, 5 * decade].map((tick) => Number(tick.toPrecision(1))),
);

/** A logarithmic axis in per cent, with ticks at decades. */
export const PERCENT_DECADES: Layout = Object.freeze(logAxis(DECADES));

/** A logarithmic axis in per cent of a few decades, with ticks at 1, 2 and 5 of each. */
export const PERCENT_LOG_AXIS: Layout = Object.freeze(logAxis(ONE_TWO_FIVE.filter((tick) => tick <= 100)));

function logAxis(ticks: readonly number[]): Layout {
  return { type: "log", tickvals: ticks, ticktext: ticks.map(String) };
}
