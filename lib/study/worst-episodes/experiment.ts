import { join } from "node:path";
import { worldByName } from "../../cluster/index.js";
import type { Budget } from "../../data/index.js";
import {
  AGENTS_FOLDER,
  type CellOf,
  columns,
  evaluationSeed,
  experiment,
  openEvaluated,
  runEpisode,
  withLargestShares,
} from "../../evaluation/index.js";
import { agentFile, readAgent, trainedAgent, trainingConfig, trainingPreset } from "../../ppo/index.js";
import { TRAINING_SEEDS } from "../learning/experiment.js";

/** A control step of one agent. */
const COLUMNS = columns({
  size: { kind: "integer", identity: true },
  training_seed: { kind: "integer", identity: true },
  step: { kind: "integer", point: true },
  /** Containers' worth of requests offered. */
  offered_load: { kind: "number" },
  starting: { kind: "integer" },
  ready: { kind: "integer" },
  /** -1, 0 or 1: what really happened to the fleet. */
  change: { kind: "integer" },
  requests: { kind: "integer" },
  errors: { kind: "integer" },
  violations: { kind: "integer" },
  /** Largest share of the requests that one container is sent. */
  largest_share: { kind: "number" },
});

type Cell = CellOf<typeof COLUMNS>;

const AGENT = "ppo-writeup";
const WORKLOAD = "writeup-test";
const SEED = 1;
/** Control steps that are told, and those that are played before. */
const STEPS = 150;
const BEFORE = 50;

const EXTENT = Object.freeze({
  smoke: { sizes: [25], trainingSeeds: TRAINING_SEEDS.slice(0, 1) },
  reduced: { sizes: [15, 25], trainingSeeds: TRAINING_SEEDS },
  paper: { sizes: [15, 25], trainingSeeds: TRAINING_SEEDS },
});

function cells(budget: Budget): readonly Cell[] {
  const { sizes, trainingSeeds } = EXTENT[budget];
  return sizes.flatMap((size) => trainingSeeds.map((training_seed) => ({ size, training_seed })));
}

/** One stretch of the write-up's traffic under each of its agents on the exact simulator, step by step. */
export const worstEpisodes = experiment({
  id: "worst-episodes",
  question: "What does the agent do where it fails worst?",
  module: __filename,
  file: "worst-episodes.csv",
  columns: COLUMNS,
  cells,
  inputs: (cell) => [agentOf(cell)],
  async measure(cell, { dataDir, signal }) {
    const { size } = cell;
    const world = worldByName("sim");
    const spec = world.spec(size);
    const steps = BEFORE + STEPS;
    const cluster = await openEvaluated(world, { spec, workload: world.workload(WORKLOAD), steps });
    const agent = trainedAgent(readAgent(join(dataDir, agentOf(cell))));
    const shares: number[] = [];
    const records = await runEpisode({
      cluster,
      controller: withLargestShares(agent, (share) => shares.push(share)),
      seed: evaluationSeed(SEED, { workload: WORKLOAD, size, run: 0 }),
      steps,
      signal,
    });
    await cluster.close();
    const of = (name: Parameters<typeof records.column>[0], step: number) => records.column(name)[step];
    // The shares of the last step were never seen.
    return Array.from({ length: STEPS - 1 }, (_, i) => BEFORE + i).map((step) => ({
      step,
      offered_load: of("offeredRate", step) / spec.containers[0].serviceRate,
      starting: of("starting", step),
      ready: of("ready", step),
      change: of("scaleEffect", step),
      requests: of("requests", step),
      errors: of("errors", step),
      violations: of("violations", step),
      largest_share: shares[step],
    }));
  },
  describe: (budget) => ({
    seed: SEED,
    config: { ...EXTENT[budget], steps: STEPS, before: BEFORE, workload: WORKLOAD },
  }),
});

/** Its results, relative to the data folder. */
export const WORST_EPISODES_FILE = worstEpisodes.file;

/** The file of a cell's agent, relative to the data folder. */
function agentOf({ size, training_seed }: Cell): string {
  const config = trainingConfig({ cluster: "sim", sizes: [size] }, trainingPreset(AGENT));
  return agentFile(AGENTS_FOLDER, config, training_seed);
}
