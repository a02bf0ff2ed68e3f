import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../check/index.js";
import { type ClusterSpec, writeupReward } from "../../cluster/index.js";
import { type Controller, controllerByText } from "../../control/index.js";
import { agentFile } from "../../ppo/index.js";
import { workloadByName } from "../../workload/index.js";
import { codeHash } from "../code-hash.js";
import { saveConditions } from "../conditions-file.js";
import { runEpisode } from "../episode.js";
import { AGENT_RESULT_SOURCES, AGENTS_FOLDER } from "../experiments/agents.js";
import { machine, specDescription, specId, writeManifestEntry } from "../manifest.js";
import { recordMetrics, termMeans } from "../metrics.js";
import { saveRecords } from "../record-file.js";
import type { RecordTable } from "../record-table.js";
import { rewardTermsText } from "../results.js";
import { DEFAULT_PRICE } from "../simulation.js";
import { trainedController } from "../trained-controllers.js";
import { runConditions } from "./conditions.js";
import { type PlannedRun, type PlanSelection, plannedRuns, REAL_PLAN } from "./plan.js";
import { type RealRow, readRealRows, writeRealRows } from "./results.js";
import type { ClusterWorld } from "./world.js";

/** How the plan is carried out. */
export interface Gathering extends PlanSelection {
  readonly world: ClusterWorld;
  readonly dataDir: string;
  /** Where the records of a run that broke off are kept. */
  readonly workDir: string;
  /** Cluster whose agents of phase 2 are played: the one they were tuned on. */
  readonly tunedOn: string;
  /** No run begins that can't end within so many s. */
  readonly timeLimit?: number | undefined;
  readonly command: string;
  readonly date: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number, run: PlannedRun) => void) | undefined;
}

/** Where the plan stands. */
export interface Gathered {
  /** Runs that are kept now, of those planned, and how many were made now. */
  readonly kept: number;
  readonly planned: number;
  readonly ran: number;
  /** Runs that wait for an agent that isn't there yet, a line each kind. */
  readonly waiting: readonly string[];
  /** Whether the time limit ended it. */
  readonly outOfTime: boolean;
}

/**
 * Makes the plan's runs that aren't kept yet, one after the other, and keeps each as it ends.
 * @throws the signal's reason, or what the cluster threw (all runs that ended are kept); InputError where the file holds runs of
 * the plan on another spec.
 */
export async function gatherRuns(gathering: Gathering): Promise<Gathered> {
  const { world, dataDir, signal, timeLimit = Number.POSITIVE_INFINITY, onProgress } = gathering;
  const file = join(dataDir, "evaluation", `${world.name}.csv`);
  const code = codeHash([...AGENT_RESULT_SOURCES, ...world.sources]);
  const rows = new Map((existsSync(file) ? readRealRows(file) : []).map((row) => [keyOf(row), row]));
  const runs = plannedRuns(gathering);
  const isKept = (run: PlannedRun) => {
    const row = rows.get(keyOf(identity(run)));
    if (row === undefined) return false;
    const spec = specId(world.spec(run.size));
    if (world.otherCode === "replace") return row.code === code && row.spec === spec;
    if (row.spec !== spec)
      throw new InputError(
        `${file} holds runs of ${run.size} containers of another spec (${row.spec}, now ${spec}): use the calibration of then, or move the file away`,
      );
    return true;
  };
  const waiting = new Set<string>();
  const began = performance.now();
  let ran = 0;
  let overhead = 0;
  let outOfTime = false;
  let kept = runs.filter(isKept).length;
  for (const run of runs) {
    if (isKept(run)) continue;
    signal?.throwIfAborted();
    const missing = missingAgent(gathering, run);
    if (missing !== undefined) {
      waiting.add(missing);
      continue;
    }
    const spec = world.spec(run.size);
    const elapsed = (performance.now() - began) / 1000;
    if (world.conditions !== undefined && elapsed + run.steps * spec.controlInterval + overhead > timeLimit) {
      outOfTime = true;
      break;
    }
    const row = await makeRun(gathering, run, spec, code);
    overhead = (performance.now() - began) / 1000 - elapsed - run.steps * spec.controlInterval;
    rows.set(keyOf(row), row);
    writeRealRows(file, [...rows.values()]);
    describe(gathering, file, code, { [specId(spec)]: specDescription(spec) });
    ran++;
    kept++;
    onProgress?.(kept, runs.length, run);
  }
  return { kept, planned: runs.length, ran, waiting: [...waiting], outOfTime };
}

type Identity = Pick<
  RealRow,
  "controller" | "phase" | "size" | "workload" | "run" | "steps" | "evaluation_seed"
