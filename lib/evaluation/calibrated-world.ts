import { InputError } from "../check/index.js";
import { type Calibration, calibratedSpec, calibratedWorker } from "../cluster/docker/calibration/index.js";
import { DockerCluster, LocustLoad, requestSchedule } from "../cluster/docker/index.js";
import { costReward } from "../cluster/index.js";
import { workloadByName } from "../workload/index.js";
import { RESULT_SOURCES } from "./code-hash.js";
import type { EvaluationConfig } from "./config.js";
import type { EvaluateOptions } from "./evaluate.js";
import { DEFAULT_PRICE, simulatedWorld } from "./simulation.js";

/** Control steps by which requests reach beyond an episode: a control loop that missed an interval ends later. */
const SPARE_STEPS = 10;

/**
 * What `evaluate` needs beside its configuration, for calibrated containers: on Docker under Locust ("docker"), or in the exact
 * simulator ("sim"). In both worlds the whole fleet is ready at the start, and the same seed brings the same requests.
 *
 * @param agents folder of trained agents, as for `simulatedWorld`.
 * @throws InputError on another cluster, or where the configuration sets a service rate: the calibration holds it.
 */
export function calibratedWorld(
  config: EvaluationConfig,
  calibration: Calibration,
  agents = "",
): Pick<EvaluateOptions, "config" | "workload" | "spec" | "openCluster" | "controller" | "codeFolders"> {
  if (config.serviceRate !== null)
    throw new InputError(
      `serviceRate is ${config.serviceRate}, but calibration ${calibration.id} holds it: leave it out`,
    );
  if (config.cluster !== "sim" && config.cluster !== "docker")
    throw new InputError(`a calibration is for cluster sim or docker, not for ${config.cluster}`);
  const simulated = simulatedWorld({ ...config, cluster: "sim" }, agents);
  const rates = calibration.spec.containers.map((container) => container.serviceRate);
  const nodeCapacity = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  return {
    ...simulated,
    config,
    spec: ({ size }) => ({ ...calibratedSpec(calibration, size), initialFleet: size }),
    workload: (name) => workloadByName(name, { nodeCapacity }),
    ...(config.cluster === "docker" && {
      codeFolders: [...RESULT_SOURCES, "cluster/docker"],
      openCluster: ({ spec, workload, steps: asked }) => {
        const steps = asked + SPARE_STEPS;
        return DockerCluster.open({
          spec,
          steps,
          reward: costReward(config.price ?? DEFAULT_PRICE),
          worker: calibratedWorker(calibration),
          schedule: (seed) => requestSchedule({ spec, workload, seed, steps }),
          loadGenerator: () => LocustLoad.start(spec),
        });
      },
    }),
  };
}
