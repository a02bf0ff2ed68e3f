import { existsSync } from "node:fs";
import { join } from "node:path";
import { controllerByText } from "../../control/index.js";
import {
  agentFile,
  type FineTuningRecord,
  fineTune,
  fineTuningConfig,
  fineTuningLogFile,
  fineTuningPreset,
  readAgent,
  readFineTuningLog,
  type TakeOver,
  type UpdateLine,
  writeAgent,
} from "../../ppo/index.js";
import { codeHash } from "../code-hash.js";
import { type Column, readCsv, writeCsv } from "../csv-table.js";
import { AGENTS_FOLDER } from "../experiments/agents.js";
import { machine, specDescription, specId, writeManifestEntry } from "../manifest.js";
import { REAL_PLAN } from "./plan.js";
import { FINE_TUNING_FILE, TAKE_OVERS_FILE } from "./results.js";
import type { ClusterWorld } from "./world.js";

/** Sources that phase 2 depends on, apart from the world's. */
const TUNING_SOURCES: readonly string[] = ["random", "workload", "cluster", "control", "ppo"];

/** Which run of phase 2 a line belongs to. */
interface TuningIdentity {
  agent: string;
  cluster: string;
  size: number;
  training_seed: number;
}

/** An update of phase 2, as it stands in fine-tuning.csv. */
interface TuningRow extends TuningIdentity {
  /** Control steps learned from, and those of the cluster. */
  steps: number;
  cluster_steps: number;
  step_reward: number;
  violation_rate: number;
  churn_rate: number;
  command_rate: number;
  fleet_share: number;
  /** KL(policy, policy of phase 1) after the update, in nats. */
  divergence: number;
  divergence_limit: number;
  /** 1 where a gradient step was taken back at the limit. */
  limited: number;
  gradient_steps: number;
  learning_rate: number;
  explained_variance: number;
  value_loss: number;
  exploration: number;
  code: string;
}

/** A take-over of the guard's rule, as it stands in take-overs.csv. */
interface TakeOverRow extends TuningIdentity {
  rule: string;
  from_step: number;
  until_step: number;
  violation_rate: number;
  end: string;
}

const IDENTITY: readonly Column<TuningIdentity>[] = [
  { name: "agent", kind: "text" },
  { name: "cluster", kind: "text" },
  { name: "size", kind: "integer" },
  { name: "training_seed", kind: "integer" },
];
const TUNING_COLUMNS: readonly Column<TuningRow>[] = [
  ...(IDENTITY as readonly Column<TuningRow>[]),
  { name: "steps", kind: "integer" },
  { name: "cluster_steps", kind: "integer" },
  ...(
    [
      "step_reward",
      "violation_rate",
      "churn_rate",
      "command_rate",
      "fleet_share",
      "divergence",
      "divergence_limit",
      "limited",
      "gradient_steps",
      "learning_rate",
      "explained_variance",
      "value_loss",
      "exploration",
    ] as const
  ).map((name): Column<TuningRow> => ({ name, kind: "number", optional: true })),
  { name: "code", kind: "text" },
];
const TAKE_OVER_COLUMNS: readonly Column<TakeOverRow>[] = [
  ...(IDENTITY as readonly Column<TakeOverRow>[]),
  { name: "rule", kind: "text" },
  { name: "from_step", kind: "integer" },
  { name: "until_step", kind: "integer" },
  { name: "violation_rate", kind: "number" },
  { name: "end", kind: "text" },
];

/** How phase 2 of the plan's agent is carried out. */
export interface Tuning {
  readonly world: ClusterWorld;
  readonly dataDir: string;
  /** Where the run that isn't finished lies. */
  readonly workDir: string;
  readonly sizes?: readonly number[] | undefined;
  /** Settings that differ from the preset's. */
  readonly changes?: object | undefined;
  readonly command: string;
  readonly date: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((size: number, done: number, total: number) => void) | undefined;
}

/**
 * Phase 2 of the plan's agent at each size that has none yet, one after the other; its agents go beside those of phase 1, curves
 * and take-overs into the data folder. Stopped and called again, it goes on at the control step where it was.
 * @returns files of the agents made now.
 * @throws as `fineTune`.
 */
