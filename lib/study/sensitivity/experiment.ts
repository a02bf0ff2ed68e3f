import { WRITEUP_REWARD_RANGES } from "../../cluster/index.js";
import type { Budget } from "../../data/index.js";
import { columns, experiment } from "../../evaluation/index.js";
import { trainingConfig, trainingPreset } from "../../ppo/index.js";
import { TRAINED_COLUMNS } from "../shared/trained/columns.js";
import { type EvaluationExtent, measureTrained } from "../shared/trained/measure-trained.js";
import { DESIGN_POINTS } from "./design-points.js";

/** The write-up's eight weights, in the order of the design's dimensions. */
export const WEIGHT_NAMES = Object.keys(WRITEUP_REWARD_RANGES);

const COLUMNS = columns({
  /** Number of the design's point, from 1. */
  point: { kind: "integer", identity: true },
  size: { kind: "integer", identity: true },
  training_seed: { kind: "integer", identity: true },
  ...TRAINED_COLUMNS,
});

interface Extent {
  readonly points: number;
  readonly seeds: number;
  readonly size: number;
  readonly steps: number;
  readonly evaluation: EvaluationExtent;
}

const EXTENT: Readonly<Record<Budget, Extent>> = Object.freeze({
  smoke: {
    points: 2,
    seeds: 1,
    size: 5,
    steps: 2048,
    evaluation: { workload: "writeup-dev", runs: 1, steps: 60 },
  },
  reduced: {
    points: 12,
    seeds: 1,
    size: 5,
    steps: 30_000,
    evaluation: { workload: "writeup-dev", runs: 2, steps: 600 },
  },
  paper: {
    points: DESIGN_POINTS.length,
    seeds: 2,
    size: 5,
    steps: 300_000,
    evaluation: { workload: "writeup-dev", runs: 6, steps: 600 },
  },
});

/** The weights of a point of the design, each on a straight line over the write-up's range. */
export function pointWeights(point: number): Readonly<Record<string, number>> {
  return Object.fromEntries(
    WEIGHT_NAMES.map((name, i) => {
      const [lowest, highest] = WRITEUP_REWARD_RANGES[name];
      return [name, lowest + DESIGN_POINTS[point - 1][i] * (highest - lowest)];
    }),
  );
}

function cells(budget: Budget) {
  const { points, seeds, size, steps, evaluation } = EXTENT[budget];
  return Array.from({ length: seeds }, (_, i) => i + 1).flatMap((training_seed) =>
    Array.from({ length: points }, (_, i) => ({
      point: i + 1,
      size,
      training_seed,
      config: trainingConfig(
        { sizes: [size], steps, reward: { weights: pointWeights(i + 1) } },
        trainingPreset("ppo-writeup-batched"),
        `sensitivity, point ${i + 1}`,
      ),
      evaluation,
    })),
  );
}

/** The write-up's agent on its own simulator, its eight weights all over the write-up's ranges. */
export const sensitivity = experiment({
  id: "sensitivity",
  question: "What does each of the write-up's eight weights change?",
  module: __filename,
  file: "sensitivity.csv",
  columns: COLUMNS,
  cells,
  measure: (cell, context) => measureTrained(cell, context),
  inSittings: true,
  hasParts: true,
  // TensorFlow adds in another order on another kind of CPU, and learning enlarges the difference.
  otherCpuTolerance: () => 0.15,
  describe: (budget) => ({ seed: 1, config: { ...EXTENT[budget], ranges: WRITEUP_REWARD_RANGES } }),
});

/** Its results, relative to the data folder. */
export const SENSITIVITY_FILE = sensitivity.file;
