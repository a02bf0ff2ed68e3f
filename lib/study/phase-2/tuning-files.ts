import { existsSync } from "node:fs";
import { join } from "node:path";
import { type Column, readCsv, writeCsv } from "../../data/index.js";
import type { FineTuningRecord, TakeOver, UpdateLine } from "../../ppo/index.js";

/** Updates and take-overs of phase 2, relative to the data folder. */
export const FINE_TUNING_FILE = "training/fine-tuning.csv";
export const TAKE_OVERS_FILE = "training/take-overs.csv";

/** Which run of phase 2 a line belongs to. */
export interface TuningIdentity {
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

/** The data folder's files of phase 2. */
export function tuningFiles(dataDir: string): readonly [updates: string, takeOvers: string] {
  return [join(dataDir, FINE_TUNING_FILE), join(dataDir, TAKE_OVERS_FILE)];
}

/** Writes a run of phase 2 into the data folder's files, in place of an earlier one. @returns the files. */
export function writeTuning(
  dataDir: string,
  identity: TuningIdentity,
  updates: readonly UpdateLine[],
  record: FineTuningRecord,
  code: string,
): readonly string[] {
  const [updateFile, takeOverFile] = tuningFiles(dataDir);
  return [
    replaceRows(
      updateFile,
      TUNING_COLUMNS,
      identity,
      updates.map((line) => tuningRow(identity, line, record, code)),
    ),
    replaceRows(
      takeOverFile,
      TAKE_OVER_COLUMNS,
      identity,
      record.takeOvers.map((one) => takeOverRow(identity, one, record)),
    ),
  ];
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

/** Replaces the rows of a run. */
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
