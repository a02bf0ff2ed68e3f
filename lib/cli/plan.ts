import { join } from "node:path";
import { InputError } from "../check/index.js";
import { type Gathered, gatherRuns, tunedCluster } from "../evaluation/index.js";
import { openWorkspace } from "../report/index.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";
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

/** Makes runs of the plan that aren't kept yet, into the data folder. */
export async function gatherPlan(flags: PlanFlags): Promise<Gathered> {
  requirePlan(flags.plan);
  const cluster = flags.cluster ?? "docker";
  const world = worldByName(cluster);
  const workspace = openWorkspace();
  const bar = progress(`plan on ${cluster}`);
  try {
    return await gatherRuns({
      world,
      dataDir: workspace.dataDir,
      workDir: join(workspace.root, "build"),
      sizes: flags.sizes,
      runs: flags.runs,
      steps: flags.steps,
      tunedOn: tunedCluster(flags.tunedOn ?? "docker"),
      timeLimit: timeLimit(flags),
      command: `npx fleetlab evaluate --plan real --cluster ${cluster}`,
      date: new Date().toISOString(),
      signal: stopSignal(),
      onProgress: (done, total) => bar.update(done, total),
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
