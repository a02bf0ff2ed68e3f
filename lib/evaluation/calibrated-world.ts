import { InputError } from "../check/index.js";
import { type Calibration, calibratedSpec, calibratedWorker } from "../cluster/docker/calibration/index.js";
import { DockerCluster, LocustLoad, requestSchedule } from "../cluster/docker/index.js";
import { type ClusterSpec, clusterCapacity, costReward, type RewardModel } from "../cluster/index.js";
import { controllerByText } from "../control/index.js";
import { type Workload, workloadByName } from "../workload/index.js";
import type { EvaluationConfig } from "./config.js";
import type { EvaluateOptions } from "./evaluate.js";
import { DEFAULT_PRICE, simulatedWorld } from "./simulation.js";
import { trainedAgentFile, trainedController } from "./trained-controllers.js";

export { type Calibration, calibrationOf } from "../cluster/docker/calibration/index.js";

/** Folder of agents that were trained on calibrated containers, in the place of a cluster's name. */
export const CALIBRATED_AGENTS = "calibrated";

/** Control steps by which requests reach beyond an episode: a control loop that missed intervals ends so much later. */
export const SPARE_STEPS = 30;

/** What calibrated containers are opened for. */
export interface CalibratedSetting {
  readonly spec: ClusterSpec;
  readonly workload: Workload;
  /** Control steps of an episode. */
  readonly steps: number;
  readonly reward: RewardModel;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Real containers under Locust, as they were calibrated.
 * @example
 * // needs a container engine, HAProxy and Locust
 * const calibration = evaluation.calibrationOf(JSON.parse(files.readTextFile("standard.json")), "standard.json");
 * const spec = cluster.clusterSpec({ size: 2 });
 * const load = workload.workloadByName("constant-0.5");
 * const real = await evaluation.openCalibrated(calibration, {
 *   spec,
 *   workload: load,
 *   steps: 60,
 *   reward: cluster.costReward(10),
 * });
 * await real.close();
 */
export function openCalibrated(
  calibration: Calibration,
  { spec, workload, steps: asked, reward, signal }: CalibratedSetting,
): Promise<DockerCluster> {
  const steps = asked + SPARE_STEPS;
  return DockerCluster.open({
    spec,
    steps,
    reward,
    signal,
    worker: calibratedWorker(calibration),
    schedule: (seed) => requestSchedule({ spec, workload, seed, steps }),
    loadGenerator: () => LocustLoad.start(spec),
  });
}

/** What differs from one use of calibrated containers to another. */
export interface CalibratedOptions {
  /** Folder of trained agents, as for `simulatedWorld`. */
  readonly agents?: string;
  /** Whether all containers are ready at the start, as where the fleet is to play no part; else half of them. */
  readonly wholeFleet?: boolean;
}

/**
 * What `evaluate` needs beside its configuration, for calibrated containers: on Docker under Locust ("docker"), or in the exact
 * simulator ("sim"). In both worlds as many containers are ready at the start, and the same seed brings the same requests; trained
 * agents are those of `CALIBRATED_AGENTS`.
 *
 * @throws InputError on another cluster, or where the configuration sets a service rate: the calibration holds it.
 * @example
 * // needs a calibration
 * const calibration = evaluation.calibrationOf(JSON.parse(files.readTextFile("standard.json")), "standard.json");
 * const names = { controllers: ["threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * const { rows } = await evaluation.evaluate(evaluation.calibratedWorld(config, calibration));
 * rows.length; // -> 2
 */
export function calibratedWorld(
  config: EvaluationConfig,
  calibration: Calibration,
  { agents = "", wholeFleet = false }: CalibratedOptions = {},
): Pick<
  EvaluateOptions,
  "config" | "modules" | "inputs" | "workload" | "spec" | "openCluster" | "controller"
> {
  if (config.serviceRate !== null)
    throw new InputError(
      `serviceRate is ${config.serviceRate}, but calibration ${calibration.id} holds it: leave it out`,
    );
  if (config.cluster !== "sim" && config.cluster !== "docker")
    throw new InputError(`a calibration is for cluster sim or docker, not for ${config.cluster}`);
  const simulated = simulatedWorld({ ...config, cluster: "sim" }, agents);
  const classes = calibration.spec.containers.length;
  const nodeCapacity = clusterCapacity(calibratedSpec(calibration, classes)) / classes;
  return {
    ...simulated,
    config,
    modules: [__filename],
    inputs: ({ controller: agent, size, trainingSeed }) =>
      Number.isNaN(trainingSeed)
        ? []
        : [trainedAgentFile(agents, { agent, cluster: CALIBRATED_AGENTS, size, trainingSeed })],
    spec: ({ size }) => ({ ...calibratedSpec(calibration, size), ...(wholeFleet && { initialFleet: size }) }),
    workload: (name) => workloadByName(name, { nodeCapacity }),
    controller: ({ controller: agent, size, trainingSeed }) =>
      Number.isNaN(trainingSeed)
        ? controllerByText(agent)
        : trainedController(agents, { agent, cluster: CALIBRATED_AGENTS, size, trainingSeed }),
    ...(config.cluster === "docker" && {
      openCluster: ({ spec, workload, steps }) =>
        openCalibrated(calibration, {
          spec,
          workload,
          steps,
          reward: costReward(config.price ?? DEFAULT_PRICE),
        }),
    }),
  };
}
