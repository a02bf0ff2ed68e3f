import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../check/index.js";
import { dispatchedSpec, type World } from "../../cluster/index.js";
import { machine, manifestFile, specDescription, specId, writeManifestEntry } from "../../data/index.js";
import { codeHash, withLock } from "../../files/index.js";
import { type AgentFolders, type Player, playerOf } from "../real-plan/agents.js";
import type { PlannedRun, RunPlan } from "../real-plan/plan.js";
import { type MadeRun, makeRun, type RunIdentity, type RunSetting, runIdentity } from "./make-run.js";
import { readRealRows, writeRealRows } from "./results.js";

/** How a plan is carried out. */
export interface Gathering {
  readonly plan: RunPlan;
  readonly world: World;
  /** Where results go, and the manifest that tells of them. */
  readonly dataDir: string;
  /** Where the records of a run that broke off are kept. */
  readonly workDir: string;
  readonly agents: AgentFolders;
  /** Time in s that the whole sitting may take: a run that would end later does not begin. */
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
  /** Kept runs of the plan that missed so many intervals that they ended before their last step. */
  readonly short: number;
  /** Runs that wait for an agent that isn't there yet, a line each kind. */
  readonly waiting: readonly string[];
  /** Whether the time limit ended it. */
  readonly outOfTime: boolean;
}

/**
 * Makes the plan's runs that aren't kept yet, one after the other, and keeps each as it ends.
 * @throws the signal's reason, or what the cluster threw (all runs that ended are kept); InputError where another process
 * gathers into the same file, where it holds runs of the plan on another spec, or where an agent was trained on one.
 */
export async function gatherRuns(gathering: Gathering): Promise<Gathered> {
  const file = `${resultsFolder(gathering)}.csv`;
  return withLock([file], () => gatherAlone(gathering, file));
}

/** The folder of the plan's records in a world; its results are in the file of that name. */
function resultsFolder({ plan, world, dataDir }: Gathering): string {
  return join(dataDir, "evaluation", world.real === undefined ? `${plan.name}-simulated` : plan.name);
}

/** Gathers as the only writer of the world's file and folder. */
async function gatherAlone(gathering: Gathering, file: string): Promise<Gathered> {
  const { plan, world, signal, timeLimit = Number.POSITIVE_INFINITY, onProgress } = gathering;
  const code = codeHash([__filename, ...world.modules]);
  const rows = new Map((existsSync(file) ? readRealRows(file) : []).map((row) => [keyOf(row), row]));
  const { runs } = plan;
  const players = playersOf(runs, gathering);
  const specOf = ({ size }: PlannedRun, player: Player | string) =>
    dispatchedSpec(world.spec(size), typeof player === "string" ? {} : player.controller);
  const isKept = (run: PlannedRun) => {
    const row = rows.get(keyOf(runIdentity(run)));
    if (row === undefined) return false;
    const player = players.get(playerKey(run)) as Player | string;
    const spec = specId(specOf(run, player));
    const isSame = row.spec === spec && (typeof player === "string" || row.agent === player.agent);
    if (world.real === undefined) return isSame && row.code === code;
    if (!isSame)
      throw new InputError(
        `${file} holds runs of ${run.controller}${run.phase && ` of phase ${run.phase}`} on ${run.size} containers ${
          row.spec === spec
            ? `with another agent (${row.agent}): put back the agent of then`
            : `of another spec (${row.spec}, now ${spec}): use the calibration of then`
        }, or move the file away`,
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
    const player = players.get(playerKey(run)) as Player | string;
    if (typeof player === "string") {
      waiting.add(player);
      continue;
    }
    const spec = specOf(run, player);
    const elapsed = (performance.now() - began) / 1000;
    if (world.real !== undefined && elapsed + run.steps * spec.controlInterval + overhead > timeLimit) {
      outOfTime = true;
      break;
    }
    const setting = {
      ...gathering,
      spec,
      player,
      code,
      folder: resultsFolder(gathering),
    };
    const { row, files, versions } = await madeRun(run, setting, gathering);
    for (const kept of files) describe(gathering, kept, code, [run.size], { ...run, versions }, "drop");
    overhead = (performance.now() - began) / 1000 - elapsed - run.steps * spec.controlInterval;
    rows.set(keyOf(row), row);
    writeRealRows(file, [...rows.values()]);
    const sizes = [...new Set(runs.map(({ size }) => size))];
    describe(gathering, file, code, sizes, { ...plan.config, versions });
    ran++;
    kept++;
    onProgress?.(kept, runs.length, run);
  }
  const spare = world.real?.spareSteps ?? 0;
  const short = runs.filter((run) => (rows.get(keyOf(runIdentity(run)))?.overruns ?? 0) > spare).length;
  return { kept, planned: runs.length, ran, short, waiting: [...waiting], outOfTime };
}

function keyOf({ controller, phase, size, workload, run, steps, evaluation_seed }: RunIdentity): string {
  return JSON.stringify([controller, phase, size, workload, run, steps, evaluation_seed]);
}

/** Who plays the plan's runs, by `playerKey`. @throws InputError where an agent was trained on another spec. */
function playersOf(
  runs: readonly PlannedRun[],
  { world, agents }: Gathering,
): ReadonlyMap<string, Player | string> {
  const players = new Map<string, Player | string>();
  for (const run of runs)
    if (!players.has(playerKey(run))) players.set(playerKey(run), playerOf(run, world, agents));
  return players;
}

function playerKey({ controller, phase, size }: PlannedRun): string {
  return JSON.stringify([controller, phase, size]);
}

/**
 * Makes a run, and where real containers failed once more: what they failed of may be gone.
 * @throws InputError where they failed twice.
 */
async function madeRun(
  run: PlannedRun,
  setting: RunSetting,
  { world, onRetry }: Gathering,
): Promise<MadeRun> {
  const isOver = (error: unknown) =>
    setting.signal?.aborted ||
    world.real === undefined ||
    error instanceof RangeError ||
    error instanceof TypeError;
  try {
    return await makeRun(run, setting);
  } catch (first) {
    if (isOver(first)) throw first;
    onRetry?.(run, first as Error);
    try {
      return await makeRun(run, setting);
    } catch (second) {
      if (isOver(second)) throw second;
      throw new InputError(
        `run ${run.run} of ${run.controller}${run.phase} on ${run.size} containers failed twice: ${(second as Error).message}; what was measured is kept, the same command goes on`,
      );
    }
  }
}

function describe(
  { plan, world, dataDir, command, date }: Gathering,
  file: string,
  code: string,
  sizes: readonly number[],
  config: object,
  others?: "drop",
): void {
  const specs = sizes.map((size) => world.spec(size));
  writeManifestEntry(
    manifestFile(dataDir),
    file,
    {
      command,
      date,
      code,
      machine: machine(),
      seed: plan.seed,
      config,
      specs: Object.fromEntries(specs.map((spec) => [specId(spec), specDescription(spec)])),
    },
    others,
  );
}
