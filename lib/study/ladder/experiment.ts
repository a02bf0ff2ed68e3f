import { existsSync } from "node:fs";
import { join } from "node:path";
import { controllerByText } from "../../control/index.js";
import { specDescription, specId } from "../../data/index.js";
import {
  AGENTS_FOLDER,
  columns,
  evaluationSeed,
  experiment,
  LadderRunner,
  ladderSpec,
  ladderWorkload,
  stepAt,
  trainedController,
} from "../../evaluation/index.js";
import { agentFile, trainingConfig, trainingPreset } from "../../ppo/index.js";
import { TRAINING_SEEDS } from "../learning/experiment.js";
import { WRITEUP_RULES } from "../shared/compared-rules.js";
import {
  LADDER_EXTENT,
  LADDER_SEED,
  LARGEST_STEPS,
  type LadderExtent,
  type LadderStep,
  PRIMARY,
} from "./plan.js";
import { RUN_LIST } from "./run-counts.js";
import { isRule, RULE_RUNGS } from "./rungs.js";
import { bestMethod, ladderSettings, SETTINGS_FILE, type SettingRow } from "./settings.js";
import { WORKLOAD_COLUMNS, workloadRuns } from "./workload-runs.js";

/** What every setting did on every test workload, relative to the data folder. */
export const LADDER_FILE = "ladder/runs.csv.gz";

/** The write-up's agent, trained on the exact simulator. */
export const LADDER_AGENT = "ppo-writeup";

const sum = { kind: "integer" } as const;

const COLUMNS = columns({
  /** Name and parameters of a rule as `controllerByText` reads them; an agent's name. */
  controller: { kind: "text", identity: true },
  /** Empty for a rule. */
  training_seed: { kind: "integer", identity: true, optional: true },
  size: { kind: "integer", identity: true },
  largest_step: { kind: "text", identity: true, choices: LARGEST_STEPS },
  ...WORKLOAD_COLUMNS,
  /** Violations if one common queue had served the same requests on the same fleet path; only where the bound on routing was asked for. */
  bound_violations: { ...RUN_LIST, optional: true },
  /** Sums over the runs. */
  completions: sum,
  errors: sum,
  response_time_sum: { kind: "number" },
  changes: sum,
  commands: sum,
  reversals: sum,
});

/** A setting at a size and largest step, on all workloads. */
interface Cell {
  readonly controller: string;
  readonly training_seed: number;
  readonly size: number;
  readonly largest_step: LadderStep;
  readonly workloads: readonly string[];
  readonly runs: number;
  readonly steps: number;
  /** Whether the bound on routing is measured. */
  readonly bound: boolean;
}

/** Settings of rules that were tuned, of those that weren't, and the write-up's agents. */
export const ladder = experiment({
  id: "ladder",
  question: "How much of the fleet does each method need for the same violations on the same requests?",
  module: __filename,
  file: LADDER_FILE,
  columns: COLUMNS,
  cells: (budget, dataDir) => {
    const extent = LADDER_EXTENT[budget];
    return extent.sizes.flatMap((size) =>
      extent.largestSteps.flatMap((step) => cellsAt(extent, dataDir, size, step)),
    );
  },
  kindOf: ({ controller, largest_step }) => `${controller.split(":")[0]} ${largest_step}`,
  inputs: (cell) => (Number.isNaN(cell.training_seed) ? [] : [agentOf(cell)]),
  measure(cell, { dataDir, signal, onShare }) {
    const { size, largest_step, runs, steps, workloads } = cell;
    const runner = new LadderRunner({
      spec: ladderSpec({ size, largestScaleStep: stepAt(largest_step, size) }),
      steps,
      routingBound: cell.bound,
    });
    const played = workloadRuns({
      runner,
      controller: playerOf(cell, dataDir),
      workloads,
      signal,
      onShare,
      workload: (name) => ladderWorkload(name, { size }),
      seeds: (workload) =>
        Array.from({ length: runs }, (_, run) => evaluationSeed(LADDER_SEED, { workload, size, run })),
    });
    return played.map(({ row, counts }) => {
      const total = (of: (one: (typeof counts)[number]) => number) =>
        counts.reduce((all, one) => all + of(one), 0);
      return {
        ...row,
        bound_violations: cell.bound ? counts.map((one) => one.boundViolations).join(";") : "",
        completions: total((one) => one.completions),
        errors: total((one) => one.errors),
        response_time_sum: total((one) => one.responseTimeSum),
        changes: total((one) => one.changes),
        commands: total((one) => one.commands),
        reversals: total((one) => one.reversals),
      };
    });
  },
  describe(budget) {
    const extent = LADDER_EXTENT[budget];
    const specs = extent.sizes.flatMap((size) =>
      extent.largestSteps.map((step) => ladderSpec({ size, largestScaleStep: stepAt(step, size) })),
    );
    return {
      seed: LADDER_SEED,
      config: extent,
      specs: Object.fromEntries(specs.map((spec) => [specId(spec), specDescription(spec)])),
    };
  },
});

