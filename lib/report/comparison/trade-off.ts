import { type ComparedRun, type Comparison, isCollapsed, METRICS, runsOf } from "../../evaluation/index.js";
import { type Interval, meanInterval } from "../../statistics/index.js";
import type { Picture, Trace } from "../definitions.js";
import { inPanel } from "../panels.js";
import { COLORS, STROKE, TEXT, translucent } from "../style.js";
import { tradeOffPanels } from "./trade-off-panels.js";

/** Churn rates that the legend shows the size of. */
const LEGEND_CHURN = [0.01, 0.1, 0.5] as const;

/**
 * Users served per container-second against SLA violations, a panel a size: a dot a training run, as large as its churn, a cross
 * where it has collapsed; a bar each way is the 95 % interval of the variant's mean. Lines: rules on the same traffic.
 * @example
 * // needs a comparison
 * report.tradeOffPicture(comparison).data.length > 2; // -> true
 */
export function tradeOffPicture(comparison: Comparison): Picture {
  const { sizes, variants } = comparison.plan;
  const { panels, layout } = tradeOffPanels(sizes);
  const traces = sizes.flatMap((size, p) => [
    ...variants.flatMap(({ name }, i): Trace[] => {
      const runs = runsOf(comparison, name, size);
      const color = COLORS[i % COLORS.length];
      const place = { ...inPanel(panels[p]), legendgroup: name };
      return [
        { ...dots(name, runs, color), ...place, showlegend: p === 0 },
        { ...meanCross(name, runs, color), ...place, showlegend: false },
      ];
    }),
    ...referenceTraces(comparison, size).map((trace) => ({
      ...trace,
      ...inPanel(panels[p]),
      showlegend: p === 0,
    })),
  ]);
  return { data: [...traces, ...churnLegend()], layout };
}

function dots(name: string, runs: readonly ComparedRun[], color: string): Trace {
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: runs.map(violationPercent),
    y: runs.map(({ metrics }) => metrics.users_per_container),
    text: runs.map(({ seed, metrics }) => `seed ${seed}, churn ${(100 * metrics.churn_rate).toFixed(1)} %`),
    marker: {
      color: translucent(color, 0.55),
      size: runs.map(({ metrics }) => dotSize(metrics.churn_rate)),
      symbol: runs.map((run) => (isCollapsed(run) ? "x" : "circle")),
      line: { color, width: STROKE.axis },
    },
  };
}

/** The variant's mean, with its intervals as bars. */
function meanCross(name: string, runs: readonly ComparedRun[], color: string): Trace {
  const violations = meanInterval(runs.map(violationPercent), { limits: [0, 100] });
  const served = meanInterval(
    runs.map(({ metrics }) => metrics.users_per_container),
    { limits: METRICS.users_per_container.limits },
  );
  return {
    type: "scatter",
    mode: "markers",
    name,
    x: [violations.estimate],
    y: [served.estimate],
    marker: { color, symbol: "diamond", size: 7, line: { color: "#ffffff", width: STROKE.axis } },
    error_x: bars(violations, color),
    error_y: bars(served, color),
  };
}

function bars({ estimate, lower, upper }: Interval, color: string) {
  if (Number.isNaN(lower)) return { visible: false };
  return {
    type: "data",
    symmetric: false,
    array: [upper - estimate],
    arrayminus: [estimate - lower],
    color,
    thickness: STROKE.axis * 1.5,
    width: 2.5,
  };
}

function violationPercent({ metrics }: ComparedRun): number {
  return shownPercent(metrics.sla_violation_rate, metrics.requests);
}

/** A violation rate in per cent; none of so many requests stands at half of one, since a log axis has no 0. */
export function shownPercent(rate: number, requests: number): number {
  return 100 * Math.max(rate, 0.5 / requests);
}

/** Looks of references, which have no colour of a variant. */
const REFERENCE_LOOKS = [
  { color: "#000000", symbol: "square-open" },
  { color: "#555555", symbol: "triangle-up-open" },
  { color: "#888888", symbol: "diamond-open" },
  { color: "#aaaaaa", symbol: "star-open" },
] as const;

/** References of a size: their points joined from few violations to many. */
export function referenceTraces({ references, runs }: Comparison, size: number): readonly Trace[] {
  // The same traffic: as many requests as the agents met.
  const requests = Math.max(
    1,
    ...runs.filter((run) => run.size === size).map(({ metrics }) => metrics.requests),
  );
  const names = [...new Set(references.map(({ reference }) => reference))];
  return names.map((name, i) => {
    const points = references
      .filter((point) => point.reference === name && point.size === size)
      .sort((a, b) => a.sla_violation_rate - b.sla_violation_rate);
    const { color, symbol } = REFERENCE_LOOKS[i % REFERENCE_LOOKS.length];
    return {
      type: "scatter",
      mode: "lines+markers",
      name,
      legendgroup: name,
      x: points.map(({ sla_violation_rate }) => shownPercent(sla_violation_rate, requests)),
      y: points.map(({ users_per_container }) => users_per_container),
      text: points.map(({ setting }) => setting),
      line: { color, dash: "dot", width: STROKE.axis },
      marker: { color, symbol, size: 6 },
    };
  });
}

/** Diameter in pixels: its area grows with the churn rate. */
export function dotSize(churn: number): number {
  return Math.sqrt(25 + 400 * churn);
}

/** What the sizes of dots mean, as entries of the legend. */
export function churnLegend(): readonly Trace[] {
  return LEGEND_CHURN.map((churn) => ({
    type: "scatter",
    mode: "markers",
    name: `churn ${100 * churn} %`,
    x: [null],
    y: [null],
    marker: {
      color: translucent("#777777", 0.4),
      size: dotSize(churn),
      line: { color: TEXT.ink, width: STROKE.axis },
    },
  }));
}
