import { join } from "node:path";
import { InputError } from "../check/index.js";
import { AGENTS_FOLDER, type AgentFolders, type Gathered, gatherRuns } from "../evaluation/index.js";
import { openWorkspace } from "../report/index.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";
import { typedCommand } from "./typed-command.js";
import { worldByName } from "./worlds.js";

/** Flags of the evaluation's plan. */
export interface PlanFlags {
  readonly cluster?: string;
  readonly plan?: string;
  readonly sizes?: readonly number[];
  readonly runs?: number;
  readonly steps?: number;
  /** Minutes. */
  readonly timeLimit?: number;
  /** Kind of cluster that the agents of phase 2 come from. */
  readonly tunedOn?: string;
}

/** The one plan there is. @throws InputError on another name. */
export function requirePlan(name: string | undefined): void {
  if (name !== "real") throw new InputError(`no plan is called ${JSON.stringify(name)}; known: real`);
}

/** `--time-limit` in s. @throws InputError unless it is positive. */
export function timeLimit({ timeLimit }: { readonly timeLimit?: number }): number | undefined {
  if (timeLimit !== undefined && !(timeLimit > 0))
    throw new InputError(`--time-limit must be more than 0 minutes, got ${timeLimit}`);
  return timeLimit === undefined ? undefined : 60 * timeLimit;
}

/** Where the plan's results go, where its agents lie, and what tells of it in the manifest. */
interface PlanPlaces {
  readonly dataDir: string;
  readonly workDir: string;
  readonly agents: Pick<AgentFolders, "phase1" | "phase2">;
  readonly command: string;
  readonly date: string;
}

/**
 * The workspace's places for the plan. A rehearsal, which isn't as planned, has a data folder of its own (build/rehearsal), with
 * its agents of phase 2: it never takes the place of what was planned.
 */
export function planPlaces(isRehearsal: boolean): PlanPlaces {
  const workspace = openWorkspace();
  const build = join(workspace.root, "build");
  const dataDir = isRehearsal ? join(build, "rehearsal") : workspace.dataDir;
  return {
    dataDir,
    workDir: isRehearsal ? dataDir : build,
    agents: { phase1: join(workspace.dataDir, AGENTS_FOLDER), phase2: join(dataDir, AGENTS_FOLDER) },
    command: typedCommand(),
    date: new Date().toISOString(),
  };
}

/** Makes runs of the plan that aren't kept yet, into the data folder; a cut plan is a rehearsal. */
export async function gatherPlan(flags: PlanFlags): Promise<Gathered> {
  requirePlan(flags.plan);
  const cluster = flags.cluster ?? "docker";
  const world = worldByName(cluster);
  const places = planPlaces(flags.runs !== undefined || flags.steps !== undefined);
  const bar = progress(`plan on ${cluster}`);
  try {
    return await gatherRuns({
      ...places,
      world,
      sizes: flags.sizes,
      runs: flags.runs,
      steps: flags.steps,
      agents: { ...places.agents, tunedOn: flags.tunedOn ?? "docker" },
      timeLimit: timeLimit(flags),
      signal: stopSignal(),
      onProgress: (done, total) => bar.update(done, total),
      onRetry: ({ controller, phase, size, run }, { message }) =>
        bar.note(`${controller}${phase} N = ${size}, run ${run}: ${message}; once more`),
    });
  } finally {
    bar.stop();
  }
}

/** What a sitting came to, in lines. */
export function gatheredText({ kept, planned, ran, waiting, outOfTime }: Gathered): string {
  const lines = [`${kept} of ${planned} runs are kept, ${ran} of them made now`];
  if (outOfTime) lines.push("the time limit is reached: the same command goes on");
  return [...lines, ...waiting.map((line) => `waiting for ${line}`)].map((line) => `${line}\n`).join("");
}
