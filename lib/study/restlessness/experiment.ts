import { join } from "node:path";
import { worldByName } from "../../cluster/index.js";
import { controllerByText } from "../../control/index.js";
import { type Budget, specDescription, specId } from "../../data/index.js";
import {
  AGENTS_FOLDER,
  type CellOf,
  columns,
  evaluationSeed,
  experiment,
  openEvaluated,
  recordMetrics,
  runEpisode,
} from "../../evaluation/index.js";
import { sourceFile } from "../../files/index.js";
import { agentFile, readAgent, trainingConfig, trainingPreset } from "../../ppo/index.js";
import { autocorrelation } from "../../statistics/index.js";
import { constant, type Workload } from "../../workload/index.js";
import { AGENT_SIZES, TRAINING_SEEDS } from "../learning/experiment.js";
import { ALTERATIONS, type Alteration, alteredAgent } from "./altered-agent.js";
import { phaseCounts, worstStretches } from "./phases.js";

/** How restless the write-up's agent is, relative to the data folder. */
export const RESTLESSNESS_FILE = "restlessness.csv";

const measured = { kind: "number", optional: true } as const;

/** One episode. Metrics as in `Metrics`, phases as in `PhaseCounts`, stretches as in `WorstStretches`. */
const COLUMNS = columns({
  cluster: { kind: "text", identity: true, choices: ["writeup", "sim"] },
  controller: { kind: "text", identity: true },
  size: { kind: "integer", identity: true },
  /** Empty for a rule. */
  training_seed: { kind: "integer", identity: true, optional: true },
  alteration: { kind: "text", identity: true, choices: ALTERATIONS },
  /** Seconds from start to ready; 0 on the write-up's simulator, where scaling is instant. */
  cold_start: { kind: "number", identity: true },
  /** "constant-" and the level, or the write-up's traffic. */
  workload: { kind: "text", identity: true },
  steps: { kind: "integer", identity: true },
  churn_rate: measured,
  command_rate: measured,
  reversal_rate: measured,
  fleet_share: measured,
  sla_violation_rate: measured,
  latency_mean: measured,
  /** Of the changes of the fleet (-1, 0, 1) after the first `WARM_UP` steps, at lags 1, 2, ..., joined by ";". */
  autocorrelation: { kind: "text" },
  rising_steps: measured,
  rising_changes: measured,
  steady_steps: measured,
  steady_changes: measured,
  falling_steps: measured,
  falling_changes: measured,
  against_changes: measured,
  worst_violations: measured,
  worst_load: measured,
  other_load: measured,
  /** The first 12 hexadecimal digits of the SHA-256 of the agent's file; empty for a rule. */
  agent: { kind: "text", optional: true },
});

/** Cold starts in s under which the agents are run; all were trained with 2 s. */
export const COLD_STARTS: readonly number[] = Object.freeze([0, 1, 2, 4, 6]);
const STANDARD_COLD_START = 2;
/** Constant loads, as shares of capacity. */
const LEVELS = [0.2, 0.4];
const TRAFFIC = "writeup-test";
const RULE = "writeup-threshold";
const AGENT = "ppo-writeup";
const WARM_UP = 100;
const LAGS = 24;
const SEED = 1;

/** Steps of an episode, sizes and training seeds, by budget. */
const EXTENT = Object.freeze({
  smoke: { steps: 300, sizes: [5, 15], trainingSeeds: TRAINING_SEEDS.slice(0, 1) },
  reduced: { steps: 600, sizes: [5, 15, 25], trainingSeeds: TRAINING_SEEDS },
  paper: { steps: 2000, sizes: [5, 10, 15, 20, 25], trainingSeeds: TRAINING_SEEDS },
});

type Cell = CellOf<typeof COLUMNS>;

