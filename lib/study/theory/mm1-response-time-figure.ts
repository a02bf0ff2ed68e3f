import { ekm1, mm1, mm1k } from "../../queueing/index.js";
import {
  COLORS,
  directLabel,
  type FigureDefinition,
  lineTrace,
  type SeriesStyle,
  sourceFile,
} from "../../report/index.js";

/** Mean response times in mean service times (mu = 1), from the closed forms; nothing is measured. */
export const mm1ResponseTime: FigureDefinition = {
  id: "mm1-response-time",
  source: sourceFile(__filename),
  title: "Mean response time of one container against its load",
  caption:
    "Mean response time of one container in units of its mean service time, $\\mu R$, against the offered load " +
    "$\\lambda/\\mu$. Random arrivals (M/M/1) wait longer than those dealt out in turn over five containers ($\\mathrm{E}_5/\\mathrm{M}/1$); both " +
    "diverge as the load nears 1. With room for $K$ requests, the one in service included ($\\mathrm{M/M/1}/K$), the response time " +
    "stays below $K$ service times, and requests that find no room are lost. Closed forms.",
  size: "single",
  inputs: [],
  draw() {
    const loads = (to: number): number[] =>
      Array.from({ length: Math.round(to / 0.01) }, (_, i) => (i + 1) / 100);
    const unbounded = loads(0.98);
    const bounded = loads(1.3);
    const boundedTimes = (capacity: number): number[] =>
      bounded.map((rho) => mm1k({ arrivalRate: rho, serviceRate: 1, capacity }).meanResponseTime);
    const unboundedTimes = (queue: typeof mm1): number[] =>
      unbounded.map((rho) => queue({ arrivalRate: rho, serviceRate: 1 }).meanResponseTime);
    const inTurn: typeof mm1 = (rates) => ekm1({ ...rates, phases: 5 });
    const styles: SeriesStyle[] = [
      { color: COLORS[0] },
      { color: COLORS[1], dash: "dash" },
      { color: COLORS[2], dash: "dashdot" },
      { color: COLORS[3], dash: "longdash" },
    ];
    return {
      data: [
        lineTrace({ name: "M/M/1", x: unbounded, y: unboundedTimes(mm1) }, styles[0]),
        lineTrace({ name: "E<sub>5</sub>/M/1", x: unbounded, y: unboundedTimes(inTurn) }, styles[1]),
        lineTrace({ name: "M/M/1/32", x: bounded, y: boundedTimes(32) }, styles[2]),
        lineTrace({ name: "M/M/1/8", x: bounded, y: boundedTimes(8) }, styles[3]),
      ],
      layout: {
        xaxis: { title: "Offered load <i>λ</i>/<i>μ</i>", range: [0, 1.3], dtick: 0.2 },
        yaxis: { title: "Mean response time <i>μR</i>", range: [0, 25], dtick: 5 },
        annotations: [
          directLabel({ text: "M/M/1", x: 0.945, y: 20, side: "left" }, styles[0]),
          directLabel({ text: "E<sub>5</sub>/M/1", x: 0.97, y: 13, side: "right" }, styles[1]),
          directLabel({ text: "M/M/1/32", x: 1.08, y: 19, side: "right" }, styles[2]),
          directLabel({ text: "M/M/1/8", x: 1.15, y: 5.8, side: "above" }, styles[3]),
        ],
      },
    };
  },
};
