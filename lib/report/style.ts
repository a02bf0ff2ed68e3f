import type { Layout, Picture, Trace } from "./definitions.js";
import { NOT_MEASURED_YET } from "./format.js";

/** CSS pixels an inch; Plotly's lengths are pixels, and a picture is printed at this scale, so type sizes are true. */
const PIXELS_PER_INCH = 96;

/** Width and height in inches: half of a page's text width, a lone figure, and the full text width. */
export const FIGURE_SIZES = Object.freeze({
  half: Object.freeze({ width: 3.2, height: 2.4 }),
  single: Object.freeze({ width: 4.8, height: 3.1 }),
  full: Object.freeze({ width: 6.5, height: 3.4 }),
  fullTall: Object.freeze({ width: 6.5, height: 5.6 }),
});

/** Name of a size of a figure. */
export type FigureSize = keyof typeof FIGURE_SIZES;

/** The report's own typeface, so that figures and text match; metric-compatible fallbacks for other screens. */
export const FONT_FAMILY = "CMU Serif, Latin Modern Roman, serif";

const INK = "#1a1a1a";
const points = (size: number): number => (size * PIXELS_PER_INCH) / 72;

/** Sizes in pixels: 9 pt for titles of axes, 8 pt for ticks and labels. */
export const TEXT = Object.freeze({ axis: points(9), label: points(8), ink: INK });

/** Line widths in pixels: data 1.2 pt, axes 0.5 pt. */
export const STROKE = Object.freeze({ data: points(1.2), axis: points(0.5) });

/** Distinct under the common colour-vision deficiencies (Okabe and Ito's palette without yellow), in order of use. */
export const COLORS: readonly string[] = Object.freeze([
  "#0072b2",
  "#d55e00",
  "#009e73",
  "#cc79a7",
  "#e69f00",
  "#56b4e9",
  "#000000",
]);

const AXIS = Object.freeze({
  showline: true,
  linecolor: INK,
  linewidth: STROKE.axis,
  ticks: "outside",
  tickcolor: INK,
  tickwidth: STROKE.axis,
  ticklen: 4,
  showgrid: false,
  zeroline: false,
  automargin: true,
  nticks: 6,
  tickfont: { size: TEXT.label },
});

/**
 * A figure in the house style: its picture with the template under every member it doesn't set itself. Every axis in the
 * layout (`xaxis`, `yaxis2`, ...) gets thin lines, ticks outside and no grid; its title may be plain text.
 * @param size one of the report's, or width and height in inches.
 */
export function styledPicture(
  picture: Picture,
  size: FigureSize | { readonly width: number; readonly height: number },
): Picture {
  const { width, height } = typeof size === "string" ? FIGURE_SIZES[size] : size;
  const axes = Object.fromEntries(
    Object.entries({ xaxis: {}, yaxis: {}, ...picture.layout })
      .filter(([name]) => /^[xy]axis\d*$/.test(name))
      .map(([name, axis]) => [name, styledAxis(axis as Layout)]),
  );
  const layout = {
    width: width * PIXELS_PER_INCH,
    height: height * PIXELS_PER_INCH,
    font: { family: FONT_FAMILY, size: TEXT.axis, color: INK },
    paper_bgcolor: "#ffffff",
    plot_bgcolor: "#ffffff",
    margin: { l: 44, r: 10, t: 10, b: 38, pad: 0 },
    showlegend: false,
    hovermode: "closest",
    ...picture.layout,
    ...(picture.layout.grid !== undefined && {
      grid: { xgap: 0.14, ygap: 0.18, ...(picture.layout.grid as Layout) },
    }),
    legend: {
      font: { size: TEXT.label },
      bgcolor: "rgba(255,255,255,0)",
      tracegroupgap: 2,
      ...(picture.layout.legend as Layout | undefined),
    },
    ...axes,
  };
  // Without an id of its own a trace gets a random one, and the same picture would be another file each time.
  return { data: picture.data.map((trace, i) => ({ uid: `series-${i}`, ...trace })), layout };
}

