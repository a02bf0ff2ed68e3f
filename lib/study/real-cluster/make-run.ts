import { join } from "node:path";
import { type ClusterSpec, DEFAULT_PRICE, type World, writeupReward } from "../../cluster/index.js";
import { machine, specId } from "../../data/index.js";
import {
  type RecordTable,
  recordMetrics,
  rewardTermsText,
  runEpisode,
  saveConditions,
  saveRecords,
  termMeans,
} from "../../evaluation/index.js";
import { workloadByName } from "../../workload/index.js";
import type { Player } from "../real-plan/agents.js";
import type { PlannedRun } from "../real-plan/plan.js";
import { runConditions } from "./conditions.js";
import type { RealRow } from "./results.js";
import { runFiles } from "./run-files.js";

/** How a run of the plan is made. */
export interface RunSetting {
  readonly world: World;
  /** Of the run's cluster, with the dispatch that its player names. */
  readonly spec: ClusterSpec;
  readonly player: Player;
  /** Where records, conditions and requests go, where time is real and nobody can make them again. */
  readonly folder: string;
  /** Where the records of a run that broke off are kept. */
  readonly workDir: string;
  /** `codeHash` for the row. */
  readonly code: string;
  readonly signal?: AbortSignal | undefined;
}

/** A run that has ended. */
export interface MadeRun {
  readonly row: RealRow;
  /** Files that were kept of it, and versions of what it ran on. */
  readonly files: readonly string[];
  readonly versions: object;
}

/** What tells runs apart in the results. */
export type RunIdentity = Pick<
  RealRow,
  "controller" | "phase" | "size" | "workload" | "run" | "steps" | "evaluation_seed"
>;

/** The columns of a run's row that are known beforehand. */
export function runIdentity(run: PlannedRun): RunIdentity {
  const { controller, phase, size, workload, steps, evaluationSeed: evaluation_seed } = run;
  return { controller, phase, size, workload, run: run.run, steps, evaluation_seed };
}

/**
 * Makes one run on a cluster of its own. A control loop that missed many intervals may end before the last step: what was measured
 * counts, and the row's `overruns` tells.
 * @throws what the cluster threw; its records up to there are kept apart.
 */
export async function makeRun(run: PlannedRun, setting: RunSetting): Promise<MadeRun> {
  const { world, spec, player, signal } = setting;
  const { steps, evaluationSeed: seed } = run;
  const workload = workloadByName(run.workload, { nodeCapacity: world.nodeCapacity(run.size) });
  const cluster = await world.open({ spec, workload, steps, reward: writeupReward(), signal });
  let soFar: RecordTable | undefined;
  try {
    const versions = (await world.real?.versions(cluster)) ?? {};
    const records = await runEpisode({
      cluster,
      controller: player.controller,
      seed,
      steps,
      signal,
      onStep: (table) => {
        soFar = table;
      },
    });
    const conditions = world.real?.conditions(cluster) ?? [];
    const measured = runConditions(conditions);
    if (records.length < steps && !(measured.overruns > 0))
      throw new RangeError(`the cluster ended the run after ${records.length} of ${steps} steps`);
    // Records first: a row then means that they are whole.
    const files = runFiles(setting.folder, run);
    const kept: string[] = [];
    if (world.real !== undefined) {
      saveRecords(files.records, records);
      saveConditions(files.conditions, conditions);
      await world.real.saveRequests(cluster, files.requests);
      kept.push(files.records, files.conditions, files.requests);
    }
    const row = {
      cluster: world.name,
      ...runIdentity(run),
      training_seed: run.trainingSeed,
      split: workload.split,
      price: DEFAULT_PRICE,
      spec: specId(spec),
      ...recordMetrics(records, { price: DEFAULT_PRICE }),
      reward_terms: rewardTermsText(termMeans(records)),
      code: setting.code,
      ...measured,
      agent: player.agent,
      machine: world.real === undefined ? "" : machine().cpu,
    };
    return { row, files: kept, versions };
  } catch (error) {
    if (world.real !== undefined && soFar !== undefined)
      saveRecords(runFiles(join(setting.workDir, "broken-off"), run).records, soFar);
    throw error;
  } finally {
    await cluster.close();
  }
}