/** Static fleets below this share of N violate the SLA for most requests of most workloads. */
const LEAST_STATIC_SHARE = 0.4;

/** The fleets that never change, as `controllerByText` reads them. */
export function staticFleets(size: number): readonly string[] {
  const least = Math.ceil(LEAST_STATIC_SHARE * size);
  return Array.from(
    { length: size - least + 1 },
    (_, i) => `static+least-connections:fleetSize=${least + i}`,
  );
}

/** The write-up's rules at its settings: behind its round robin, and with one line of the proxy's configuration changed. */
export const WRITEUP_SETTINGS: readonly string[] = Object.freeze(
  WRITEUP_RULES.flatMap((rule) => [rule, `${rule}+least-connections`]),
);

function cellsAt(extent: LadderExtent, dataDir: string, size: number, step: LadderStep): readonly Cell[] {
  const { workloads, runs, steps } = extent;
  const common = { size, largest_step: step, workloads, runs, steps };
  const file = join(dataDir, SETTINGS_FILE);
  const settings = (existsSync(file) ? ladderSettings.read(file) : []).filter(
    (row) => row.size === size && row.largest_step === step,
  );
  const isPrimary = size === PRIMARY.size && step === PRIMARY.largestStep;
  const best = bestMethod(settings, "train", isRule);
  const isBound = (row: SettingRow) => step === "1" && row.method === best && row.split === "train";
  const tuned = settings.filter((row) => standsOnRung(row, settings) || (isPrimary && row.split === "train"));
  const bound = new Set(tuned.filter(isBound).map(({ controller }) => controller));
  const rules = [
    ...tuned.map(({ controller }) => controller),
    ...(step === "1" ? [...WRITEUP_SETTINGS, ...staticFleets(size)] : []),
  ];
  const agents = step === "1" ? TRAINING_SEEDS : [];
  return [
    ...[...new Set(rules)].map((controller) => ({
      ...common,
      controller,
      training_seed: Number.NaN,
      bound: bound.has(controller),
    })),
    ...agents.map((training_seed) => ({ ...common, controller: LADDER_AGENT, training_seed, bound: false })),
  ];
}

/** Whether a rung has the setting's rule, and the setting for its price. */
function standsOnRung(row: SettingRow, settings: readonly SettingRow[]): boolean {
  return RULE_RUNGS.some(
    ({ split, isMeant }) => row.split === split && row.method === bestMethod(settings, split, isMeant),
  );
}

function playerOf(cell: Pick<Cell, "controller" | "training_seed" | "size">, dataDir: string) {
  const { controller, training_seed: trainingSeed, size } = cell;
  if (Number.isNaN(trainingSeed)) return controllerByText(controller);
  const request = { agent: controller, cluster: "sim", size, trainingSeed };
  return trainedController(join(dataDir, AGENTS_FOLDER), request);
}

/** The file of a cell's agent, relative to the data folder. */
function agentOf({ controller, size, training_seed }: Pick<Cell, "controller" | "training_seed" | "size">) {
  const config = trainingConfig({ cluster: "sim", sizes: [size] }, trainingPreset(controller));
  return agentFile(AGENTS_FOLDER, config, training_seed);
}
