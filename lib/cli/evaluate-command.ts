import { existsSync, readdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import { ALL_WORLDS } from "../cluster/docker/index.js";
import { DEFAULT_PRICE, worldByName } from "../cluster/index.js";
import { controllerNames, isRule, routerFamilies } from "../control/index.js";
import { openWorkspace } from "../data/index.js";
import {
  AGENTS_FOLDER,
  type AgentSearch,
  agentClusterFolder,
  type ControllerChoice,
  type EvaluationConfig,
  evaluate,
  evaluationConfig,
  evaluationWorld,
  type ResultRow,
  trainingSeedsOf,
} from "../evaluation/index.js";
import { readJsonFile, withSources } from "../files/index.js";
import { type Split, workloadNames } from "../workload/index.js";
import {
  type ClusterFileFlags,
  clusterFileOption,
  describedCluster,
  type OtherClusterFlags,
  otherClusterOption,
} from "./cluster-file-option.js";
import { evaluationSummary } from "./evaluation-summary.js";
import { list, number, numbers } from "./options.js";
import { progress } from "./progress.js";
import { givenService, type ServiceFlags, saysService, withServiceOptions } from "./service-options.js";
import { stopSignal } from "./stop-signal.js";
import { TRACE_HELP, tellTraces } from "./traces.js";
import { type UseFlags, useFiles, useOption } from "./use-option.js";
import { requireServiceUse } from "./worlds.js";

const DEFAULTS = {
  cluster: "sim",
  controllers: ["threshold", "pid", "square-root"],
  sizes: [5],
  workloads: workloadNames("dev"),
  runs: 3,
  steps: 300,
  seed: 1,
  price: DEFAULT_PRICE,
};

/** Flags that are settings of the evaluation. */
const SETTINGS = [
  "cluster",
  "controllers",
  "sizes",
  "workloads",
  "runs",
  "steps",
  "seed",
  "serviceRate",
  "price",
] as const;

interface Flags
  extends Partial<Omit<EvaluationConfig, "sources">>,
    UseFlags,
    ClusterFileFlags,
    OtherClusterFlags,
    ServiceFlags {
  readonly config?: string;
  readonly agents?: string;
  readonly trainedOn?: string;
  readonly trainingSeeds?: number[];
  readonly out?: string;
  readonly records?: string;
  readonly baseline?: string;
  readonly json?: boolean;
}

/** `fleetlab evaluate`. */
export function evaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("run controllers on a cluster, paired by seeds, and tell their metrics")
    .option("--controllers <names>", `rules, each with +router, +pick and :parameter=value (${help()})`, list)
    .addOption(useOption())
    .option(
      "--cluster <name>",
      "sim (exact), writeup (the write-up's memoryless simulator) or docker (real containers; needs --cluster-file)",
    )
    .addOption(clusterFileOption())
    .option("--sizes <list>", "numbers of containers (default: 5, or those of --cluster-file)", numbers)
    .option(
      "--workloads <names>",
      "workload names; train, dev, test for a whole split; trace:FILE for a trace of your own",
      list,
    )
    .option("--runs <n>", "runs a controller, size and workload", number)
    .option("--steps <n>", "control steps a run", number)
    .option("--seed <n>", "base seed", number)
    .option("--service-rate <n>", "requests/s a container serves, where not the cluster's own", number)
    .option("--price <s>", "container-seconds one SLA violation is worth", number)
    .option("--config <file>", "the same settings as JSON; flags win")
    .option("--agents <folder>", "where trained agents lie (default: data/agents)")
    .option(
      "--trained-on <name>",
      "the cluster whose agents play: its folder (default: one like this cluster)",
    )
    .addOption(otherClusterOption())
    .option("--training-seeds <list>", "which of a trained agent's training runs (default: all)", numbers)
    .option("--out <file>", "CSV to add results to; runs it holds already are skipped")
    .option("--records <folder>", "keep each run's step records there (gzip CSV)")
    .option("--baseline <name>", "the controller that differences are taken from (default: the first)")
    .option("--json", "print the results as JSON, a row a run")
    .addHelpText("after", `\nWorkloads: ${workloadNames().join(", ")}\n\n${TRACE_HELP}`)
    .action(async (flags: Flags) => {
      const { rows, baseline } = await run(flags);
      if (flags.json) process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
      else process.stdout.write(evaluationSummary(rows, baseline));
    });
  return withServiceOptions(command);
}

function help(): string {
  const routers = routerFamilies.map((family) => `+${family.name}`).join(" ");
  return `${controllerNames().join(", ")}; ${routers}`;
}

