import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import { controllerByText } from "../control/index.js";
import { openWorkspace } from "../data/index.js";
import { readJsonFile, withLock } from "../files/index.js";
import {
  agentFile,
  fineTune,
  fineTuningConfig,
  fineTuningPreset,
  readAgent,
  writeAgent,
} from "../ppo/index.js";
import { gatherPhase2, plannedSizes, tunedCluster } from "../study/index.js";
import { number, numbers } from "./options.js";
import { planPlaces, requirePlan, timeLimit } from "./plan.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";
import { worldByName } from "./worlds.js";

interface Flags {
  readonly cluster: string;
  readonly plan?: string;
  readonly size?: number;
  readonly sizes?: number[];
  readonly steps?: number;
  readonly seed: number;
  readonly config?: string;
  readonly timeLimit?: number;
  readonly out?: string;
  readonly agents?: string;
  readonly json?: boolean;
}

/** `fleetlab fine-tune`. */
export function fineTuneCommand(): Command {
  return new Command("fine-tune")
    .description("phase 2: go on training an agent on one cluster, or go on with a run that was stopped")
    .argument("[agent]", "file of the trained agent to start from")
    .option("--cluster <name>", "docker, or sim to rehearse", "docker")
    .option("--plan <name>", "real: the planned agents, each size in turn, into the data folder")
    .option("--sizes <list>", "with --plan: numbers of containers", numbers)
    .option("--size <n>", "containers, where the agent was trained for several sizes", number)
    .option("--steps <n>", "control steps to learn from, rounded up to whole rollouts", number)
    .option("--config <file>", "settings that differ from phase 2 of the write-up, as JSON; flags win")
    .option("--seed <n>", "seed of this run", number, 1)
    .option("--time-limit <minutes>", "stop after so long; the same command goes on", number)
    .option("--out <folder>", "the run's folder: checkpoint and log (default: under build/fine-tune)")
    .option("--agents <folder>", "where the agent goes (default: build/agents)")
    .option("--json", "print the result as JSON")
    .action(async (agent: string | undefined, flags: Flags, command: Command) => {
      const ending = endingOf(flags);
      let files: readonly string[] = [];
      let outOfTime = false;
      try {
        files =
          flags.plan === undefined
            ? [await tuneOne(agent, flags, ending.signal)]
            : await tunePlan(agent, flags, command, ending.signal);
      } catch (error) {
        outOfTime = ending.isOutOfTime() && (error as Error).name === "AbortError";
        if (!outOfTime) throw error;
      }
      if (flags.json) process.stdout.write(`${JSON.stringify({ agents: files, outOfTime }, null, 2)}\n`);
      else if (outOfTime) process.stdout.write("the time limit is reached: the same command goes on\n");
      else
        process.stdout.write(files.map((file) => `${file}\n`).join("") || "every planned agent is there\n");
    });
}

function changes({ config, steps }: Flags): object {
  const fromFile = config === undefined ? {} : readJsonFile(resolve(config));
  if (typeof fromFile !== "object" || fromFile === null || Array.isArray(fromFile))
    throw new InputError(`${config}: settings are a JSON object`);
  return { ...fromFile, ...(steps !== undefined && { steps }) };
}

/** Ctrl-C, or the end of the time: both are a stop that the same command goes on from. */
function endingOf(flags: Flags) {
  const limit = timeLimit(flags);
  const stop = stopSignal();
  const timer = new AbortController();
  if (limit !== undefined) setTimeout(() => timer.abort(), 1000 * limit).unref();
  return {
    signal: AbortSignal.any([stop, timer.signal]),
    isOutOfTime: () => timer.signal.aborted && !stop.aborted,
  };
}

async function tuneOne(agent: string | undefined, flags: Flags, signal: AbortSignal): Promise<string> {
  if (agent === undefined) throw new InputError("name the agent's file to start from, or use --plan real");
  if (!Number.isInteger(flags.seed) || flags.seed < 0)
    throw new InputError(`--seed must be a whole number of at least 0, got ${flags.seed}`);
  if (!existsSync(agent)) throw new InputError(`${agent} isn't there: name the file of a trained agent`);
  const start = readAgent(resolve(agent));
  const { agent: name, sizes } = start.config;
  const size = flags.size ?? (sizes.length === 1 ? sizes[0] : undefined);
  if (size === undefined)
    throw new InputError(`${agent} was trained for ${sizes.join(", ")} containers: choose one with --size`);
  const config = fineTuningConfig(changes(flags), fineTuningPreset(start.config), flags.config ?? "flags");
  const world = worldByName(flags.cluster);
  const build = join(openWorkspace().root, "build");
  const label = `${name} ${world.kind} N = ${size}`;
  const file = agentFile(
    resolve(flags.agents ?? join(build, "agents")),
    { agent: name, cluster: tunedCluster(world.kind), sizes: [size] },
    start.seed,
  );
  const bar = progress(`fine-tune ${label}`);
  try {
    return await withLock([file], async () => {
      const policy = await fineTune({
        start,
        config,
        seed: flags.seed,
        spec: world.spec(size),
        open: world.open,
        rule: (text) => controllerByText(text),
        folder: resolve(
          flags.out ?? join(build, "fine-tune", name, world.kind, `n${size}-seed${flags.seed}`),
        ),
        signal,
        onProgress: ({ steps, total }) => bar.update(steps, total),
      });
      writeAgent(file, policy);
      return file;
    });
  } finally {
    bar.stop();
  }
}

async function tunePlan(
  agent: string | undefined,
  flags: Flags,
  command: Command,
  signal: AbortSignal,
): Promise<readonly string[]> {
  requirePlan(command, ["cluster", "sizes", "steps", "config", "timeLimit"]);
  if (agent !== undefined) throw new InputError("the plan names its own agents: leave the file away");
  const { cluster, sizes } = flags;
  const changed = changes(flags);
  plannedSizes(sizes);
  const world = worldByName(cluster);
  const bar = progress("fine-tune");
  try {
    return await gatherPhase2({
      // Other settings than the plan's, or another cluster, are tried out.
      ...planPlaces(cluster !== "docker" || Object.keys(changed).length > 0),
      world,
      sizes,
      changes: changed,
      signal,
      onProgress: (_, done, total) => bar.update(done, total),
    });
  } finally {
    bar.stop();
  }
}
