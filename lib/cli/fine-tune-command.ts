import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import { controllerByText } from "../control/index.js";
import { openWorkspace } from "../data/index.js";
import { requireOwnCluster } from "../evaluation/index.js";
import { withLock } from "../files/index.js";
import {
  agentFile,
  fineTune,
  fineTuningConfig,
  fineTuningPreset,
  readAgent,
  writeAgent,
} from "../ppo/index.js";
import { printAgents } from "./agent-files.js";
import {
  type ClusterFileFlags,
  clusterFileOption,
  type OtherClusterFlags,
  otherClusterOption,
} from "./cluster-file-option.js";
import { number } from "./options.js";
import { progress } from "./progress.js";
import { type ServiceFlags, withServiceOptions } from "./service-options.js";
import { withinTime } from "./time-limit.js";
import { TRACE_HELP, tellTraces } from "./traces.js";
import { tuningChanges } from "./tuning-changes.js";
import { type UseFlags, useFiles, useOption } from "./use-option.js";
import { calibratedWorld } from "./worlds.js";

interface Flags extends UseFlags, ClusterFileFlags, OtherClusterFlags, ServiceFlags {
  readonly cluster: string;
  readonly size?: number;
  readonly steps?: number;
  readonly seed: number;
  readonly config?: string;
  readonly workload?: string;
  readonly timeLimit?: number;
  readonly out?: string;
  readonly agents?: string;
  readonly json?: boolean;
}

/** `fleetlab fine-tune`. */
export function fineTuneCommand(): Command {
  const command = new Command("fine-tune")
    .description("phase 2: go on training an agent on one cluster, or go on with a run that was stopped")
    .argument("<agent>", "file of the trained agent to start from")
    .option("--cluster <name>", "docker, or sim to rehearse", "docker")
    .addOption(clusterFileOption())
    .addOption(otherClusterOption())
    .option("--size <n>", "containers, where the agent was trained for several sizes", number)
    .option("--steps <n>", "control steps to learn from, rounded up to whole rollouts", number)
    .option("--workload <name>", "a workload of the train split, or trace:FILE (default: that of phase 1)")
    .option("--config <file>", "settings that differ from phase 2 of the write-up, as JSON; flags win")
    .addOption(useOption())
    .option("--seed <n>", "seed of this run", number, 1)
    .option("--time-limit <minutes>", "stop after so long; the same command goes on", number)
    .option("--out <folder>", "the run's folder: checkpoint and log (default: under build/fine-tune)")
    .option("--agents <folder>", "where the agent goes (default: build/agents)")
    .option("--json", "print the result as JSON")
    .addHelpText("after", `\n${TRACE_HELP}`)
    .action(async (agent: string, flags: Flags) => {
      const { result, outOfTime } = await withinTime(flags, (signal) => tune(agent, flags, signal));
      printAgents({ agents: result === undefined ? [] : [result], outOfTime }, flags.json);
    });
  return withServiceOptions(command);
}

async function tune(agent: string, flags: Flags, signal: AbortSignal): Promise<string> {
  await useFiles(flags);
  if (!Number.isInteger(flags.seed) || flags.seed < 0)
    throw new InputError(`--seed must be a whole number of at least 0, got ${flags.seed}`);
  if (!existsSync(agent)) throw new InputError(`${agent} isn't there: name the file of a trained agent`);
  const start = readAgent(resolve(agent));
  const { agent: name, sizes } = start.config;
  const size = flags.size ?? (sizes.length === 1 ? sizes[0] : undefined);
  if (size === undefined)
    throw new InputError(`${agent} was trained for ${sizes.join(", ")} containers: choose one with --size`);
  const config = fineTuningConfig(
    { ...tuningChanges(flags), ...(flags.workload !== undefined && { workload: flags.workload }) },
    fineTuningPreset(start.config),
    flags.config ?? "flags",
  );
  tellTraces([config.workload]);
  const world = calibratedWorld(flags.cluster, flags);
  requireOwnCluster(resolve(agent), { world, size, otherCluster: flags.otherCluster });
  const build = join(openWorkspace().root, "build");
  const place = world.settings.clusterName === undefined ? world.name : world.tunedAgents;
  const label = `${name} ${world.name} N = ${size}`;
  const file = agentFile(
    resolve(flags.agents ?? join(build, "agents")),
    { agent: name, cluster: world.tunedAgents, sizes: [size] },
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
        folder: resolve(flags.out ?? join(build, "fine-tune", name, place, `n${size}-seed${flags.seed}`)),
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