>;

function identity(run: PlannedRun): Identity {
  const { controller, phase, size, workload, steps, evaluationSeed: evaluation_seed } = run;
  return { controller, phase, size, workload, run: run.run, steps, evaluation_seed };
}

function keyOf({ controller, phase, size, workload, run, steps, evaluation_seed }: Identity): string {
  return JSON.stringify([controller, phase, size, workload, run, steps, evaluation_seed]);
}

/** The cluster whose folder an agent of that phase is in. */
function agentCluster({ tunedOn }: Gathering, { phase }: PlannedRun): string {
  return phase === "2" ? tunedOn : REAL_PLAN.trainedOn;
}

function missingAgent(gathering: Gathering, run: PlannedRun): string | undefined {
  const { controller: agent, phase, size, trainingSeed } = run;
  if (phase === "") return undefined;
  const cluster = agentCluster(gathering, run);
  const file = agentFile(
    join(gathering.dataDir, AGENTS_FOLDER),
    { agent, cluster, sizes: [size] },
    trainingSeed,
  );
  const maker = phase === "2" ? "npx fleetlab fine-tune --plan real" : "npm run reproduce -- --budget paper";
  return existsSync(file) ? undefined : `${agent} of phase ${phase} at N = ${size}: make it with: ${maker}`;
}

function controllerOf(gathering: Gathering, run: PlannedRun): Controller {
  const { controller, phase, size, trainingSeed } = run;
  if (phase === "") return controllerByText(controller);
  const cluster = agentCluster(gathering, run);
  return trainedController(join(gathering.dataDir, AGENTS_FOLDER), {
    agent: controller,
    cluster,
    size,
    trainingSeed,
  });
}

async function makeRun(
  gathering: Gathering,
  run: PlannedRun,
  spec: ClusterSpec,
  code: string,
): Promise<RealRow> {
  const { world, signal } = gathering;
  const { steps, evaluationSeed: seed } = run;
  const controller = controllerOf(gathering, run);
  const capacity = spec.containers.reduce((sum, { serviceRate }) => sum + serviceRate, 0);
  const workload = workloadByName(run.workload, { nodeCapacity: capacity / spec.containers.length });
  const cluster = await world.open({ spec, workload, steps, seed, reward: writeupReward() });
  let soFar: RecordTable | undefined;
  try {
    const records = await runEpisode({
      cluster,
      controller,
      seed,
      steps,
      signal,
      onStep: (table) => {
        soFar = table;
      },
    });
    if (records.length < steps)
      throw new RangeError(`the cluster ended the run after ${records.length} of ${steps} steps`);
    // Records first: a row then means that its records are whole.
    const conditions = world.conditions?.(cluster) ?? [];
    if (world.keepsRecords) {
      const folder = join(gathering.dataDir, "evaluation", world.name);
      const files = [recordsFile(folder, run), conditionsFile(folder, run)];
      await saveRecords(files[0], records);
      saveConditions(files[1], conditions);
      for (const file of files)
        describe(gathering, file, code, { [specId(spec)]: specDescription(spec) }, run);
    }
    return {
      cluster: world.kind,
      ...identity(run),
      training_seed: run.trainingSeed,
      split: workload.split,
      price: DEFAULT_PRICE,
      spec: specId(spec),
      ...recordMetrics(records, { price: DEFAULT_PRICE }),
      reward_terms: rewardTermsText(termMeans(records)),
      code,
      ...runConditions(conditions),
    };
  } catch (error) {
    if (world.keepsRecords && soFar !== undefined)
      await saveRecords(recordsFile(join(gathering.workDir, "broken-off"), run), soFar);
    throw error;
  } finally {
    await cluster.close();
  }
}

function recordsFile(folder: string, run: PlannedRun): string {
  return join(folder, `${runName(run)}.csv.gz`);
}

/** Conditions of the run's steps, where they have been measured. */
function conditionsFile(folder: string, run: PlannedRun): string {
  return join(folder, `${runName(run)}_conditions.csv`);
}

function runName({ controller, phase, size, run }: PlannedRun): string {
  return `${controller}${phase && `-phase${phase}`}_n${size}_run${run}`;
}

function describe(
  { world, dataDir, command, date }: Gathering,
  file: string,
  code: string,
  specs: Readonly<Record<string, unknown>>,
  config: object = REAL_PLAN,
): void {
  writeManifestEntry(join(dataDir, "manifest.json"), file, {
    command,
    date,
    code,
    codeFolders: [...AGENT_RESULT_SOURCES, ...world.sources],
    machine: machine(),
    seed: REAL_PLAN.seed,
    config,
    specs,
  });
}
