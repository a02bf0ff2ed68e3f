import {
  type Cluster,
  type ClusterSetting,
  type ClusterSpec,
  DEFAULT_PRICE,
  dispatchedSpec,
  type World,
  type WorldSettings,
  type WorldTable,
  worldByName,
} from "../cluster/index.js";
import { type Controller, controllerByText, controllerSources, leastQueue } from "../control/index.js";
import { workloadSources } from "../workload/index.js";
import { agentClusterFolder, type OtherCluster, requireOwnCluster } from "./agent-cluster.js";
import type { EvaluationCell, EvaluationConfig } from "./config.js";
import type { EvaluateOptions } from "./evaluate.js";
import { trainedAgentFile, trainedController } from "./trained-controllers.js";

/** What an evaluated cluster is opened for. */
export type EvaluatedSetting = Omit<ClusterSetting, "reward" | "referenceRouter"> & {
  /** Container-seconds that an SLA violation is worth; default: `DEFAULT_PRICE`. */
  readonly price?: number | undefined;
};

/**
 * A cluster of a world as results are measured on: with the world's own reward, and the routing loss against least-queue weights
 * where the world can tell it.
 * @example
 * const world = cluster.worldByName("sim");
 * const [spec, load] = [world.spec(5), world.workload("constant-0.6")];
 * const opened = await evaluation.openEvaluated(world, { spec, workload: load, steps: 60 });
 * opened.kind; // -> "sim"
 */
export async function openEvaluated(world: World, setting: EvaluatedSetting): Promise<Cluster> {
  const { price = DEFAULT_PRICE, ...rest } = setting;
  const reference = leastQueue.create({});
  return world.open({
    ...rest,
    reward: world.reward(price),
    referenceRouter: (observation, weights) => reference.route(observation, weights),
  });
}

/**
 * The spec of a cell's cluster: the world's, with the dispatch that the cell's rule names.
 * @example
 * const cell = { controller: "threshold", size: 5, trainingSeed: NaN };
 * evaluation.cellSpec(cluster.worldByName("sim"), cell).containers.length; // -> 5
 */
export function cellSpec(
  world: World,
  cell: Pick<EvaluationCell, "controller" | "size" | "trainingSeed">,
): ClusterSpec {
  return dispatchedSpec(world.spec(cell.size), isRule(cell) ? controllerByText(cell.controller) : {});
}

function isRule({ trainingSeed }: Pick<EvaluationCell, "trainingSeed">): boolean {
  return Number.isNaN(trainingSeed);
}

/** What an evaluation's world is made of beside its configuration. */
export interface EvaluationWorldOptions extends Omit<WorldSettings, "serviceRate"> {
  /** Folder of trained agents (see `agentFile`); only a configuration with training seeds reads it. */
  readonly agents?: string | undefined;
  /** Folder of the cluster that agents were trained on (`agentClusterFolder`); default: whichever fits. */
  readonly trainedOn?: string | undefined;
  /** Whether agents may play on another cluster than the one that they were trained on; default: "refuse". */
  readonly otherCluster?: OtherCluster | undefined;
  /** Worlds that there are; default: those of simulated time. */
  readonly worlds?: WorldTable | undefined;
}

/**
 * What `evaluate` needs beside its configuration, for rules and trained agents on the world that it names. In all worlds as many
 * containers are ready at the start, and the same seed brings the same requests.
 * @throws InputError on another world, or settings that it doesn't take; where cells are looked at, on an agent that was trained on
 * another cluster.
 * @example
 * const names = { controllers: ["threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * evaluation.evaluationWorld(config).workload("constant-0.6").family; // -> "constant"
 */
export function evaluationWorld(
  config: EvaluationConfig,
  { agents = "", trainedOn, otherCluster, worlds, ...settings }: EvaluationWorldOptions = {},
): Pick<
  EvaluateOptions,
  "config" | "modules" | "inputs" | "sources" | "workload" | "spec" | "openCluster" | "controller"
> {
  const world = worldByName(config.cluster, { ...settings, serviceRate: config.serviceRate }, worlds);
  const some = [
    ...controllerSources(config.controllers.filter((choice) => typeof choice === "string")),
    ...workloadSources(config.workloads),
  ];
  // What all cells depend on: the cluster's file.
  const shared = (config.sources ?? []).filter(({ name }) => !some.some((one) => one.name === name));
  const folders = new Map<string, string>();
  const folderOf = (agent: string) => {
    const search = { folder: agents, agent, world, sizes: config.sizes, trainedOn, otherCluster };
    const known = folders.get(agent) ?? agentClusterFolder(search);
    folders.set(agent, known);
    return known;
  };
  const request = ({ controller: agent, size, trainingSeed }: EvaluationCell) => ({
    agent,
    cluster: folderOf(agent),
    size,
    trainingSeed,
  });
  const checked = new Set<string>();
  const agentOf = (cell: EvaluationCell) => {
    const file = trainedAgentFile(agents, request(cell));
    const key = `${file} ${cell.size}`;
    if (!checked.has(key)) requireOwnCluster(file, { world, size: cell.size, otherCluster });
    checked.add(key);
    return file;
  };
  const controllers = new Map<string, Controller>();
  const controllerOf = (cell: EvaluationCell): Controller => {
    if (isRule(cell)) return controllerByText(cell.controller);
    const key = `${cell.controller} ${agentOf(cell)}`;
    const agent = controllers.get(key) ?? trainedController(agents, request(cell));
    controllers.set(key, agent);
    return agent;
  };
  return {
    config,
    modules: [__filename, ...world.modules],
    inputs: (cell) => (isRule(cell) ? [] : [agentOf(cell)]),
    sources: (cell) => [
      ...shared,
      ...controllerSources(isRule(cell) ? [cell.controller] : []),
      ...workloadSources([cell.workload]),
    ],
    workload: (name) => world.workload(name),
    spec: (cell) => dispatchedSpec(world.spec(cell.size), controllerOf(cell)),
    openCluster: ({ spec, workload, steps }) =>
      openEvaluated(world, { spec, workload, steps, price: config.price ?? undefined }),
    controller: controllerOf,
  };
}
