import { join } from "node:path";
import { DEFAULT_PRICE, worldByName } from "../../cluster/index.js";
import { type Budget, specDescription, specId } from "../../data/index.js";
import {
  AGENTS_FOLDER,
  type CellOf,
  columns,
  evaluationSeed,
  experiment,
  LargestShare,
  recordMetrics,
  runEpisode,
} from "../../evaluation/index.js";
import { agentFile, readAgent, trainedAgent, trainingConfig, trainingPreset } from "../../ppo/index.js";
import { workloadNames } from "../../workload/index.js";
import { AGENT_SIZES, TRAINING_SEEDS } from "../learning/experiment.js";

const measured = { kind: "number", optional: true } as const;

/** One trained agent on one workload. */
const COLUMNS = columns({
  cluster: { kind: "text", identity: true, choices: ["writeup", "sim"] },
  size: { kind: "integer", identity: true },
  training_seed: { kind: "integer", identity: true },
  workload: { kind: "text", identity: true },
  steps: { kind: "integer", identity: true },
  /** Steps with at least `FEWEST_READY` containers ready, and over these the mean of the largest share of requests that one container is sent. */
  counted_steps: { kind: "integer" },
  largest_share: measured,
  routing_error: measured,
  error_rate: measured,
  sla_violation_rate: measured,
});

type Cell = CellOf<typeof COLUMNS>;

const EXTENT = Object.freeze({
  smoke: { steps: 100, sizes: [5, 25], trainingSeeds: TRAINING_SEEDS.slice(0, 2) },
  reduced: { steps: 300, sizes: [5, 15, 25], trainingSeeds: TRAINING_SEEDS },
  paper: { steps: 600, sizes: [5, 10, 15, 20, 25], trainingSeeds: TRAINING_SEEDS },
});
const AGENT = "ppo-writeup";
const SEED = 1;

function cells(budget: Budget): readonly Cell[] {
  const { steps, sizes, trainingSeeds } = EXTENT[budget];
  return (["writeup", "sim"] as const).flatMap((cluster) =>
    sizes
      .filter((size) => AGENT_SIZES[cluster].some((trained) => trained === size))
      .flatMap((size) =>
        trainingSeeds.flatMap((training_seed) =>
          (cluster === "sim" ? workloadNames("test") : ["writeup-test"]).map((workload) => ({
            cluster,
            size,
            training_seed,
            workload,
            steps,
          })),
        ),
      ),
  );
}

/** What share of the requests one container gets from each of the write-up's agents. */
export const collapse = experiment({
  id: "collapse",
  question: "How many of the write-up's agents send most requests to one container?",
  module: __filename,
  file: "collapse.csv",
  columns: COLUMNS,
  cells,
  kindOf: ({ cluster, size }) => `${cluster} ${size}`,
  inputs: (cell) => [agentOf(cell)],
  async measure(cell, { dataDir, signal }) {
    const { size, steps, workload } = cell;
    const world = worldByName(cell.cluster);
    const cluster = await world.open({
      spec: world.spec(size),
      workload: world.workload(workload),
      steps,
      reward: world.reward(DEFAULT_PRICE),
    });
    const watch = new LargestShare();
    const records = await runEpisode({
      cluster,
      controller: watch.watched(trainedAgent(readAgent(join(dataDir, agentOf(cell))))),
      seed: evaluationSeed(SEED, { workload, size, run: 0 }),
      steps,
      signal,
    });
    await cluster.close();
    const { routing_error, error_rate, sla_violation_rate } = recordMetrics(records);
    return {
      counted_steps: watch.steps,
      largest_share: watch.mean,
      routing_error,
      error_rate,
      sla_violation_rate,
    };
  },
  describe(budget) {
    const specs = (["writeup", "sim"] as const).flatMap((cluster) =>
      EXTENT[budget].sizes.map((size) => worldByName(cluster).spec(size)),
    );
    return {
      seed: SEED,
      config: EXTENT[budget],
      specs: Object.fromEntries(specs.map((spec) => [specId(spec), specDescription(spec)])),
    };
  },
});

/** Its results, relative to the data folder. */
export const COLLAPSE_FILE = collapse.file;

/** The file of a cell's agent, relative to the data folder. */
function agentOf({ cluster, size, training_seed }: Cell): string {
  const config = trainingConfig({ cluster, sizes: [size] }, trainingPreset(AGENT));
  return agentFile(AGENTS_FOLDER, config, training_seed);
}
