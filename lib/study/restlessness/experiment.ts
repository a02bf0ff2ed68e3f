import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../check/index.js";
import { controllerByText } from "../../control/index.js";
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
  DEFAULT_PRICE,
  type Experiment,
  type ExperimentRun,
  evaluationSeed,
  recordMetrics,
  runEpisode,
  simulationByName,
} from "../../evaluation/index.js";
import { sha256 } from "../../files/index.js";
import { agentFile, readAgent, trainingConfig, trainingPreset } from "../../ppo/index.js";
import { autocorrelation } from "../../statistics/index.js";
import { constant, type Workload } from "../../workload/index.js";
import { AGENT_RESULT_SOURCES, AGENT_SIZES, TRAINING_SEEDS } from "../learning/experiment.js";
import { type Alteration, alteredAgent } from "./altered-agent.js";
import { type PhaseCounts, phaseCounts, type WorstStretches, worstStretches } from "./phases.js";

/** How restless the write-up's agent is, relative to the data folder. */
export const RESTLESSNESS_FILE = "restlessness.csv";

/** One episode, as it stands in restlessness.csv. Metrics as in `Metrics`. */
export interface RestlessnessRow extends PhaseCounts, WorstStretches {
  cluster: "writeup" | "sim";
  controller: string;
  size: number;
  /** NaN for a rule. */
  training_seed: number;
  alteration: Alteration;
  /** Seconds from start to ready; 0 on the write-up's simulator, where scaling is instant. */
  cold_start: number;
  /** "constant-" and the level, or the write-up's traffic. */
  workload: string;
  steps: number;
  churn_rate: number;
  command_rate: number;
  reversal_rate: number;
  fleet_share: number;
  sla_violation_rate: number;
  latency_mean: number;
  /** Of the changes of the fleet (-1, 0, 1) after the first `WARM_UP` steps, at lags 1, 2, ..., joined by ";". */
  autocorrelation: string;
  /** The first 12 hexadecimal digits of the SHA-256 of the agent's file: another agent's rows aren't kept. Empty for a rule. */
  agent: string;
  code: string;
}

const number = (name: keyof RestlessnessRow & string): Column<RestlessnessRow> => ({
  name,
  kind: "number",
  optional: true,
});
const COLUMNS: readonly Column<RestlessnessRow>[] = [
  { name: "cluster", kind: "text", choices: ["writeup", "sim"] },
  { name: "controller", kind: "text" },
  { name: "size", kind: "integer" },
  { name: "training_seed", kind: "integer", optional: true },
  { name: "alteration", kind: "text" },
  { name: "cold_start", kind: "number" },
  { name: "workload", kind: "text" },
  { name: "steps", kind: "integer" },
  ...(["churn_rate", "command_rate", "reversal_rate", "fleet_share"] as const).map(number),
  ...(["sla_violation_rate", "latency_mean"] as const).map(number),
  { name: "autocorrelation", kind: "text" },
  ...(["rising_steps", "rising_changes", "steady_steps", "steady_changes"] as const).map(number),
  ...(["falling_steps", "falling_changes", "against_changes"] as const).map(number),
  ...(["worst_violations", "worst_load", "other_load"] as const).map(number),
  { name: "agent", kind: "text", optional: true },
  { name: "code", kind: "text" },
];

/** Cold starts in s that agents trained with 2 s are set before. */
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
const SOURCES: readonly string[] = [...AGENT_RESULT_SOURCES, "study/restlessness"];

/** Steps of an episode, sizes and training seeds, by budget. */
const EXTENT = Object.freeze({
  smoke: { steps: 300, sizes: [5, 15], trainingSeeds: TRAINING_SEEDS.slice(0, 1) },
  reduced: { steps: 600, sizes: [5, 15, 25], trainingSeeds: TRAINING_SEEDS },
  paper: { steps: 2000, sizes: [5, 10, 15, 20, 25], trainingSeeds: TRAINING_SEEDS },
});

/** What tells an episode from the others. */
type Cell = Pick<
  RestlessnessRow,
  "cluster" | "controller" | "size" | "training_seed" | "alteration" | "cold_start" | "workload" | "steps"
>;

