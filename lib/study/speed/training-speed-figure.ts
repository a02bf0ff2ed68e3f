import { distinct } from "../../evaluation/index.js";
import {
  COLORS,
  type FigureDefinition,
  intervalTrace,
  legendAbove,
  picturePending,
  sourceFile,
} from "../../report/index.js";
import { SPEED_FILE } from "./bench.js";
import { SPEED_COMMAND, trainingSpeeds } from "./training-speed.js";

const SYMBOLS = ["circle", "square", "diamond"];
const TICKS = [500, 1000, 2000, 5000, 10_000, 20_000, 50_000, 100_000, 200_000];

/** How fast PPO trains, here and in the peers, on the same work. */
export const trainingSpeedFigure: FigureDefinition = {
  id: "training-speed",
  source: sourceFile(__filename),
  title: "Training speed of PPO beside its peers",
  caption:
    "Environment steps per second of PPO's training on the write-up's memoryless cluster of $N$ containers, rollouts and updates included, compilation not: all seeds " +
    "together, medians over repeats taken in turn, bars from the least to the most. The same 64-64 tanh actor and critic and 10 epochs everywhere; fleetlab and JAX (wholly compiled) " +
    "with 64 clusters $\\times$ 128 steps and minibatches of 2,048.",
  size: "full",
  inputs: [],
  gathered: [SPEED_FILE],
  madeBy: SPEED_COMMAND,
  draw(data) {
    const speeds = trainingSpeeds(data);
    if (speeds.length === 0) return picturePending();
    const sizes = distinct(speeds, ({ size }) => size);
    const rowsAt = (size: number) => speeds.filter((one) => one.size === size);
    // Who was left out at one size still stands at its place in the order of another, which has every row.
    const names = distinct(
      sizes
        .map(rowsAt)
        .sort((a, b) => b.length - a.length)
        .flat(),
      ({ name }) => name,
    );
    return {
      data: sizes.map((size, i) => {
        const own = rowsAt(size);
        const shift = 0.16 * (i - (sizes.length - 1) / 2);
        return intervalTrace(
          {
            name: `<i>N</i> = ${size}`,
            x: own.map(({ name }) => names.indexOf(name) + shift),
            y: own.map(({ speed }) => speed.estimate),
            lower: own.map(({ speed }) => speed.lower),
            upper: own.map(({ speed }) => speed.upper),
          },
          { color: COLORS[i], symbol: SYMBOLS[i] },
        );
      }),
      layout: {
        showlegend: true,
        legend: legendAbove(sizes.length * 2, 1.02),
        xaxis: {
          tickvals: names.map((_, i) => i),
          ticktext: names.map((name) => name.replace(/[,:] /g, "<br>")),
          range: [-0.5, names.length - 0.5],
        },
        yaxis: {
          title: "Training steps per second",
          type: "log",
          tickvals: TICKS,
          ticktext: TICKS.map((tick) => tick.toLocaleString("en-US")),
        },
      },
    };
  },
};
