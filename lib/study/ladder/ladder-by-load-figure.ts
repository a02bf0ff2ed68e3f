import { drawnInterval } from "../../evaluation/index.js";
import {
  COLORS,
  type FigureDefinition,
  legendAbove,
  picturePending,
  type SeriesStyle,
  STROKE,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { type LadderLine, lineLabel, readLines } from "./lines.js";
import { PRIMARY } from "./plan.js";
import { LADDER_INPUTS, measuredWorkloads } from "./slice.js";

const { size: SIZE, level: LEVEL } = PRIMARY;
const SERIES: readonly (LadderLine & { readonly style: SeriesStyle })[] = Object.freeze([
  { id: "rivals", largestStep: "1", style: { color: COLORS[0], symbol: "circle" } },
  { id: "weights", largestStep: "1", style: { color: COLORS[5], symbol: "square" } },
  { id: "connections", largestStep: "1", style: { color: COLORS[2], symbol: "triangle-up" } },
  { id: "rule", largestStep: "1", style: { color: COLORS[6], symbol: "diamond" } },
  { id: "rule", largestStep: "N", style: { color: COLORS[3], symbol: "star" } },
  { id: "hindsight", largestStep: "1", style: { color: COLORS[1], symbol: "circle-open" } },
]);
const NOT_REACHED = 104;
/** Height that the series of a workload share. */
const BAND = 0.76;

/** The ladder workload by workload. */
export const ladderByLoad: FigureDefinition = {
  id: "ladder-by-load",
  source: sourceFile(__filename),
  title: "The ladder by kind of load",
  caption:
    `Fleet as a share of $N = ${SIZE}$ that each method needs for 1 % SLA violations on each test workload alone, at the settings that were fixed for all of them, with 95 % bootstrap intervals over runs. ` +
    "Behind the right end: no setting gets down to 1 % there. Flash crowds and ramps are families that nothing was tuned on.",
  size: "fullTall",
  inputs: LADDER_INPUTS,
  draw(data) {
    const workloads = measuredWorkloads(data);
    const traces = SERIES.flatMap(({ style, ...line }, s): Trace[] => {
      const points = workloads.flatMap((name, i) => {
        const [read] = readLines(data, [line], { size: SIZE, workloads: (one) => one === name });
        if (read === undefined) return [];
        const y = workloads.length - 1 - i + BAND * (0.5 - s / (SERIES.length - 1));
        return [{ y, interval: drawnInterval(read.reading.fleet(LEVEL)) }];
      });
      if (points.length === 0) return [];
      const shown = (value: number) => (Number.isFinite(value) ? 100 * value : NOT_REACHED);
      return [
        {
          type: "scatter",
          mode: "markers",
          name: lineLabel(line),
          x: points.map(({ interval }) => shown(interval.estimate)),
          y: points.map(({ y }) => y),
          cliponaxis: false,
          marker: { color: style.color, symbol: style.symbol, size: 5 },
          error_x: {
            type: "data",
            symmetric: false,
            array: points.map(({ interval }) => shown(interval.upper) - shown(interval.estimate)),
            arrayminus: points.map(({ interval }) => shown(interval.estimate) - shown(interval.lower)),
            color: style.color,
            thickness: STROKE.axis * 1.5,
            width: 1.5,
          },
        },
      ];
    });
    if (traces.length === 0) return picturePending();
    return {
      data: traces,
      layout: {
        showlegend: true,
        legend: legendAbove(3, 1.02),
        xaxis: {
          title: "Fleet (% of N)",
          range: [28, NOT_REACHED + 1],
          tickvals: [30, 40, 50, 60, 70, 80, 90, 100, NOT_REACHED],
          ticktext: ["30", "40", "50", "60", "70", "80", "90", "100", "none"],
        },
        yaxis: {
          tickvals: workloads.map((_, i) => workloads.length - 1 - i),
          ticktext: workloads.map((name) => name.replace(/^ladder-/, "")),
          range: [-0.6, workloads.length - 0.4],
          ticks: "",
        },
        shapes: workloads.slice(1).map((_, i) => ({
          type: "line",
          xref: "paper",
          x0: 0,
          x1: 1,
          y0: i + 0.5,
          y1: i + 0.5,
          line: { width: STROKE.axis, color: "#dddddd" },
        })),
      },
    };
  },
};