function cells(budget: keyof typeof EXTENT): readonly Cell[] {
  const { steps, sizes, trainingSeeds } = EXTENT[budget];
  const constants = LEVELS.map((level) => `constant-${level}`);
  return (["writeup", "sim"] as const).flatMap((cluster) =>
    sizes
      .filter((size) => AGENT_SIZES[cluster].some((trained) => trained === size))
      .flatMap((size) => {
        const standard = cluster === "sim" ? STANDARD_COLD_START : 0;
        const cell = (workload: string, alteration: Alteration, cold_start = standard) =>
          trainingSeeds.map((training_seed) => ({
            ...{ cluster, controller: AGENT, size, training_seed, alteration, cold_start, workload, steps },
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
export const restlessness: Experiment = Object.freeze({
  id: "restlessness",
  question: "What makes the write-up's agent change the fleet so often, and in what rhythm?",
  file: RESTLESSNESS_FILE,
  async run({ budget, dataDir, command, date, otherCode, signal, onProgress }: ExperimentRun) {
    const file = join(dataDir, RESTLESSNESS_FILE);
    const code = codeHash(SOURCES);
    const held = new Map((existsSync(file) ? readCsv(file, COLUMNS) : []).map((row) => [keyOf(row), row]));
    const wanted = cells(budget);
    const rows: RestlessnessRow[] = [];
    let ran = 0;
    for (const cell of wanted) {
      const before = held.get(keyOf(cell));
      const file = cell.controller === AGENT ? fileOf(cell, dataDir) : "";
      const agent = file === "" ? "" : sha256(readFileSync(file)).slice(0, 12);
      const isKept =
        before !== undefined && before.agent === agent && (otherCode === "keep" || before.code === code);
      rows.push(isKept ? before : { ...cell, ...(await measured(cell, file, signal)), agent, code });
      if (!isKept) ran++;
      onProgress?.(rows.length, wanted.length);
    }
    if (ran === 0 && held.size === wanted.length) return 0;
    writeCsv(file, COLUMNS, rows);
    const specs = (["writeup", "sim"] as const).flatMap((cluster) =>
      EXTENT[budget].sizes.map((size) => simulationByName(cluster).spec(size)),
    );
    writeManifestEntry(join(dataDir, "manifest.json"), file, {
      command,
      date,
      code,
      codeFolders: SOURCES,
      machine: machine(),
      seed: SEED,
      config: { ...EXTENT[budget], levels: LEVELS, coldStarts: COLD_STARTS, traffic: TRAFFIC },
      specs: Object.fromEntries(specs.map((spec) => [specId(spec), specDescription(spec)])),
    });
    return ran;
  },
});

function keyOf(cell: Cell): string {
  const { cluster, controller, size, training_seed, alteration, cold_start, workload, steps } = cell;
  return JSON.stringify([
    ...[cluster, controller, size, training_seed, alteration, cold_start, workload, steps],
  ]);
}

/** The file of a cell's agent. @throws InputError where there is none. */
function fileOf({ cluster, size, training_seed }: Cell, dataDir: string): string {
  const config = trainingConfig({ cluster, sizes: [size] }, trainingPreset(AGENT));
  const file = agentFile(join(dataDir, AGENTS_FOLDER), config, training_seed);
  if (!existsSync(file)) throw new InputError(`no agent is at ${file}: run the experiment agents first`);
  return file;
}

/** @param agent the agent's file; "" for a rule. */
async function measured(
  cell: Cell,
  agent: string,
  signal: AbortSignal | undefined,
): Promise<Omit<RestlessnessRow, keyof Cell | "agent" | "code">> {
  const { cluster: world, controller, size, steps } = cell;
  const simulation = simulationByName(world);
  const spec = { ...simulation.spec(size), coldStart: cell.cold_start };
  const cluster = simulation.open({ spec, workload: workloadOf(cell), steps, price: DEFAULT_PRICE });
  const record = await runEpisode({
    cluster,
    controller: agent === "" ? controllerByText(controller) : alteredAgent(readAgent(agent), cell.alteration),
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
  };
}

function workloadOf({ cluster, workload }: Cell): Workload {
  const level = LEVELS.find((one) => workload === `constant-${one}`);
  return level === undefined ? simulationByName(cluster).workload(workload) : constant({ level });
}
