import { join, resolve } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import type { OwnTermName } from "../cluster/index.js";
import { openWorkspace } from "../data/index.js";
import { readJsonFile, withLock, withSources } from "../files/index.js";
import {
  agentFile,
  agentNames,
  type Checkpoint,
  furtherConfig,
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
import { type ClusterFileFlags, clusterFileOption, describedCluster } from "./cluster-file-option.js";
import { number, numbers, wholeNumbers } from "./options.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";
import { TRACE_HELP, tellTraces } from "./traces.js";
import { type UseFlags, useFiles, useOption } from "./use-option.js";

interface Flags
  extends UseFlags,
    ClusterFileFlags,
    Pick<TrainingChanges, "cluster" | "sizes" | "workload" | "steps"> {
  readonly name?: string;
  readonly seeds?: readonly number[];
  readonly config?: string;
  readonly from?: string;
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
    .addOption(useOption())
    .option(
      "--from <folder>",
      "train a finished run further: its folder under build/train, whose settings and policy are the start; needs --name",
    )
    .option("--name <name>", "name to keep the agent under, where its settings differ")
    .option("--cluster <name>", "writeup (the write-up's memoryless simulator) or sim (exact)")
    .addOption(clusterFileOption())
    .option(
      "--sizes <list>",
      "numbers of containers it learns on (default: those of --cluster-file)",
      numbers,
    )
    .option("--workload <name>", "a workload of the train split, or trace:FILE for a trace of your own")
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
    .addHelpText("after", `\n${TRACE_HELP}`)
    .action(async (agent: string, flags: Flags) => {
      const results = await run(agent, flags);
      const [only] = results;
      if (flags.json)
        process.stdout.write(`${JSON.stringify(results.length === 1 ? only : results, null, 2)}\n`);
      else
        for (const { agent: name, steps, episodeReward, file } of results)
          process.stdout.write(`${name}: ${steps} steps, ${rewardText(episodeReward)}\n${file}\n`);
    });
}

async function run(agent: string, flags: Flags) {
  const config = await settings(agent, flags);
  const { clusterName = config.cluster } = describedCluster(flags)?.described ?? {};
  const identity = { ...config, cluster: clusterName };
  const seeds = [...new Set(flags.seeds ?? [1])];
  const build = join(openWorkspace().root, "build");
  const from = flags.from === undefined ? undefined : resolve(flags.from);
  const runs = seeds.map((seed) => ({ config, seed, folder: folderOf(seed), from }));
  const files = seeds.map((seed) =>
    agentFile(resolve(flags.agents ?? join(build, "agents")), identity, seed),
  );
  const bar = progress(
    `${config.agent} ${clusterName} ${runName(config, seeds[0])}${seeds.length > 1 ? "..." : ""}`,
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
    if (flags.out === undefined) return runFolder(build, identity, seed);
    return seeds.length === 1 ? resolve(flags.out) : resolve(flags.out, runName(config, seed));
  }
}

function summary({ config, seed, state }: Checkpoint, folder: string, file: string) {
  const { steps, collector } = state;
  const rewards = collector.episodeRewards;
  const episodeReward = mean(rewards);
  const { agent, cluster, sizes, reward } = config;
  return { agent, cluster, sizes, reward, seed, steps, episodeReward, folder, file };
}

function rewardText(episodeReward: number): string {
  if (Number.isNaN(episodeReward)) return "no episode came to its end";
  return `mean episode reward ${episodeReward.toFixed(1)}`;
}

async function settings(agent: string, flags: Flags): Promise<TrainingConfig> {
  const defined = await useFiles(flags);
  const { config: file, name, cluster, sizes, workload, steps } = flags;
  const preset = flags.from === undefined ? trainingPreset(agent) : startOf(flags.from, name);
  const fromFile = file === undefined ? preset : trainingConfig(readJsonFile(resolve(file)), preset, file);
  const own = describedCluster(flags);
  const described = own && { cluster: "sim", spec: own.described.spec, sizes: [own.described.size] };
  const given = Object.fromEntries(
    Object.entries({ agent: name, cluster, sizes, workload, steps }).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const sources = withSources([...(fromFile.sources ?? []), ...(own ? [own.source] : [])]);
  const config = trainingConfig({ ...described, ...given, ...sources }, fromFile, "flags");
  tellTraces([config.workload]);
  const { own: used = [] } = config.reward as { readonly own?: readonly OwnTermName[] };
  const isUsed = ({ name, hash }: OwnTermName) =>
    used.some((term) => term.name === name && term.hash === hash);
  const terms = defined.filter(({ kind }) => kind === "term");
  if (terms.length > 0 && !terms.some(isUsed)) {
    const [{ name: term }] = terms;
    throw new InputError(
      `--use: term ${JSON.stringify(term)} is in no reward: name it in the file of --config, as {"reward": {"own": ["${term}"], "weights": {"${term}": 1}}}`,
    );
  }
  return config;
}

/** Settings of the run to begin from, under another name: its own agent keeps its. */
function startOf(from: string, name: string | undefined): TrainingConfig {
  if (name === undefined)
    throw new InputError("--from needs --name: the agent that it begins from keeps its own");
  return furtherConfig(resolve(from), { agent: name });
}
