import { InputError } from "../check/index.js";
import {
  type Cluster,
  type ClusterSpec,
  clusterSpec,
  costReward,
  SimulatedCluster,
  STANDARD_CONTAINER,
  WriteupCluster,
  writeupSpec,
} from "../cluster/index.js";

import { leastQueue } from "../control/index.js";
import { type Workload, workloadByName } from "../workload/index.js";

/** Container-seconds an SLA violation is worth where nothing else is said. */
export const DEFAULT_PRICE = 10;

/** One of the worlds that run in this process: how its clusters, specs and workloads are made. */
export interface Simulation {
  spec(size: number): ClusterSpec;
  workload(name: string): Workload;
  open(setting: { spec: ClusterSpec; workload: Workload; steps: number; price: number | null }): Cluster;
}

const exact: Simulation = {
  spec: (size) => clusterSpec({ size }),
  workload: (name) => workloadByName(name, { nodeCapacity: STANDARD_CONTAINER.serviceRate }),
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

const writeup: Simulation = {
  spec: (size) => writeupSpec({ size }),
  workload: (name) => workloadByName(name, { nodeCapacity: 10 }),
  open: ({ spec, workload, steps }) => new WriteupCluster({ spec, workload, steps }),
};

const SIMULATIONS: Readonly<Record<string, Simulation>> = Object.freeze({ sim: exact, writeup });

/** The simulated world of that name: "sim" (exact) or "writeup" (the write-up's). @throws InputError on another name. */
export function simulationByName(name: string): Simulation {
  const simulation = Object.hasOwn(SIMULATIONS, name) ? SIMULATIONS[name] : undefined;
  if (simulation === undefined)
    throw new InputError(
      `no cluster is called ${JSON.stringify(name)}; known: ${Object.keys(SIMULATIONS).join(", ")}`,
    );
  return simulation;
}
