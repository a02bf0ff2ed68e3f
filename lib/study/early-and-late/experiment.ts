import { join } from "node:path";
import { worldByName } from "../../cluster/index.js";
import { specDescription, specId } from "../../data/index.js";
import {
  AGENTS_FOLDER,
  columns,
  evaluationSeed,
  experiment,
  openEvaluated,
  runEpisode,
} from "../../evaluation/index.js";
import {
  agentFile,
  type Checkpoint,
  readAgent,
  type TrainedPolicy,
  train,
  trainedAgent,
  trainedPolicy,
  trainingConfig,
  trainingPreset,
} from "../../ppo/index.js";

/** Steps of the agent early and late in its training, relative to the data folder. */
export const EARLY_AND_LATE_FILE = "training/early-and-late.csv";

/** Enough for a picture. */
const shown = { kind: "number", digits: 5 } as const;

/** One control step. */
const COLUMNS = columns({
  /** Environment steps that the agent had been trained for. */
  trained_steps: { kind: "integer", identity: true },
  step: { kind: "integer", point: true },
  users: { kind: "number" },
  active: { kind: "integer" },
  /** -1, 0 or 1. */
  command: { kind: "integer" },
  cpu: shown,
  /** Mean latency of active nodes in s. */
  latency: shown,
  reward: shown,
});

const SIZE = 10;
const TRAINING_SEED = 1;
const STEPS = 600;
const WORKLOAD = "writeup-train";
/** Steps of the whole training, and at its first checkpoint. */
const STAGES = Object.freeze({ early: 50_048, late: 1_000_064 });

const config = trainingConfig({ sizes: [SIZE] }, trainingPreset("ppo-writeup"));
const agent = agentFile(AGENTS_FOLDER, config, TRAINING_SEED);

/** What the write-up's agent does against the load after the first part of its training, and at the end. */
export const earlyAndLate = experiment({
  id: "early-and-late",
  question: "What does the write-up's agent do against the load, early in its training and at the end?",
  module: __filename,
  file: EARLY_AND_LATE_FILE,
  committed: [EARLY_AND_LATE_FILE],
  columns: COLUMNS,
  cells: () => Object.values(STAGES).map((trained_steps) => ({ trained_steps })),
  inputs: ({ trained_steps }) => (trained_steps === STAGES.late ? [agent] : []),
  async measure({ trained_steps }, { dataDir, threads, signal, onShare }) {
    const policy =
      trained_steps === STAGES.late
        ? readAgent(join(dataDir, agent))
        : await earlyPolicy(trained_steps, threads, signal, onShare);
    if (policy.steps !== trained_steps)
      throw new RangeError(`the agent was trained for ${policy.steps} steps, not for ${trained_steps}`);
    const world = worldByName("writeup");
    const spec = world.spec(SIZE);
    const workload = world.workload(WORKLOAD);
    const cluster = await openEvaluated(world, { spec, workload, steps: STEPS });
    const records = await runEpisode({
      cluster,
      controller: trainedAgent(policy),
      seed: evaluationSeed(1, { workload: WORKLOAD, size: SIZE, run: 0 }),
      steps: STEPS,
      signal,
    });
    await cluster.close();
    const column = (of: Parameters<typeof records.column>[0]) => records.column(of);
    return Array.from({ length: STEPS }, (_, step) => ({
      step,
      users: column("offeredRate")[step],
      active: column("ready")[step],
      command: column("scaleCommand")[step],
      cpu: column("cpuMean")[step],
      latency: column("latencyMean")[step],
      reward: column("reward")[step],
    }));
  },
  // Its single steps do not survive another order of additions in TensorFlow.
  otherCpuTolerance: ({ trained_steps }) => (trained_steps === STAGES.late ? 0 : Number.POSITIVE_INFINITY),
  describe() {
    const spec = worldByName("writeup").spec(SIZE);
    return {
      seed: TRAINING_SEED,
      config: { ...config, workload: WORKLOAD, steps: STEPS },
      specs: { [specId(spec)]: specDescription(spec) },
    };
  },
});

/** The agent as it stands at its first checkpoint: the same training run as the whole one's, cut short. */
async function earlyPolicy(
  steps: number,
  threads: number,
  signal: AbortSignal | undefined,
  onShare: ((share: number) => void) | undefined,
): Promise<TrainedPolicy> {
  const stop = new AbortController();
  let early: Checkpoint | undefined;
  try {
    await train({
      config,
      seed: TRAINING_SEED,
      threads,
      signal: signal === undefined ? stop.signal : AbortSignal.any([stop.signal, signal]),
      onProgress: (line) => onShare?.(Math.min(line.steps / steps, 1)),
      onCheckpoint(checkpoint) {
        early = checkpoint;
        stop.abort();
      },
    });
  } catch (error) {
    if (early === undefined) throw error;
  }
  return trainedPolicy(early as Checkpoint);
}
