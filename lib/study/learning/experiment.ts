import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Column, machine, readCsv, writeCsv, writeManifestEntry } from "../../data/index.js";
import {
  AGENTS_FOLDER,
  codeHash,
  type Experiment,
  type ExperimentRun,
  RESULT_SOURCES,
} from "../../evaluation/index.js";
import {
  agentFile,
  type Checkpoint,
  type LogLine,
  logFile,
  readAgent,
  readLog,
  runFolder,
  type TrainingConfig,
  trainAll,
  trainedPolicy,
  trainingConfig,
  trainingPreset,
  writeAgent,
} from "../../ppo/index.js";

/** Learning curves of them all, relative to the data folder. */
export const CURVES_FILE = "training/curves.csv";
/** Sources that a trained agent depends on. */
export const TRAINING_SOURCES: readonly string[] = Object.freeze([
  "random",
  "workload",
  "cluster",
  ...[
    "adam",
    "advantage",
    "cluster-environment",
    "collector",
    "encoding",
    "engine",
    "graph",
    "learner",
    "loss",
    "normalizer",
    "policy",
    "rollout",
    "running-moments",
    "schedule",
    "tensorflow",
    "trainer",
    "training/presets",
    "training/run",
    "training/spec",
    "training/world",
  ].map((part) => `ppo/${part}`),
]);
/** Sources that the results of a trained agent depend on, apart from its file. */
export const AGENT_RESULT_SOURCES: readonly string[] = Object.freeze([
  ...RESULT_SOURCES,
  "evaluation/trained-controllers",
  "ppo/agent",
  "ppo/encoding",
  "ppo/normalizer",
  "ppo/running-moments",
  "ppo/policy",
]);

/** A point of a learning curve, as it stands in curves.csv. */
interface CurveRow {
  agent: string;
  cluster: string;
  /** Numbers of containers trained on, joined by "-". */
  sizes: string;
  training_seed: number;
  /** Environment steps done. */
  steps: number;
  /** Mean reward of the last 100 episodes of 100 steps. */
  episode_reward: number;
  /** Mean reward of a step since the point before. */
  step_reward: number;
  value_loss: number;
  explained_variance: number;
  approx_kl: number;
  clip_fraction: number;
  grad_norm: number;
  /** Mean deviation of the action. */
  exploration: number;
  churn_rate: number;
  command_rate: number;
  fleet_share: number;
  /** `codeHash` of `TRAINING_SOURCES`. */
  code: string;
}

const COLUMNS: readonly Column<CurveRow>[] = [
  { name: "agent", kind: "text" },
  { name: "cluster", kind: "text" },
  { name: "sizes", kind: "text" },
  { name: "training_seed", kind: "integer" },
  { name: "steps", kind: "integer" },
  { name: "episode_reward", kind: "number", optional: true },
  { name: "step_reward", kind: "number" },
  { name: "value_loss", kind: "number" },
  { name: "explained_variance", kind: "number", optional: true },
  { name: "approx_kl", kind: "number", optional: true },
  { name: "clip_fraction", kind: "number" },
  { name: "grad_norm", kind: "number" },
  { name: "exploration", kind: "number" },
  { name: "churn_rate", kind: "number" },
  { name: "command_rate", kind: "number" },
  { name: "fleet_share", kind: "number" },
  { name: "code", kind: "text" },
];

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

