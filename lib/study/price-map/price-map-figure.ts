import { STANDARD_PRICES } from "../../evaluation/index.js";
import {
  COLORS,
  type FigureDefinition,
  inPanel,
  intervalTrace,
  legendAbove,
  lineTrace,
  panelAxes,
  panelGrid,
  panelTitle,
  type SeriesStyle,
  STROKE,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { MAP_INPUTS, type MapMethod, mapCosts } from "./costs.js";

const METHODS: readonly (readonly [method: MapMethod, label: string, style: SeriesStyle])[] = [
  ["static", "best static fleet", { color: "#555555", symbol: "x" }],
  ["1", "staffing, 1 a step", { color: COLORS[0], symbol: "circle" }],
  ["4", "up to 4", { color: COLORS[2], symbol: "square" }],
  ["N", "up to N", { color: COLORS[1], symbol: "diamond" }],
];
const FIXED: SeriesStyle = { color: "#999999" };
/** In per cent of the whole fleet. */
const COST_TICKS = [50, 75, 100, 150, 200] as const;
const COST_RANGE = [38, 260].map(Math.log10);

/** Cost against price, fixed fleets drawn in. */
export const priceMapFigure: FigureDefinition = {
  id: "price-map",
  source: sourceFile(__filename),
  title: "Cost against the price of a violation, fixed fleets drawn in",
  caption:
    `Container-seconds plus price times violations, by what the whole fleet's container-seconds cost, at $N = ${SINGLE_SIZE}$ behind least connections, ` +
    "by how much the periods of the load are shortened (1: as they are; 10: the study's scale). Thin lines: fixed fleets of every size, the uppermost at the left the whole " +
    "fleet. Settings were chosen at each price on training loads and are read on the dev workloads; bars are 95 % bootstrap intervals over runs.",
  size: "full",
  inputs: MAP_INPUTS,
  draw(data) {
    const maps = [...mapCosts(data).values()];
    const panels = panelGrid({ rows: 1, columns: maps.length, xGap: 0.05, yGap: 0 });
    const traces = maps.flatMap((costs, p): Trace[] => {
      const place = inPanel(panels[p]);
      const fixed = Array.from({ length: SINGLE_SIZE }, (_, i) => {
        const y = STANDARD_PRICES.map((price) => 100 * costs.staticCost(i + 1, price));
        const trace = lineTrace({ name: "fixed fleets", x: STANDARD_PRICES, y }, FIXED);
        const line = { ...(trace.line as object), width: STROKE.axis };
        return { ...trace, line, ...place, showlegend: false };
      });
      const methods = METHODS.filter(([method]) => method === "static" || costs.steps.includes(method)).map(
        ([method, name, style]) => {
          const intervals = STANDARD_PRICES.map((price) => costs.cost(method, price));
          const percent = (bound: "estimate" | "lower" | "upper") => intervals.map((one) => 100 * one[bound]);
          const series = { name, x: STANDARD_PRICES, joined: true };
          const trace = intervalTrace(
            { ...series, y: percent("estimate"), lower: percent("lower"), upper: percent("upper") },
            style,
          );
          return { ...trace, ...place, legendgroup: method, showlegend: p === 0 };
        },
      );
      return [...fixed, ...methods];
    });
    const axes = panels.map((panel, p) =>
      panelAxes(panel, {
        x: {
          title: "Price (container-seconds)",
          type: "log",
          tickvals: [0.1, 1, 10],
          ticktext: ["0.1", "1", "10"],
        },
        y: {
          title: p === 0 ? "Cost (% of the whole fleet)" : "",
          type: "log",
          range: COST_RANGE,
          tickvals: COST_TICKS,
          ticktext: COST_TICKS.map(String),
        },
      }),
    );
    return {
      data: traces,
      layout: {
        ...Object.assign({}, ...axes),
        showlegend: true,
        legend: legendAbove(4, 1.1),
        annotations: maps.map(({ timeScale }, p) => panelTitle(panels[p], `time scale ${timeScale}`)),
      },
    };
  },
};
