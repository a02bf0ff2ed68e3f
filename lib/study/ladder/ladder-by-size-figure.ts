import { drawnInterval } from "../../evaluation/index.js";
import {
  COLORS,
  type FigureDefinition,
  inPanel,
  intervalTrace,
  legendAbove,
  panelAxes,
  panelGrid,
  panelTitle,
  picturePending,
  type SeriesStyle,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { LARGEST_STEPS, PRIMARY } from "./plan.js";
import { ladderReadings } from "./readings.js";
import { RUNG_LABELS, type RungId } from "./rungs.js";
import { LADDER_INPUTS, ladderSizes } from "./slice.js";

const SERIES: Readonly<Partial<Record<RungId, SeriesStyle>>> = Object.freeze({
  rivals: { color: COLORS[0], symbol: "circle" },
  weights: { color: COLORS[5], symbol: "square", dash: "dash" },
  connections: { color: COLORS[2], symbol: "triangle-up" },
  rule: { color: COLORS[6], symbol: "diamond" },
  hindsight: { color: COLORS[1], symbol: "circle-open", dash: "dot" },
  static: { color: "#777777", symbol: "x", dash: "dot" },
});
/** Violation rates that have a row of panels each. */
const LEVELS = [PRIMARY.level, 0.03] as const;

/** The ladder at all sizes and largest steps. */
export const ladderBySize: FigureDefinition = {
  id: "ladder-by-size",
  source: sourceFile(__filename),
  title: "The ladder at five sizes and three largest steps",
  caption:
    "Fleet as a share of $N$ that each method needs for 1 % and for 3 % SLA violations, by $N$, with commands of one, up to four, and up to $N$ containers a step. Means over the test workloads, 95 % bootstrap " +
    "intervals over runs. A method that is missing at an $N$ doesn't get down to the level there, or wasn't tuned for that step.",
  size: "fullTall",
  inputs: LADDER_INPUTS,
  draw(data) {
    const sizes = ladderSizes(data);
    const steps = LARGEST_STEPS.filter((largestStep) =>
      sizes.some((size) => ladderReadings(data, { size, largestStep }).size > 0),
    );
    if (steps.length === 0) return picturePending();
    const panels = panelGrid({ rows: LEVELS.length, columns: steps.length, xGap: 0.05, yGap: 0.12 });
    const places = LEVELS.flatMap((level) => steps.map((largestStep) => ({ level, largestStep })));
    const traces: Trace[] = [];
    for (const [p, { level, largestStep }] of places.entries())
      for (const [rank, [id, style]] of (Object.entries(SERIES) as [RungId, SeriesStyle][]).entries()) {
        const points = sizes.flatMap((size) => {
          const reading = ladderReadings(data, { size, largestStep }).get(id);
          if (reading === undefined) return [];
          const interval = drawnInterval(reading.fleet(level));
          return Number.isFinite(interval.estimate) ? [{ size, interval }] : [];
        });
        if (points.length === 0) continue;
        const percent = (bound: "estimate" | "lower" | "upper") =>
          points.map(({ interval }) => 100 * Math.min(interval[bound], 1));
        const series = { name: RUNG_LABELS[id], x: points.map(({ size }) => size), joined: true };
        const trace = intervalTrace(
          { ...series, y: percent("estimate"), lower: percent("lower"), upper: percent("upper") },
          style,
        );
        const isFirst = !traces.some(({ legendgroup }) => legendgroup === id);
        traces.push({
          ...trace,
          ...inPanel(panels[p]),
          legendgroup: id,
          legendrank: rank,
          showlegend: isFirst,
        });
      }
    const axes = places.map(({ level }, p) =>
      panelAxes(panels[p], {
        x: {
          title: level === LEVELS.at(-1) ? "N" : "",
          tickvals: sizes,
          range: [Math.min(...sizes) - 2, Math.max(...sizes) + 2],
        },
        y: {
          title: p % steps.length === 0 ? `Fleet at ${100 * level} % violations (%)` : "",
          range: [48, 102],
        },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: legendAbove(3),
        annotations: steps.map((step, p) =>
          panelTitle(panels[p], step === "1" ? "one container a step" : `up to ${step} a step`),
        ),
      },
    };
  },
};
