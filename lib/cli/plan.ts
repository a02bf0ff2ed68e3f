import { join } from "node:path";
import type { Command } from "commander";
import { InputError } from "../check/index.js";
import { openWorkspace } from "../data/index.js";
import { AGENTS_FOLDER } from "../evaluation/index.js";
import { type AgentFolders, type Gathered, gatherRuns, plannedRuns } from "../study/index.js";
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

/**
 * Checks a command that was given --plan.
 * @param used options that the plan has a use for, by the name of their value.
 * @throws InputError on another plan, or another option: it would be ignored.
 */
export function requirePlan(command: Command, used: readonly string[]): void {
  const name: unknown = command.opts().plan;
  if (name !== "real") throw new InputError(`no plan is called ${JSON.stringify(name)}; known: real`);
  for (const option of command.options) {
    const value = option.attributeName();
    if (command.getOptionValueSource(value) === "cli" && ![...used, "plan", "json"].includes(value))
      throw new InputError(`--plan sets what ${option.long} would: leave ${option.long} out`);
  }
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
 * agents of its own, and the workspace's where it has none: it never takes the place of what was planned.
 */
export function planPlaces(isRehearsal: boolean): PlanPlaces {
  const workspace = openWorkspace();
  const build = join(workspace.root, "build");
  if (isRehearsal) process.stderr.write(`a rehearsal: everything goes to ${join(build, "rehearsal")}\n`);
  const dataDir = isRehearsal ? join(build, "rehearsal") : workspace.dataDir;
  return {
    dataDir,
    workDir: isRehearsal ? dataDir : build,
    agents: {
      phase1: [dataDir, workspace.dataDir].map((folder) => join(folder, AGENTS_FOLDER)),
      phase2: join(dataDir, AGENTS_FOLDER),
    },
    command: typedCommand(),
    date: new Date().toISOString(),
  };
}

/** Makes runs of the plan that aren't kept yet, into the data folder; a cut plan is a rehearsal. */
export async function gatherPlan(command: Command, flags: PlanFlags): Promise<Gathered> {
  requirePlan(command, ["cluster", "sizes", "runs", "steps", "timeLimit", "tunedOn"]);
  const { cluster = "docker", sizes, runs, steps } = flags;
  const limit = timeLimit(flags);
  plannedRuns({ sizes, runs, steps });
  const world = worldByName(cluster);
  const places = planPlaces(runs !== undefined || steps !== undefined);
  const bar = progress(`plan on ${cluster}`);
  try {
    return await gatherRuns({
      ...places,
      world,
      sizes,
      runs,
      steps,
      agents: { ...places.agents, tunedOn: flags.tunedOn ?? "docker" },
      timeLimit: limit,
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
export function gatheredText({ kept, planned, ran, short, waiting, outOfTime }: Gathered): string {
  const lines = [`${kept} of ${planned} runs are kept, ${ran} of them made now`];
  if (short > 0) lines.push(`${short} of them missed so many intervals that they ended early: see overruns`);
  if (outOfTime) lines.push("the time limit is reached: the same command goes on");
  return [...lines, ...waiting.map((line) => `waiting for ${line}`)].map((line) => `${line}\n`).join("");
}
