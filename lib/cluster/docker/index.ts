/** The cluster of real containers: the contract on Docker and HAProxy. Loading this loads no Docker client yet. */

export { type Calibration, calibratedSpec, calibrationOf } from "./calibration/index.js";
export { checkDispatch, type DispatchCheck, type DispatchReport } from "./check/dispatch.js";
export { checkLifecycle, type LifecycleReport } from "./check/lifecycle.js";
export { checkRouting, type Quantiles, type RoutingCheck, type RoutingReport } from "./check/routing.js";
export { checkScaling, type ScalingCheck, type ScalingReport } from "./check/scaling.js";
export type { SoftwareVersions, StepConditions } from "./conditions.js";
export { DockerCluster } from "./docker-cluster.js";
export type { DockerOptions } from "./docker-options.js";
export { Engine } from "./engine/engine.js";
export type { Ownership } from "./engine/labels.js";
export { listRuns, type Run, type RunContainer, removeRun, sweepDeadRuns } from "./engine/runs.js";
export { cpuLimit } from "./fleet/limits.js";
export type { WorkerService } from "./fleet/worker-service.js";
export * from "./load/index.js";
export { bringUpCluster, type ServingCluster, type ServingOptions } from "./serving.js";
export { ALL_WORLDS, SPARE_STEPS } from "./world.js";