/** The evaluation's rows, and the controller that others are compared with. */
async function run(
  flags: Flags,
): Promise<{ readonly rows: readonly ResultRow[]; readonly baseline: string }> {
  await useFiles(flags);
  const { config: configFile, out, records, agents: folder, trainedOn, otherCluster } = flags;
  const cluster = describedCluster(flags);
  const given = Object.fromEntries(
    SETTINGS.flatMap((name) => (flags[name] === undefined ? [] : [[name, flags[name]]])),
  );
  const defaults = cluster === undefined ? DEFAULTS : { ...DEFAULTS, sizes: [cluster.described.size] };
  const fromFile = configFile === undefined ? {} : readJsonFile(resolve(configFile));
  const isSettings = typeof fromFile === "object" && fromFile !== null && !Array.isArray(fromFile);
  const checked = evaluationConfig(
    isSettings ? { ...defaults, ...fromFile, ...given } : fromFile,
    configFile ?? "flags",
  );
  tellTraces(checked.workloads);
  // Rules need no workspace.
  const agents =
    folder ?? (checked.controllers.every(isRuleChoice) ? "" : join(openWorkspace().dataDir, AGENTS_FOLDER));
  const service = saysService(flags) ? givenService(flags, cluster?.described ?? {}) : {};
  const settings = { ...cluster?.described, ...service };
  const world = worldByName(checked.cluster, { ...settings, serviceRate: checked.serviceRate }, ALL_WORLDS);
  if (saysService(flags)) requireServiceUse(world);
  const search = { folder: agents, world, sizes: checked.sizes, trainedOn, otherCluster };
  const config = {
    ...checked,
    ...withSources([...(checked.sources ?? []), ...(cluster === undefined ? [] : [cluster.source])]),
    workloads: checked.workloads.flatMap(expandSplit),
    controllers: checked.controllers.map((choice) => withSeeds(choice, search, flags.trainingSeeds)),
  };
  const baseline = baselineOf(config.controllers, flags.baseline);
  const bar = progress("evaluate");
  try {
    const { rows } = await evaluate({
      ...evaluationWorld(config, { ...settings, agents, trainedOn, otherCluster, worlds: ALL_WORLDS }),
      file: out === undefined ? undefined : resolve(out),
      recordsFolder: records === undefined ? undefined : resolve(records),
      signal: stopSignal(),
      onProgress: ({ done, total }) => bar.update(done, total),
    });
    return { rows, baseline };
  } finally {
    bar.stop();
  }
}

/** A name that isn't a rule's is a trained agent's, with all of its training runs unless some are named. */
function withSeeds(
  choice: ControllerChoice,
  search: Omit<AgentSearch, "agent">,
  seeds: readonly number[] | undefined,
): ControllerChoice {
  if (typeof choice !== "string" || isRule(choice)) return choice;
  const cluster = agentClusterFolder({ ...search, agent: choice });
  const trainingSeeds = seeds ?? trainingSeedsOf(search.folder, choice, cluster);
  if (trainingSeeds.length === 0) throw neitherRuleNorAgent(choice, search.folder);
  return { name: choice, trainingSeeds };
}

/** What is wrong with a name that is no rule's and no agent's: the rules that there are, and the agents under the folder. */
function neitherRuleNorAgent(choice: string, folder: string): InputError {
  const rules = `unknown rule ${JSON.stringify(choice)}; known: ${controllerNames().join(", ")}`;
  if (!existsSync(folder))
    return new InputError(`controller ${rules}; nor is it an agent: there is no folder ${folder} (--agents)`);
  const agents = readdirSync(folder).sort();
  return new InputError(
    `controller ${rules}; nor is it an agent under ${folder} (--agents), which holds ${agents.join(", ") || "nothing"}`,
  );
}

function isRuleChoice(choice: ControllerChoice): boolean {
  return typeof choice === "string" && isRule(choice);
}

function baselineOf(choices: readonly ControllerChoice[], wanted: string | undefined): string {
  const names = choices.map((choice) => (typeof choice === "string" ? choice : choice.name));
  if (wanted !== undefined && !names.includes(wanted))
    throw new InputError(
      `--baseline is none of the controllers: ${JSON.stringify(wanted)}; given: ${names.join(", ")}`,
    );
  return wanted ?? names[0];
}

function expandSplit(name: string): readonly string[] {
  return name === "train" || name === "dev" || name === "test" ? workloadNames(name as Split) : [name];
}
