import { existsSync } from "node:fs";
import { join } from "node:path";
import {
  type Column,
  machine,
  readCsv,
  specDescription,
  specId,
  writeCsv,
  writeManifestEntry,
} from "../../data/index.js";
import {
  AGENTS_FOLDER,
  codeHash,
  type Experiment,
  type ExperimentRun,
  evaluationSeed,
  runEpisode,
  simulationByName,
} from "../../evaluation/index.js";
import {
  agentFile,
  checkpointFile,
  readAgent,
  readCheckpoint,
  type TrainedPolicy,
  train,
  trainedAgent,
  trainedPolicy,
  trainingConfig,
  trainingPreset,
} from "../../ppo/index.js";
import { AGENT_RESULT_SOURCES } from "../learning/experiment.js";

/** Steps of the agent early and late in its training, relative to the data folder. */
export const EARLY_AND_LATE_FILE = "training/early-and-late.csv";

/** One control step, as it stands in early-and-late.csv. */
interface StageRow {
  /** Environment steps that the agent had been trained for. */
  trained_steps: number;
  step: number;
  users: number;
  active: number;
  /** -1, 0 or 1. */
  command: number;
  cpu: number;
  /** Mean latency of active nodes in s. */
  latency: number;
  reward: number;
  code: string;
}

const COLUMNS: readonly Column<StageRow>[] = [
  { name: "trained_steps", kind: "integer" },
  { name: "step", kind: "integer" },
  { name: "users", kind: "number" },
  { name: "active", kind: "integer" },
  { name: "command", kind: "integer" },
  { name: "cpu", kind: "number" },
  { name: "latency", kind: "number" },
  { name: "reward", kind: "number" },
  { name: "code", kind: "text" },
];

const SIZE = 10;
const TRAINING_SEED = 1;
const STEPS = 600;
const WORKLOAD = "writeup-train";

/** What the write-up's agent does against the load after the first part of its training, and at the end. */
export const earlyAndLate: Experiment = Object.freeze({
  id: "early-and-late",
  question: "What does the write-up's agent do against the load, early in its training and at the end?",
  file: EARLY_AND_LATE_FILE,
  committed: [EARLY_AND_LATE_FILE],
  async run({ dataDir, workDir, command, date, otherCode, signal, onProgress }: ExperimentRun) {
    const file = join(dataDir, EARLY_AND_LATE_FILE);
    const code = codeHash(AGENT_RESULT_SOURCES);
    const held = existsSync(file) ? readCsv(file, COLUMNS) : [];
    if (held.length === 2 * STEPS && held.every((row) => otherCode === "keep" || row.code === code)) {
      onProgress?.(2, 2);
      return 0;
    }
    const config = trainingConfig({ sizes: [SIZE] }, trainingPreset("ppo-writeup"));
    const simulation = simulationByName("writeup");
    const spec = simulation.spec(SIZE);
    const stages = [
      await earlyPolicy(join(workDir, "early"), config, signal),
      readAgent(agentFile(join(dataDir, AGENTS_FOLDER), config, TRAINING_SEED)),
    ];
    const rows: StageRow[] = [];
    for (const [i, policy] of stages.entries()) {
      const workload = simulation.workload(WORKLOAD);
      const cluster = simulation.open({ spec, workload, steps: STEPS, price: null });
      const records = await runEpisode({
        cluster,
        controller: trainedAgent(policy),
        seed: evaluationSeed(1, { workload: WORKLOAD, size: SIZE, run: 0 }),
        steps: STEPS,
        signal,
      });
      await cluster.close();
      const column = (of: Parameters<typeof records.column>[0]) => records.column(of);
      for (let step = 0; step < STEPS; step++)
        rows.push({
          trained_steps: policy.steps,
          step,
          users: column("offeredRate")[step],
          active: column("ready")[step],
          command: column("scaleCommand")[step],
          cpu: rounded(column("cpuMean")[step]),
          latency: rounded(column("latencyMean")[step]),
          reward: rounded(column("reward")[step]),
          code,
        });
      onProgress?.(i + 1, 2);
    }
    writeCsv(file, COLUMNS, rows);
    writeManifestEntry(join(dataDir, "manifest.json"), file, {
      command,
      date,
      code,
      codeFolders: AGENT_RESULT_SOURCES,
      machine: machine(),
      seed: TRAINING_SEED,
      config: { ...config, workload: WORKLOAD, steps: STEPS },
      specs: { [specId(spec)]: specDescription(spec) },
    });
    return 2;
  },
});

/** The agent as it stands at the first checkpoint: the same training run as the whole one's, cut short. */
async function earlyPolicy(
  folder: string,
  config: ReturnType<typeof trainingConfig>,
  signal: AbortSignal | undefined,
): Promise<TrainedPolicy> {
  const stop = new AbortController();
  const signals = signal === undefined ? [stop.signal] : [stop.signal, signal];
  try {
    await train({
      config,
      seed: TRAINING_SEED,
      folder,
      signal: AbortSignal.any(signals),
      onCheckpoint: () => stop.abort(),
    });
  } catch (error) {
    if (!stop.signal.aborted) throw error;
  }
  return trainedPolicy(readCheckpoint(checkpointFile(folder)));
}

function rounded(value: number): number {
  return Number(value.toPrecision(5));
}
