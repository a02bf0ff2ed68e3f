import { join, resolve } from "node:path";
import { Command } from "commander";
import { openWorkspace } from "../data/index.js";
import { readJsonFile, withLock } from "../files/index.js";
import {
  agentFile,
  agentNames,
  type Checkpoint,
  runFolder,
  runName,
  summedProgress,
  type TrainingChanges,
  type TrainingConfig,
  trainAll,
  trainedPolicy,
  trainingConfig,
  trainingPreset,
  writeAgent,
} from "../ppo/index.js";
import { mean } from "../statistics/index.js";
import { number, numbers, wholeNumbers } from "./options.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";

interface Flags extends Pick<TrainingChanges, "cluster" | "sizes" | "workload" | "steps"> {
  readonly name?: string;
  readonly seeds?: readonly number[];
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
    .option(
      "--seed, --seeds <list>",
      "training seeds, as in 3 or 1..10: several are trained at once (default: 1)",
      wholeNumbers,
    )
    .option(
      "--out <folder>",
      "the run's folder: checkpoint, log, TensorBoard events (default: under build/train); with several seeds, where each has its own",
    )
    .option("--agents <folder>", "where the trained agent goes (default: build/agents)")
    .option("--json", "print the result as JSON")
    .action(async (agent: string, flags: Flags) => {
      const results = await run(agent, flags);
      const [only] = results;
      if (flags.json)
        process.stdout.write(`${JSON.stringify(results.length === 1 ? only : results, null, 2)}\n`);
      else
        for (const { agent: name, steps, episodeReward, file } of results)
          process.stdout.write(
            `${name}: ${steps} steps, mean episode reward ${episodeReward.toFixed(1)}\n${file}\n`,
          );
    });
}

async function run(agent: string, flags: Flags) {
  const config = settings(agent, flags);
  const seeds = [...new Set(flags.seeds ?? [1])];
  const build = join(openWorkspace().root, "build");
  const runs = seeds.map((seed) => ({ config, seed, folder: folderOf(seed) }));
  const files = seeds.map((seed) => agentFile(resolve(flags.agents ?? join(build, "agents")), config, seed));
  const bar = progress(
    `${config.agent} ${config.cluster} ${runName(config, seeds[0])}${seeds.length > 1 ? "..." : ""}`,
  );
  try {
    return await withLock(files, async () => {
      const checkpoints = await trainAll(runs, {
        signal: stopSignal(),
        onProgress: summedProgress(seeds.length, (done, total) => bar.update(done, total)),
      });
      return checkpoints.map((checkpoint, i) => {
        writeAgent(files[i], trainedPolicy(checkpoint));
        return summary(checkpoint, runs[i].folder, files[i]);
      });
    });
  } finally {
    bar.stop();
  }

  function folderOf(seed: number): string {
    if (flags.out === undefined) return runFolder(build, config, seed);
    return seeds.length === 1 ? resolve(flags.out) : resolve(flags.out, runName(config, seed));
  }
}

function summary({ config, seed, state }: Checkpoint, folder: string, file: string) {
  const { steps, collector } = state;
  const rewards = collector.episodeRewards;
  const episodeReward = mean(rewards);
  const { agent, cluster, sizes } = config;
  return { agent, cluster, sizes, seed, steps, episodeReward, folder, file };
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
