import { join, resolve } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import { readJsonFile } from "../files/index.js";
import {
  agentFile,
  agentNames,
  runFolder,
  runName,
  type TrainingChanges,
  type TrainingConfig,
  train,
  trainedPolicy,
  trainingConfig,
  trainingPreset,
  writeAgent,
} from "../ppo/index.js";
import { openWorkspace } from "../report/index.js";
import { number, numbers } from "./options.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";

interface Flags extends Pick<TrainingChanges, "cluster" | "sizes" | "workload" | "steps"> {
  readonly name?: string;
  readonly seed: number;
  readonly config?: string;
  readonly out?: string;
  readonly agents?: string;
  readonly json?: boolean;
}

/** `fleetlab train`. */
export function trainCommand(): Command {
  return new Command("train")
    .description("train an agent on a simulated cluster, or go on with a run that was stopped")
    .argument("[agent]", `whose settings to start from: ${agentNames().join(", ")}`, "ppo-writeup")
    .option("--config <file>", "settings that differ, as JSON; flags win")
    .option("--name <name>", "name to keep the agent under, where its settings differ")
    .option("--cluster <name>", "writeup (the write-up's memoryless simulator) or sim (exact)")
    .option("--sizes <list>", "numbers of containers it learns on", numbers)
    .option("--workload <name>", "a workload of the train split")
    .option("--steps <n>", "environment steps", number)
    .option("--seed <n>", "training seed", number, 1)
    .option(
      "--out <folder>",
      "the run's folder: checkpoint, log, TensorBoard events (default: under build/train)",
    )
    .option("--agents <folder>", "where the trained agent goes (default: build/agents)")
    .option("--json", "print the result as JSON")
    .action(async (agent: string, flags: Flags) => {
      const result = await run(agent, flags);
      if (flags.json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
      else
        process.stdout.write(
          `${result.agent}: ${result.steps} steps, mean episode reward ${result.episodeReward.toFixed(1)}\n${result.file}\n`,
        );
    });
}

async function run(agent: string, flags: Flags) {
  const config = settings(agent, flags);
  if (!Number.isInteger(flags.seed) || flags.seed < 0)
    throw new InputError(`--seed must be a whole number of at least 0, got ${flags.seed}`);
  const build = join(openWorkspace().root, "build");
  const folder = resolve(flags.out ?? runFolder(build, config, flags.seed));
  const bar = progress(`${config.agent} ${config.cluster} ${runName(config, flags.seed)}`);
  try {
    const checkpoint = await train({
      config,
      seed: flags.seed,
      folder,
      signal: stopSignal(),
      onProgress: ({ steps }, total) => bar.update(Math.min(steps, total), total),
    });
    const file = agentFile(resolve(flags.agents ?? join(build, "agents")), config, flags.seed);
    writeAgent(file, trainedPolicy(checkpoint));
    const { steps, collector } = checkpoint.state;
    const rewards = collector.episodeRewards;
    const episodeReward = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
    return {
      agent: config.agent,
      cluster: config.cluster,
      sizes: config.sizes,
      steps,
      episodeReward,
      folder,
      file,
    };
  } finally {
    bar.stop();
  }
}

function settings(
  agent: string,
  { config: file, name, cluster, sizes, workload, steps }: Flags,
): TrainingConfig {
  const preset = trainingPreset(agent);
  const fromFile = file === undefined ? preset : trainingConfig(readJsonFile(resolve(file)), preset, file);
  const given = Object.fromEntries(
    Object.entries({ agent: name, cluster, sizes, workload, steps }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  return trainingConfig(given, fromFile, "flags");
}
