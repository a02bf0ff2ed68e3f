import { InputError } from "../check/index.js";
import {
  type Cluster,
  type ClusterSpec,
  clusterSpec,
  costReward,
  SimulatedCluster,
  STANDARD_CONTAINER,
  WRITEUP_USERS_PER_NODE,
  WriteupCluster,
  writeupSpec,
} from "../cluster/index.js";
import { controllerByText, leastQueue } from "../control/index.js";
import { type Workload, workloadByName } from "../workload/index.js";
import type { EvaluationConfig } from "./config.js";
import type { EvaluateOptions } from "./evaluate.js";
import { trainedAgentFile, trainedController } from "./trained-controllers.js";

/** Container-seconds an SLA violation is worth where nothing else is said. */
export const DEFAULT_PRICE = 10;

/** One of the worlds that run in this process: how its clusters, specs and workloads are made. */
export interface Simulation {
  spec(size: number): ClusterSpec;
  workload(name: string): Workload;
  open(setting: { spec: ClusterSpec; workload: Workload; steps: number; price: number | null }): Cluster;
}

/** How the world of a name is made, for containers of the given service rate in requests/s. */
type World = (serviceRate: number | null) => Simulation;

const exact: World = (serviceRate) => {
  const container = { ...STANDARD_CONTAINER, ...(serviceRate !== null && { serviceRate }) };
  return {
    spec: (size) => clusterSpec({ containers: Array.from({ length: size }, () => container) }),
    workload: (name) => workloadByName(name, { nodeCapacity: container.serviceRate }),
    open({ spec, workload, steps, price }) {
      const reference = leastQueue.create({});
      return new SimulatedCluster({
        spec,
        workload,
        steps,
        reward: costReward(price ?? DEFAULT_PRICE),
        referenceRouter: (observation, weights) => reference.route(observation, weights),
      });
    },
  };
};

const writeup: World = (serviceRate) => ({
  spec: (size) => writeupSpec({ size, ...(serviceRate !== null && { serviceRate }) }),
  workload: (name) => workloadByName(name, { nodeCapacity: WRITEUP_USERS_PER_NODE }),
  open: ({ spec, workload, steps }) => new WriteupCluster({ spec, workload, steps }),
});

const WORLDS: Readonly<Record<string, World>> = Object.freeze({ sim: exact, writeup });

/**
 * The simulated world of that name: "sim" (exact) or "writeup" (the write-up's).
 * @param serviceRate requests/s a container serves; null for the world's own.
 * @throws InputError on another name.
 * @example
 * evaluation.simulationByName("sim").spec(5).containers.length; // -> 5
 * evaluation.simulationByName("ship"); // throws InputError: no cluster is called "ship"; known: sim, writeup
 */
export function simulationByName(name: string, serviceRate: number | null = null): Simulation {
  const world = Object.hasOwn(WORLDS, name) ? WORLDS[name] : undefined;
  if (world === undefined)
    throw new InputError(
      `no cluster is called ${JSON.stringify(name)}; known: ${Object.keys(WORLDS).join(", ")}`,
    );
  return world(serviceRate);
}

/**
 * What `evaluate` needs beside its configuration, for rules and trained agents on the simulated world that it names.
 * @param agents folder of trained agents (see `agentFile`); only a configuration with training seeds reads it.
 * @example
 * const names = { controllers: ["threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * evaluation.simulatedWorld(config).workload("constant-0.6").family; // -> "constant"
 */
export function simulatedWorld(
  config: EvaluationConfig,
  agents = "",
): Pick<
  EvaluateOptions,
  "config" | "modules" | "inputs" | "workload" | "spec" | "openCluster" | "controller"
> {
  const simulation = simulationByName(config.cluster, config.serviceRate);
  return {
    config,
    modules: [__filename],
    inputs: ({ controller: agent, size, trainingSeed }) =>
      Number.isNaN(trainingSeed)
        ? []
        : [trainedAgentFile(agents, { agent, cluster: config.cluster, size, trainingSeed })],
    workload: (name) => simulation.workload(name),
    spec: ({ size }) => simulation.spec(size),
    openCluster: ({ spec, workload, steps }) =>
      simulation.open({ spec, workload, steps, price: config.price }),
    controller: ({ controller, size, trainingSeed }) =>
      Number.isNaN(trainingSeed)
        ? controllerByText(controller)
        : trainedController(agents, { agent: controller, cluster: config.cluster, size, trainingSeed }),
  };
}
