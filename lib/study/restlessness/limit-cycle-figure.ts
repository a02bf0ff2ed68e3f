import { distinct } from "../../evaluation/index.js";
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
  sourceFile,
  type Trace,
} from "../../report/index.js";
import { RESTLESSNESS_FILE } from "./experiment.js";
import { cycleRuns, measuredPeriod, PREDICTED_PERIODS, shareOver } from "./runs.js";

const SYMBOLS = ["circle", "square", "diamond", "triangle-up", "star"];

/** Period and rate of the agent's changes against the cold start, a delay that the agent does not see. */
export const limitCycle: FigureDefinition = {
  id: "limit-cycle",
  source: sourceFile(__filename),
  title: "Period and rate of the agent's changes of the fleet against the cold start",
  caption:
    "The write-up's agent, trained on the exact simulator with a cold start of 2 s, set before other cold starts at a constant load of 0.2 of capacity. Left: period of its changes of " +
    "the fleet, one mark a training run (shifted sideways), and what a relay with that delay does (line); runs without a period are left out. Right: the share of steps with a change, means over " +
    "training runs with 95 % intervals.",
  size: "full",
  inputs: [RESTLESSNESS_FILE],
  draw(data) {
    const runs = cycleRuns(data);
    const sizes = distinct(runs, ({ size }) => size);
    const panels = panelGrid({ rows: 1, columns: 2, xGap: 0.12, yGap: 0 });
    const aside = (i: number) => 0.13 * (i - (sizes.length - 1) / 2);
    const model = lineTrace(
      {
        name: "relay",
        x: PREDICTED_PERIODS.map(({ coldStart }) => coldStart),
        y: PREDICTED_PERIODS.map(({ period }) => period),
      },
      { color: "#000000" },
    );
    const traces: Trace[] = [{ ...model, ...inPanel(panels[0]) }];
    for (const [i, size] of sizes.entries()) {
      const own = runs.filter((run) => run.size === size);
      const style = { color: COLORS[i % COLORS.length], symbol: SYMBOLS[i % SYMBOLS.length] };
      const periodic = own.filter((run) => !Number.isNaN(measuredPeriod(run)));
      const name = `<i>N</i> = ${size}`;
      traces.push({
        type: "scatter",
        mode: "markers",
        name,
        x: periodic.map((run) => run.coldStart + aside(i)),
        y: periodic.map(measuredPeriod),
        marker: { color: style.color, symbol: style.symbol, size: 6, opacity: 0.75 },
        ...inPanel(panels[0]),
      });
      const delays = distinct(own, (run) => run.coldStart);
      const rates = delays.map((delay) =>
        shareOver(
          own.filter((run) => run.coldStart === delay),
          (run) => run.of("churn_rate"),
        ),
      );
      const of = (bound: "estimate" | "lower" | "upper") => rates.map((rate) => 100 * rate[bound]);
      traces.push({
        ...intervalTrace(
          {
            name,
            x: delays.map((delay) => delay + aside(i)),
            y: of("estimate"),
            lower: of("lower"),
            upper: of("upper"),
          },
          style,
        ),
        showlegend: false,
        ...inPanel(panels[1]),
      });
    }
    const x = { title: "Cold start (s)", tickvals: PREDICTED_PERIODS.map(({ coldStart }) => coldStart) };
    return {
      data: traces,
      layout: {
        ...panelAxes(panels[0], { x, y: { title: "Steps", rangemode: "tozero" } }),
        ...panelAxes(panels[1], { x, y: { title: "% of steps", range: [0, 104] } }),
        showlegend: true,
        legend: legendAbove(sizes.length + 1, 1.12),
        annotations: [panelTitle(panels[0], "Period of the changes"), panelTitle(panels[1], "Churn rate")],
      },
    };
  },
};
