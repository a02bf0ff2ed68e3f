import { join } from "node:path";
import { AGENTS_FOLDER, columns, experiment } from "../../evaluation/index.js";
import {
  agentFile,
  type LogLine,
  runFolder,
  type TrainingConfig,
  trainedPolicy,
  trainingConfig,
  trainingPreset,
  writeAgent,
} from "../../ppo/index.js";
import { trainedPart } from "../shared/trained/training-part.js";

/** Learning curves of them all, relative to the data folder. */
export const CURVES_FILE = "training/curves.csv";

/** Enough for a curve; all digits would be most of the file. */
const point = { kind: "number", digits: 6 } as const;

/** A point of a learning curve. */
const COLUMNS = columns({
  agent: { kind: "text", identity: true },
  cluster: { kind: "text", identity: true },
  /** Numbers of containers trained on, joined by "-". */
  sizes: { kind: "text", identity: true },
  training_seed: { kind: "integer", identity: true },
  /** Environment steps done. */
  steps: { kind: "integer", point: true },
  /** Mean reward of the last 100 episodes of 100 steps. */
  episode_reward: { ...point, optional: true },
  /** Mean reward of a step since the point before. */
  step_reward: { ...point, unstable: true },
  value_loss: point,
  explained_variance: { ...point, optional: true, unstable: true },
  approx_kl: { ...point, optional: true },
  clip_fraction: point,
  grad_norm: point,
  /** Mean deviation of the action. */
  exploration: point,
  churn_rate: { ...point, unstable: true },
  command_rate: point,
  fleet_share: point,
});

/** Points of a learning curve that are kept; a run's log has twice as many lines. */
const POINTS = 100;

/** Seeds of the committed training runs. */
export const TRAINING_SEEDS: readonly number[] = Object.freeze([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);

/** Numbers of containers that the agent is trained for, by cluster. */
export const AGENT_SIZES = Object.freeze({ writeup: [5, 10, 15, 20, 25], sim: [5, 10, 15, 20, 25] } as const);

/** Every training run behind the report, but for its seed. */
function trainingPlan(): readonly TrainingConfig[] {
  const single = trainingPreset("ppo-writeup");
  return [
    ...(["writeup", "sim"] as const).flatMap((cluster) =>
      AGENT_SIZES[cluster].map((size) => trainingConfig({ cluster, sizes: [size] }, single)),
    ),
    trainingPreset("ppo-writeup-padded"),
  ];
}

/** A training run. */
interface Cell {
  readonly agent: string;
  readonly cluster: string;
  readonly sizes: string;
  readonly training_seed: number;
  /** Its whole configuration. */
  readonly config: TrainingConfig;
}

/** The write-up's agent, trained at every size, on its simulator and on the exact one. */
export const agents = experiment({
  id: "agents",
  question: "What does the write-up's agent learn, at each size and from each seed?",
  module: __filename,
  file: CURVES_FILE,
  committed: [CURVES_FILE, AGENTS_FOLDER],
  columns: COLUMNS,
  cells: () =>
    trainingPlan().flatMap((config) =>
      TRAINING_SEEDS.map((training_seed): Cell => {
        const { agent, cluster, sizes } = config;
        return { agent, cluster, sizes: sizes.join("-"), training_seed, config };
      }),
    ),
  async measure(cell, context) {
    const { config, training_seed: seed } = cell;
    const { workDir } = context;
    const folder = workDir === "" ? undefined : runFolder(workDir, config, seed);
    const { lines, checkpoint } = await trainedPart({ ...context, config, seed, folder });
    if (checkpoint === undefined) return lines.map(curvePoint);
    writeAgent(agentFile(join(context.outputDir, AGENTS_FOLDER), config, seed), trainedPolicy(checkpoint));
    return keptLines(lines).map(curvePoint);
  },
  hasParts: true,
  kindOf: ({ agent, cluster }) => `${agent} ${cluster}`,
  // TensorFlow adds in another order on another kind of CPU, and learning enlarges the difference.
  otherCpuTolerance: () => 0.15,
  outputs: ({ config, training_seed: seed }) => [agentFile(AGENTS_FOLDER, config, seed)],
  describe: (_, cell) => ({
    seed: cell?.training_seed ?? TRAINING_SEEDS[0],
    config: cell?.config ?? { plan: trainingPlan(), seeds: TRAINING_SEEDS },
  }),
});

/** The lines that are kept of a log. */
function keptLines(lines: readonly LogLine[]): readonly LogLine[] {
  const every = Math.max(1, Math.floor(lines.length / POINTS));
  // From the end, so that the last line is always there.
  return lines.filter((_, i) => (lines.length - 1 - i) % every === 0);
}

function curvePoint(line: LogLine) {
  return {
    steps: line.steps,
    episode_reward: finite(line.episodeReward),
    step_reward: finite(line.stepReward),
    value_loss: finite(line.valueLoss),
    explained_variance: finite(line.explainedVariance),
    approx_kl: finite(line.approxKl),
    clip_fraction: finite(line.clipFraction),
    grad_norm: finite(line.gradNorm),
    exploration: finite(line.exploration),
    churn_rate: finite(line.environment.churnRate),
    command_rate: finite(line.environment.commandRate),
    fleet_share: finite(line.environment.fleetShare),
  };
}

/** The value, or NaN where it is none (the variance explained where returns don't vary). */
function finite(value: number): number {
  return Number.isFinite(value) ? value : Number.NaN;
}