function cells(budget: Budget): readonly Cell[] {
  const { steps, sizes, trainingSeeds } = EXTENT[budget];
  const constants = LEVELS.map((level) => `constant-${level}`);
  return (["writeup", "sim"] as const).flatMap((cluster) =>
    sizes
      .filter((size) => AGENT_SIZES[cluster].some((trained) => trained === size))
      .flatMap((size) => {
        const standard = cluster === "sim" ? STANDARD_COLD_START : 0;
        const cell = (workload: string, alteration: Alteration, cold_start = standard) =>
          trainingSeeds.map((training_seed) => ({
            cluster,
            controller: AGENT,
            size,
            training_seed,
            alteration,
            cold_start,
            workload,
            steps,
          }));
        const delays = cluster === "sim" ? COLD_STARTS : [0];
        const alterations: Alteration[] = ["none", "equal-weights", "wide-band", "sampled"];
        if (cluster === "sim") alterations.push("starting-shown");
        return [
          ...constants.flatMap((workload) => delays.flatMap((delay) => cell(workload, "none", delay))),
          ...(cluster === "sim"
            ? [...constants.flatMap((load) => cell(load, "starting-shown")), ...cell(TRAFFIC, "none", 0)]
            : []),
          ...alterations.flatMap((alteration) => cell(TRAFFIC, alteration)),
          ...cell(TRAFFIC, "none")
            .slice(0, 1)
            .map((one) => ({ ...one, controller: RULE, training_seed: Number.NaN })),
        ];
      }),
  );
}

/** The write-up's agent step by step: how often it changes the fleet, in what rhythm, and what it does without this or that. */
export const restlessness = experiment({
  id: "restlessness",
  question: "What makes the write-up's agent change the fleet so often, and in what rhythm?",
  module: __filename,
  file: RESTLESSNESS_FILE,
  columns: COLUMNS,
  cells,
  kindOf: ({ cluster, alteration }) => `${cluster} ${alteration}`,
  inputs: (cell) => (cell.controller === AGENT ? [agentOf(cell)] : []),
  async measure(cell, { dataDir, signal }) {
    const { controller, size, steps } = cell;
    const agent = controller === AGENT ? join(dataDir, agentOf(cell)) : "";
    const world = worldByName(cell.cluster);
    const spec = { ...world.spec(size), coldStart: cell.cold_start };
    const cluster = await openEvaluated(world, {
      spec,
      workload: workloadOf(cell),
      steps,
    });
    const record = await runEpisode({
      cluster,
      controller:
        agent === "" ? controllerByText(controller) : alteredAgent(readAgent(agent), cell.alteration),
      seed: evaluationSeed(SEED, { workload: cell.workload, size, run: 0 }),
      steps,
      signal,
    });
    await cluster.close();
    const metrics = recordMetrics(record);
    const { serviceRate } = spec.containers[0];
    const correlations = autocorrelation(record.column("scaleEffect").subarray(WARM_UP), LAGS);
    return {
      churn_rate: metrics.churn_rate,
      command_rate: metrics.command_rate,
      reversal_rate: metrics.reversal_rate,
      fleet_share: metrics.fleet_share,
      sla_violation_rate: metrics.sla_violation_rate,
      latency_mean: metrics.latency_mean,
      autocorrelation: correlations
        .map((value) => (Number.isNaN(value) ? "" : String(Number(value.toFixed(4)))))
        .join(";"),
      ...phaseCounts(record, serviceRate),
      ...worstStretches(record, serviceRate),
      agent: agent === "" ? "" : sourceFile(agent).hash,
    };
  },
  describe(budget) {
    const specs = (["writeup", "sim"] as const).flatMap((cluster) =>
      EXTENT[budget].sizes.map((size) => worldByName(cluster).spec(size)),
    );
    return {
      seed: SEED,
      config: { ...EXTENT[budget], levels: LEVELS, coldStarts: COLD_STARTS, traffic: TRAFFIC },
      specs: Object.fromEntries(specs.map((spec) => [specId(spec), specDescription(spec)])),
    };
  },
});

/** The file of a cell's agent, relative to the data folder. */
function agentOf({ cluster, size, training_seed }: Cell): string {
  const config = trainingConfig({ cluster, sizes: [size] }, trainingPreset(AGENT));
  return agentFile(AGENTS_FOLDER, config, training_seed);
}

function workloadOf({ cluster, workload }: Cell): Workload {
  const level = LEVELS.find((one) => workload === `constant-${one}`);
  return level === undefined ? worldByName(cluster).workload(workload) : constant({ level });
}
