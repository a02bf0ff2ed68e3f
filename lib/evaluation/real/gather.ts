import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../check/index.js";
import type { ClusterSpec } from "../../cluster/index.js";
import { codeHash } from "../code-hash.js";
import { AGENT_RESULT_SOURCES } from "../experiments/agents.js";
import { machine, specDescription, specId, writeManifestEntry } from "../manifest.js";
import { type AgentFolders, playerOf } from "./agents.js";
import { makeRun, type RunIdentity, runIdentity } from "./make-run.js";
import { type PlannedRun, type PlanSelection, plannedRuns, REAL_PLAN } from "./plan.js";
import { readRealRows, writeRealRows } from "./results.js";
import type { ClusterWorld } from "./world.js";

/** How the plan is carried out. */
export interface Gathering extends PlanSelection {
  readonly world: ClusterWorld;
  /** Where results go, and the manifest that tells of them. */
  readonly dataDir: string;
  /** Where the records of a run that broke off are kept. */
  readonly workDir: string;
  readonly agents: AgentFolders;
  /** No run begins that can't end within so many s. */
  readonly timeLimit?: number | undefined;
  readonly command: string;
  readonly date: string;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number, run: PlannedRun) => void) | undefined;
  /** A run failed for a reason that may be gone, and is made once more. */
  readonly onRetry?: ((run: PlannedRun, error: Error) => void) | undefined;
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
 * the plan on another spec, or where an agent was trained on one.
 */
export async function gatherRuns(gathering: Gathering): Promise<Gathered> {
  const { world, dataDir, signal, timeLimit = Number.POSITIVE_INFINITY, onProgress } = gathering;
  const file = join(dataDir, "evaluation", `${world.name}.csv`);
  const code = codeHash([...AGENT_RESULT_SOURCES, ...world.sources]);
  const rows = new Map((existsSync(file) ? readRealRows(file) : []).map((row) => [keyOf(row), row]));
  const runs = plannedRuns(gathering);
  const isKept = (run: PlannedRun) => {
    const row = rows.get(keyOf(runIdentity(run)));
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
    const player = playerOf(run, world, gathering.agents);
    if (typeof player === "string") {
      waiting.add(player);
      continue;
    }
    const spec = world.spec(run.size);
    const elapsed = (performance.now() - began) / 1000;
    if (world.conditions !== undefined && elapsed + run.steps * spec.controlInterval + overhead > timeLimit) {
      outOfTime = true;
      break;
    }
    const setting = { ...gathering, spec, player, code, folder: join(dataDir, "evaluation", world.name) };
    const { row, files, versions } = await makeRun(run, setting).catch((error: Error) => {
      if (signal?.aborted || world.conditions === undefined) throw error;
      gathering.onRetry?.(run, error);
      return makeRun(run, setting);
    });
    for (const kept of files) describe(gathering, kept, code, spec, { ...run, versions });
    overhead = (performance.now() - began) / 1000 - elapsed - run.steps * spec.controlInterval;
    rows.set(keyOf(row), row);
    writeRealRows(file, [...rows.values()]);
    describe(gathering, file, code, spec, { ...REAL_PLAN, versions });
    ran++;
    kept++;
    onProgress?.(kept, runs.length, run);
  }
  return { kept, planned: runs.length, ran, waiting: [...waiting], outOfTime };
}

function keyOf({ controller, phase, size, workload, run, steps, evaluation_seed }: RunIdentity): string {
  return JSON.stringify([controller, phase, size, workload, run, steps, evaluation_seed]);
}

function describe(
  { world, dataDir, command, date }: Gathering,
  file: string,
  code: string,
  spec: ClusterSpec,
  config: object,
): void {
  writeManifestEntry(join(dataDir, "manifest.json"), file, {
    command,
    date,
    code,
    codeFolders: [...AGENT_RESULT_SOURCES, ...world.sources],
    machine: machine(),
    seed: REAL_PLAN.seed,
    config,
    specs: { [specId(spec)]: specDescription(spec) },
  });
}
