import type { Layout, Picture, Trace } from "../definitions.js";
import { TEXT } from "../style.js";
import { greyOf, isChromatic, withColors } from "./colors.js";

/** In order of use: far from each other first. */
const GREYS = ["#000000", "#8a8a8a", "#4d4d4d", "#b0b0b0", "#2b2b2b", "#6e6e6e", "#9c9c9c"];
const DASHES = ["solid", "dash", "dot", "dashdot", "longdash", "6px,2px,2px,2px,2px,2px"];
const SYMBOLS = ["circle", "square-open", "diamond", "triangle-up-open", "x", "circle-open", "star", "cross"];
const PATTERNS = ["", "/", ".", "x", "\\", "-", "+", "|"];
/** Lines that dashes alone tell apart; more of them get markers, too. */
const DASHED = DASHES.length;
/** Most markers on a line that had none. */
const MOST_MARKERS = 7;

type Style = { readonly color?: unknown; readonly dash?: unknown; readonly symbol?: unknown };

/**
 * The picture without colours, for print in grey: each series gets a grey, a dash and a marker of its own, bars a hatching. Series that
 * looked the same before look the same still, in all panels. Text becomes black.
 */
export function greyPicture({ data, layout }: Picture): Picture {
  const looks = [...new Set(data.filter(isSeries).map(lookOf))];
  const colors = [...new Set(data.flatMap(colorsOf))];
  const greys = new Map(colors.map((color, k) => [color, GREYS[k % GREYS.length]]));
  const isCrowded = looks.length > DASHED;
  const mapped = (color: string, isText: boolean) =>
    isText ? (isChromatic(color) ? TEXT.ink : color) : (greys.get(color) ?? greyOf(color));
  return {
    data: data.map((trace) => {
      const told = isSeries(trace) ? toldApart(trace, looks.indexOf(lookOf(trace)), isCrowded) : trace;
      return withColors(told, mapped) as Trace;
    }),
    layout: withColors(layout, mapped) as Layout,
  };
}

/** Whether a trace is something that a reader has to tell from the others; bands and fillings are not. */
function isSeries({ line, fill, hoverinfo, type }: Trace): boolean {
  const isBand = fill !== undefined && (line as { width?: number } | undefined)?.width === 0;
  return !isBand && hoverinfo !== "skip" && (type === "scatter" || type === "bar" || type === undefined);
}

/** What tells a series from the others as it is: its colour, dash and marker. */
function lookOf(trace: Trace): string {
  const { line = {}, marker = {} } = trace as { line?: Style; marker?: Style };
  const { symbol = "circle" } = marker;
  return JSON.stringify([mainColor(trace), line.dash ?? "solid", symbol]);
}

function mainColor({ line, marker }: Trace): unknown {
  return (line as Style | undefined)?.color ?? (marker as Style | undefined)?.color ?? "";
}

/** Colours with a hue that a series is drawn in, in the order of their use. */
function colorsOf(trace: Trace): readonly string[] {
  const { line, marker } = trace as { line?: Style; marker?: Style };
  return [line?.color, marker?.color]
    .flat()
    .filter((color): color is string => typeof color === "string" && isChromatic(color));
}

function toldApart(trace: Trace, place: number, isCrowded: boolean): Trace {
  const { line, marker, mode = "lines" } = trace as { line?: object; marker?: Style; mode?: string };
  if (trace.type === "bar")
    return {
      ...trace,
      marker: { ...marker, pattern: { shape: PATTERNS[place % PATTERNS.length], solidity: 0.25 } },
    };
  const hasLine = mode.includes("lines");
  const hasMarkers = mode.includes("markers");
  const symbol = SYMBOLS[place % SYMBOLS.length];
  const marked = hasMarkers
    ? { marker: { ...marker, ...(!Array.isArray(marker?.symbol) && { symbol }) } }
    : isCrowded && hasLine
      ? {
          mode: `${mode}+markers`,
          marker: { color: (line as Style | undefined)?.color, size: 5, symbol, maxdisplayed: MOST_MARKERS },
        }
      : {};
  return {
    ...trace,
    ...(hasLine && { line: { ...line, dash: DASHES[place % DASHES.length] } }),
    ...marked,
  };
}
