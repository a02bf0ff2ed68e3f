import { distinct, LADDER_SIZES } from "../../evaluation/index.js";
import {
  type DataReader,
  type FigureDefinition,
  inPanel,
  intervalTrace,
  legendAbove,
  lineTrace,
  numberIn,
  PERCENT_DECADES,
  panelAxes,
  panelGrid,
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { meanInterval, NOT_NEGATIVE } from "../../statistics/index.js";
import { CARRIED_LOAD_FILE } from "./carried-load-experiment.js";
import { carriedLoadOf } from "./carried-loads.js";
import { CURVES_SIZE, DISPATCH_CURVES_FILE } from "./curves-experiment.js";
import { DISPATCH_STYLES } from "./labels.js";
import { COMMON_QUEUE, exactLoadCarried, exactViolationRate, METHODS } from "./methods.js";

const LEVEL = 0.01;
const exact = DISPATCH_STYLES[COMMON_QUEUE];
/** Loads that the exact curve is drawn at. */
const LOADS = Array.from({ length: 96 }, (_, k) => 0.5 + 0.005 * k);

/** What the dispatch is worth: violations against load at one size, and the load carried at 1 % against the size. */
export const dispatchLoad: FigureDefinition = {
  id: "dispatch-load",
  source: sourceFile(__filename),
  title: "Violations by load and dispatch, and the load that a whole fleet carries",
  caption:
    `Left: share of requests that violate the SLA under a constant load on a whole fleet of ${CURVES_SIZE} containers (grey line: 1 %). Right: the load at which that share is 1 %, by number of ` +
    "containers. Exact simulator, the same requests for all dispatches; least-queue weights are set once a second. Bars are 95 % Student intervals over runs. One common queue is $\\mathrm{M/M}/N$, exactly: no dispatch has a shorter wait in the mean.",
  size: "full",
  inputs: [DISPATCH_CURVES_FILE, CARRIED_LOAD_FILE],
  draw(data) {
    const [left, right] = panelGrid({ rows: 1, columns: 2, xGap: 0.13, yGap: 0 });
    return {
      data: [
        ...METHODS.flatMap((method) => [
          { ...violations(data, method), showlegend: false, ...inPanel(left) },
          { ...carried(data, method), ...inPanel(right) },
        ]),
        {
          ...lineTrace(
            {
              name: exact.label,
              x: LOADS,
              y: LOADS.map((load) => 100 * exactViolationRate(CURVES_SIZE, load)),
            },
            exact.style,
          ),
          showlegend: false,
          ...inPanel(left),
        },
        {
          ...lineTrace(
            {
              name: exact.label,
              x: LADDER_SIZES,
              y: LADDER_SIZES.map((size) => exactLoadCarried(size, LEVEL)),
            },
            exact.style,
          ),
          ...inPanel(right),
        },
      ],
      layout: {
        ...panelAxes(left, {
          x: { title: "Load (fraction of capacity)", range: [0.49, 1], dtick: 0.1 },
          y: { title: "SLA violations (%)", ...PERCENT_DECADES, range: [-2.5, 2] },
        }),
        ...panelAxes(right, {
          x: { title: "Containers <i>N</i>", range: [3, 27], tickvals: LADDER_SIZES },
          y: { title: "Load carried at 1 %", range: [0.65, 1], dtick: 0.1 },
        }),
        showlegend: true,
        legend: legendAbove(3, 1.03),
        shapes: [
          {
            type: "line",
            xref: "x",
            yref: "y",
            x0: 0.49,
            x1: 1,
            y0: 100 * LEVEL,
            y1: 100 * LEVEL,
            layer: "below",
            line: { color: "#999999", width: 0.7 },
          },
        ],
      },
    };
  },
};

type Method = (typeof METHODS)[number];

function violations(data: DataReader, method: Method): Trace {
  const own = data.rows(DISPATCH_CURVES_FILE).filter((row) => row.dispatch === method);
  const points = distinct(own, (row) => numberIn(row, "load")).map((load) => {
    const rates = own
      .filter((row) => numberIn(row, "load") === load)
      .map((row) => 100 * numberIn(row, "violation_rate"));
    return { load, ...meanInterval(rates, { limits: NOT_NEGATIVE }) };
  });
  // A logarithmic axis has no place for 0.
  const shown = points.filter(({ estimate }) => estimate > 0);
  return curve(
    method,
    shown.map(({ load }) => load),
    shown,
  );
}

function carried(data: DataReader, method: Method): Trace {
  const points = LADDER_SIZES.flatMap((size) => {
    const load = carriedLoadOf(data, { dispatch: method, size, violationRate: LEVEL });
    return load === null ? [] : [{ size, ...load }];
  });
  return curve(
    method,
    points.map(({ size }) => size),
    points,
  );
}

function curve(
  method: Method,
  x: readonly number[],
  points: readonly { readonly estimate: number; readonly lower: number; readonly upper: number }[],
): Trace {
  const { label, style } = DISPATCH_STYLES[method];
  return intervalTrace(
    {
      name: label,
      x,
      y: points.map(({ estimate }) => estimate),
      lower: points.map(({ lower }) => lower),
      upper: points.map(({ upper }) => upper),
      joined: true,
    },
    style,
  );
}