function styledAxis(axis: Layout): Layout {
  const title = typeof axis.title === "string" ? { text: axis.title } : (axis.title as Layout | undefined);
  return {
    ...AXIS,
    ...axis,
    title: { font: { size: TEXT.axis }, standoff: 6, ...title },
  };
}

/** How a series is drawn. */
export interface SeriesStyle {
  readonly color: string;
  readonly dash?: "solid" | "dash" | "dot" | "dashdot" | "longdash";
  readonly symbol?: string;
}

/** A curve. */
export function lineTrace(
  series: { readonly name: string; readonly x: ArrayLike<number>; readonly y: ArrayLike<number> },
  style: SeriesStyle,
): Trace {
  return {
    type: "scatter",
    mode: "lines",
    name: series.name,
    x: Array.from(series.x),
    y: Array.from(series.y),
    line: { color: style.color, dash: style.dash ?? "solid", width: STROKE.data, simplify: false },
  };
}

/** The band between `lower` and `upper` (an interval along a curve), drawn pale and without an entry in the legend. */
export function bandTrace(
  series: {
    readonly x: ArrayLike<number>;
    readonly lower: ArrayLike<number>;
    readonly upper: ArrayLike<number>;
  },
  style: SeriesStyle,
): Trace {
  const x = Array.from(series.x);
  return {
    type: "scatter",
    mode: "lines",
    x: [...x, ...[...x].reverse()],
    y: [...Array.from(series.lower), ...Array.from(series.upper).reverse()],
    fill: "toself",
    fillcolor: translucent(style.color, 0.18),
    line: { width: 0, simplify: false },
    hoverinfo: "skip",
    showlegend: false,
  };
}

/** Points with their intervals as error bars. */
export function intervalTrace(
  series: {
    readonly name: string;
    readonly x: readonly (number | string)[];
    readonly y: ArrayLike<number>;
    readonly lower: ArrayLike<number>;
    readonly upper: ArrayLike<number>;
    /** Joins the points, where x is ordered. */
    readonly joined?: boolean;
  },
  style: SeriesStyle,
): Trace {
  const y = Array.from(series.y);
  return {
    type: "scatter",
    mode: series.joined ? "lines+markers" : "markers",
    name: series.name,
    x: series.x,
    y,
    line: { color: style.color, dash: style.dash ?? "solid", width: STROKE.data },
    marker: { color: style.color, symbol: style.symbol ?? "circle", size: 6 },
    error_y: {
      type: "data",
      symmetric: false,
      array: y.map((value, i) => series.upper[i] - value),
      arrayminus: y.map((value, i) => value - series.lower[i]),
      color: style.color,
      thickness: STROKE.axis * 1.5,
      width: 2.5,
    },
  };
}

/** A picture that says that its data are still to come. */
export function picturePending(): Picture {
  return {
    data: [],
    layout: {
      xaxis: { visible: false },
      yaxis: { visible: false },
      annotations: [
        { text: NOT_MEASURED_YET, x: 0.5, y: 0.5, xref: "paper", yref: "paper", showarrow: false },
      ],
    },
  };
}

/** A label beside its curve, in the curve's colour, in place of a legend; x and y in the axes' units (log10 on a log axis). */
export function directLabel(
  label: {
    readonly text: string;
    readonly x: number;
    readonly y: number;
    /** Which side of the point the text stands on. Default right. */
    readonly side?: "right" | "left" | "above" | "below";
  },
  style: SeriesStyle,
): Layout {
  const side = label.side ?? "right";
  return {
    text: label.text,
    x: label.x,
    y: label.y,
    showarrow: false,
    xanchor: side === "right" ? "left" : side === "left" ? "right" : "center",
    yanchor: side === "above" ? "bottom" : side === "below" ? "top" : "middle",
    xshift: side === "right" ? 4 : side === "left" ? -4 : 0,
    yshift: side === "above" ? 3 : side === "below" ? -3 : 0,
    font: { color: style.color, size: TEXT.label },
  };
}

export function translucent(color: string, opacity: number): string {
  const channels = [1, 3, 5].map((i) => Number.parseInt(color.slice(i, i + 2), 16));
  return `rgba(${channels.join(",")},${opacity})`;
}