/** The write-up's agent, trained at every size, on its simulator and on the exact one. */
export const agents: Experiment = Object.freeze({
  id: "agents",
  question: "What does the write-up's agent learn, at each size and from each seed?",
  file: CURVES_FILE,
  committed: [CURVES_FILE, AGENTS_FOLDER],
  async run({ dataDir, workDir, command, date, otherCode, signal, onProgress }: ExperimentRun) {
    const file = join(dataDir, CURVES_FILE);
    const folder = join(dataDir, AGENTS_FOLDER);
    const runs = trainingPlan().flatMap((config) => TRAINING_SEEDS.map((seed) => ({ config, seed })));
    const total = runs.reduce((sum, { config }) => sum + config.steps, 0);
    const code = codeHash(TRAINING_SOURCES);
    let curves = existsSync(file) ? readCsv(file, COLUMNS) : [];
    const missing = runs.filter(({ config, seed }) => {
      const own = curves.filter((row) => isOf(row, config, seed));
      const agent = agentFile(folder, config, seed);
      const isKept = own.length > 0 && existsSync(agent) && (otherCode === "keep" || own[0]?.code === code);
      if (isKept) readAgent(agent);
      return !isKept;
    });
    const keep = ({ config, seed, state }: Checkpoint) => {
      const rows = curveRows(readLog(logFile(runFolder(workDir, config, seed))), config, seed, code);
      const agent = agentFile(folder, config, seed);
      curves = [...curves.filter((row) => !isOf(row, config, seed)), ...rows].sort(inPlanOrder(runs));
      writeCsv(file, COLUMNS, curves);
      writeAgent(agent, trainedPolicy({ config, seed, state }));
      const provenance = {
        ...{ command, date, code, codeFolders: TRAINING_SOURCES, machine: machine() },
        ...{ seed, config, specs: {} },
      };
      const manifest = join(dataDir, "manifest.json");
      writeManifestEntry(manifest, file, provenance);
      writeManifestEntry(manifest, agent, provenance, "drop");
    };
    const steps = missing.map(() => 0);
    const before = total - missing.reduce((sum, { config }) => sum + config.steps, 0);
    onProgress?.(before, total);
    await trainAll(
      missing.map(({ config, seed }) => ({ config, seed, folder: runFolder(workDir, config, seed) })),
      {
        signal,
        onProgress: (i, line, whole) => {
          steps[i] = Math.min(line.steps, whole);
          onProgress?.(before + steps.reduce((sum, own) => sum + own, 0), total);
        },
        onDone: (_, checkpoint) => keep(checkpoint),
      },
    );
    return missing.length;
  },
});

/** Rows of a learning curve in the order of the plan: which run ends first is chance. */
function inPlanOrder(runs: readonly { readonly config: TrainingConfig; readonly seed: number }[]) {
  const place = (row: CurveRow) => runs.findIndex(({ config, seed }) => isOf(row, config, seed));
  return (a: CurveRow, b: CurveRow) => place(a) - place(b) || a.steps - b.steps;
}

function isOf(row: CurveRow, { agent, cluster, sizes }: TrainingConfig, seed: number): boolean {
  return (
    row.agent === agent &&
    row.cluster === cluster &&
    row.sizes === sizes.join("-") &&
    row.training_seed === seed
  );
}

function curveRows(
  lines: readonly LogLine[],
  { agent, cluster, sizes }: TrainingConfig,
  seed: number,
  code: string,
): CurveRow[] {
  const every = Math.max(1, Math.floor(lines.length / POINTS));
  // From the end, so that the last line is always there.
  const kept = lines.filter((_, i) => (lines.length - 1 - i) % every === 0);
  return kept.map((line) => ({
    agent,
    cluster,
    sizes: sizes.join("-"),
    training_seed: seed,
    steps: line.steps,
    episode_reward: rounded(line.episodeReward),
    step_reward: rounded(line.stepReward),
    value_loss: rounded(line.valueLoss),
    explained_variance: rounded(line.explainedVariance),
    approx_kl: rounded(line.approxKl),
    clip_fraction: rounded(line.clipFraction),
    grad_norm: rounded(line.gradNorm),
    exploration: rounded(line.exploration),
    churn_rate: rounded(line.environment.churnRate),
    command_rate: rounded(line.environment.commandRate),
    fleet_share: rounded(line.environment.fleetShare),
    code,
  }));
}

/** Enough for a curve; all digits would be most of the file. */
function rounded(value: number): number {
  return Number.isFinite(value) ? Number(value.toPrecision(6)) : Number.NaN;
}
