import { drawnInterval } from "../../evaluation/index.js";
import {
  COLORS,
  type DataReader,
  type FigureDefinition,
  type Layout,
  numberText,
  picturePending,
  STROKE,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { PERCENT } from "./cells.js";
import { AFTERWARDS, BESIDE, CLIMB, PUBLISHED, type ReadLine, readLines } from "./lines.js";
import { PRIMARY } from "./plan.js";
import { agentReadings, type MethodReading } from "./readings.js";
import { LADDER_INPUTS } from "./slice.js";

const { size: SIZE, level: LEVEL } = PRIMARY;
/** A level that more methods get down to, drawn pale. */
const WIDER_LEVEL = 0.03;
const [RUNG_COLOR, AFTERWARDS_COLOR, , , , , BESIDE_COLOR] = COLORS;
const GROUPS = [
  { lines: PUBLISHED, color: BESIDE_COLOR, symbol: "diamond" },
  { lines: CLIMB, color: RUNG_COLOR, symbol: "circle" },
  { lines: AFTERWARDS, color: AFTERWARDS_COLOR, symbol: "circle-open" },
  { lines: BESIDE, color: "#777777", symbol: "square" },
] as const;
/** Axis in per cent of N; what isn't reached stands behind its end. */
const LEAST = 50;
const END = 100;
const NOT_REACHED = 103;
const SPREAD = 0.5;

/** The ladder: the fleet that each method needs at one violation rate. */
export const ladderFigure: FigureDefinition = {
  id: "ladder",
  source: sourceFile(__filename),
  title: "The ladder: fleet that each method needs for one violation in a hundred requests",
  caption:
    `Fleet as a share of $N = ${SIZE}$ that each method needs for 1 % SLA violations, mean over the locked test workloads, with 95 % bootstrap intervals over runs that redraw each method's hull; pale: for 3 %. Less is better. ` +
    "Blue: the rungs, each tuned on training loads within a budget and then left alone; *rivals* are threshold and PID rules, the better of the two on train. Orange: known only afterwards: the setting that is best on dev, and for each workload the best of 300 " +
    "configurations, chosen on one half of its runs and read on the other. Black: the write-up's settings, and its agent, a dot a training run. Grey: the best rule's fleets with one common queue in place of the containers' own, and the fixed fleets. " +
    "Behind the right end: no setting gets down to 1 %; the number is the least violation rate.",
  size: "fullTall",
  inputs: LADDER_INPUTS,
  draw(data) {
    const groups = GROUPS.map((group) => ({ ...group, lines: readLines(data, group.lines, { size: SIZE }) }));
    const lines = groups.flatMap((group) => group.lines);
    if (lines.length === 0) return picturePending();
    const [first] = lines;
    const place = new Map(lines.map((line, i) => [line, lines.length - 1 - i]));
    const heightOf = (line: ReadLine) => place.get(line) as number;
    const own = groups.flatMap(({ lines, color, symbol }) =>
      lines.flatMap((line) =>
        line.id === "agents"
          ? [agentDots(data, heightOf(line), color)]
          : [
              ...widerTrace(line, heightOf(line), { color, symbol }),
              pointTrace(line, heightOf(line), { color, symbol }),
            ],
      ),
    );
    const notes = groups.flatMap(({ lines, color }) =>
      lines.map((line) => note(data, line, heightOf(line), color)),
    );
    return {
      data: own,
      layout: {
        margin: { l: 10, r: 112, t: 10, b: 40 },
        xaxis: {
          title: `Fleet at 1 % violations (% of N = ${SIZE})`,
          range: [LEAST, NOT_REACHED],
          tickvals: [50, 60, 70, 80, 90, 100],
        },
        yaxis: {
          tickvals: lines.map(heightOf),
          ticktext: lines.map(({ label }) => label),
          range: [-0.6, lines.length - 0.4],
          ticks: "",
          showgrid: true,
          gridcolor: "#eeeeee",
        },
        shapes: [
          ...groups.flatMap((group) => (group.lines[0] === first ? [] : separator(group.lines, heightOf))),
          end(),
        ],
        annotations: notes,
      },
    };
  },
};

function pointTrace(
  { reading, label }: ReadLine,
  y: number,
  style: { readonly color: string; readonly symbol: string },
): Trace {
  const { estimate, lower, upper } = drawnInterval(reading.fleet(LEVEL));
  const isReached = Number.isFinite(estimate);
  const shown = (value: number) => Math.min(100 * value, NOT_REACHED);
  return {
    type: "scatter",
    mode: "markers",
    name: label,
    x: isReached ? [shown(estimate)] : [NOT_REACHED],
    y: [y],
    cliponaxis: false,
    marker: { color: style.color, symbol: isReached ? style.symbol : "x-thin-open", size: 7 },
    ...(isReached && {
      error_x: {
        type: "data",
        symmetric: false,
        array: [shown(upper) - shown(estimate)],
        arrayminus: [shown(estimate) - shown(lower)],
        color: style.color,
        thickness: STROKE.axis * 2,
        width: 2.5,
      },
    }),
  };
}

/** The same at the wider level, where it is reached. */
function widerTrace(
  { reading, label }: ReadLine,
  y: number,
  { color, symbol }: { readonly color: string; readonly symbol: string },
): readonly Trace[] {
  const [fleet] = reading.fleet(WIDER_LEVEL);
  if (!Number.isFinite(fleet)) return [];
  const marker = { color, symbol, size: 5, opacity: 0.35 };
  return [{ type: "scatter", mode: "markers", name: label, x: [100 * fleet], y: [y], marker }];
}

/** A dot for each training run, spread over the line's height. */
function agentDots(data: DataReader, y: number, color: string): Trace {
  const fleets = agentReadings(data, { size: SIZE, largestStep: "1" }).map(
    (reading) => reading.fleet(LEVEL)[0],
  );
  const { length } = fleets;
  return {
    type: "scatter",
    mode: "markers",
    name: "training runs",
    x: fleets.map((fleet) => (Number.isFinite(fleet) ? 100 * fleet : NOT_REACHED)),
    y: fleets.map((_, i) => y + (length > 1 ? SPREAD * (i / (length - 1) - 0.5) : 0)),
    cliponaxis: false,
    marker: { color, symbol: "circle-open", size: 4 },
  };
}

/** What stands to the right of a point. */
function note(data: DataReader, { id, reading }: ReadLine, y: number, color: string): Layout {
  const value = reading.fleet(LEVEL)[0];
  const text =
    id === "agents"
      ? agentNote(agentReadings(data, { size: SIZE, largestStep: "1" }))
      : Number.isFinite(value)
        ? numberText(value, PERCENT)
        : `least ${numberText(reading.leastRate, PERCENT)} %`;
  const isInside = id !== "agents" && Number.isFinite(value);
  return {
    text,
    x: isInside ? Math.min(100 * drawnInterval(reading.fleet(LEVEL)).upper, NOT_REACHED) : NOT_REACHED,
    y,
    xanchor: "left",
    xshift: 7,
    showarrow: false,
    font: { color, size: 10.5 },
  };
}

function agentNote(readings: readonly MethodReading[]): string {
  const rates = readings.map(({ leastRate }) => leastRate);
  const short = readings.filter((reading) => !Number.isFinite(reading.fleet(LEVEL)[0])).length;
  if (short === 0) return "";
  const [least, most] = [Math.min(...rates), Math.max(...rates)].map((rate) =>
    numberText(rate, { style: "percent", digits: 0 }),
  );
  return `${short} of ${readings.length}: ${least} to ${most} %`;
}

/** A thin line above a group. */
function separator(lines: readonly ReadLine[], heightOf: (line: ReadLine) => number): readonly Layout[] {
  if (lines.length === 0) return [];
  const y = heightOf(lines[0]) + 0.5;
  const line = { width: STROKE.axis, color: "#bbbbbb" };
  return [{ type: "line", xref: "paper", x0: 0, x1: 1, y0: y, y1: y, line }];
}

function end(): Layout {
  const line = { width: STROKE.axis, color: "#bbbbbb", dash: "dot" };
  return { type: "line", x0: END, x1: END, yref: "paper", y0: 0, y1: 1, line };
}