export async function gatherPhase2(tuning: Tuning): Promise<readonly string[]> {
  const { world, dataDir, workDir, sizes = REAL_PLAN.sizes, changes = {}, signal } = tuning;
  const folder = join(dataDir, AGENTS_FOLDER);
  const code = codeHash([...TUNING_SOURCES, ...world.sources]);
  const made: string[] = [];
  const trained = REAL_PLAN.controllers.find(
    ({ phase }) => phase === "2",
  ) as (typeof REAL_PLAN.controllers)[number];
  const { controller: agent, trainingSeed } = trained;
  for (const size of sizes) {
    const file = agentFile(folder, { agent, cluster: tunedCluster(world.kind), sizes: [size] }, trainingSeed);
    if (existsSync(file)) continue;
    const start = readAgent(
      agentFile(folder, { agent, cluster: REAL_PLAN.trainedOn, sizes: [size] }, trainingSeed),
    );
    const config = fineTuningConfig(changes, fineTuningPreset(start.config));
    const spec = world.spec(size);
    const runFolder = join(workDir, "fine-tune", agent, world.kind, `n${size}-seed${trainingSeed}`);
    const policy = await fineTune({
      start,
      config,
      seed: trainingSeed,
      spec,
      open: world.open,
      rule: (text) => controllerByText(text),
      folder: runFolder,
      signal,
      onProgress: ({ steps, total }) => tuning.onProgress?.(size, steps, total),
    });
    const record = policy.fineTuning as FineTuningRecord;
    const identity = { agent, cluster: world.kind, size, training_seed: trainingSeed };
    const updates = readFineTuningLog(fineTuningLogFile(runFolder)).filter(
      (line): line is UpdateLine => line.kind === "update",
    );
    const files = [
      replaceRows(
        join(dataDir, FINE_TUNING_FILE),
        TUNING_COLUMNS,
        identity,
        updates.map((line) => tuningRow(identity, line, record, code)),
      ),
      replaceRows(
        join(dataDir, TAKE_OVERS_FILE),
        TAKE_OVER_COLUMNS,
        identity,
        record.takeOvers.map((one) => takeOverRow(identity, one, record)),
      ),
    ];
    writeAgent(file, policy);
    for (const written of [...files, file])
      writeManifestEntry(join(dataDir, "manifest.json"), written, {
        command: tuning.command,
        date: tuning.date,
        code,
        codeFolders: [...TUNING_SOURCES, ...world.sources],
        machine: machine(),
        seed: trainingSeed,
        config: { ...identity, ...config },
        specs: { [specId(spec)]: specDescription(spec) },
      });
    made.push(file);
  }
  return made;
}

/** The folder of agents tuned on a kind of cluster: never that of the agents they started from. */
export function tunedCluster(kind: string): string {
  return kind === REAL_PLAN.trainedOn ? `${kind}-phase-2` : kind;
}

function tuningRow(
  identity: TuningIdentity,
  line: UpdateLine,
  { config }: FineTuningRecord,
  code: string,
): TuningRow {
  return {
    ...identity,
    steps: line.steps,
    cluster_steps: line.clusterSteps,
    step_reward: line.stepReward,
    violation_rate: line.violationRate,
    churn_rate: line.churnRate,
    command_rate: line.commandRate,
    fleet_share: line.fleetShare,
    divergence: line.divergenceAfter,
    divergence_limit: config.divergenceLimit,
    limited: Number(line.limited),
    gradient_steps: line.gradientSteps,
    learning_rate: line.learningRate,
    explained_variance: line.explainedVariance,
    value_loss: line.valueLoss,
    exploration: line.exploration,
    code,
  };
}

function takeOverRow(
  identity: TuningIdentity,
  { from, until, violationRate, end }: TakeOver,
  { config }: FineTuningRecord,
): TakeOverRow {
  const rule = config.guard?.rule ?? "";
  return { ...identity, rule, from_step: from, until_step: until, violation_rate: violationRate, end };
}

/** Puts rows in the place of those of the same run. */
function replaceRows<Row extends TuningIdentity>(
  file: string,
  columns: readonly Column<Row>[],
  own: TuningIdentity,
  rows: readonly Row[],
): string {
  const others = (existsSync(file) ? readCsv(file, columns) : []).filter((row) =>
    IDENTITY.some(({ name }) => row[name] !== own[name]),
  );
  writeCsv(file, columns, [...others, ...rows]);
  return file;
}
