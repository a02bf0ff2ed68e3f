import type { ClusterSpec } from "../contract.js";
import type { RewardModel } from "../reward.js";
import type { WorkerService } from "./fleet/worker-service.js";
import type { LoadGenerator, RequestSchedule } from "./load/contract.js";
import type { OpenMeter } from "./observe/resource-meter.js";

/** How to build a cluster of real containers. */
export interface DockerOptions {
  readonly spec: ClusterSpec;
  /** Control steps in an episode; the last one is truncated, or the first that ends after the schedule. */
  readonly steps: number;
  /** The requests of the episode with this seed. */
  schedule(seed: number): RequestSchedule;
  /** Makes the load generator; the cluster closes it. */
  loadGenerator(): LoadGenerator | Promise<LoadGenerator>;
  /** Default: the cost reward at `DEFAULT_PRICE`. */
  readonly reward?: RewardModel;
  /** What runs in the workers' containers; default: the worker that comes with this library. */
  readonly worker?: Partial<WorkerService>;
  /** Port on 127.0.0.1 where requests go in; default 0: any free one. */
  readonly port?: number;
  /** Seconds a container may take from start to ready; default 60. */
  readonly readyPatience?: number;
  /** Seconds that answers due at an episode's end are waited for; default 60. */
  readonly endPatience?: number;
  /** The engine's socket; default: what DOCKER_HOST names, else the system's. */
  readonly engineSocket?: string;
  /** Seconds the engine may take for an answer before it counts as hung; default 60. */
  readonly enginePatience?: number;
  /** How use of CPU and memory is read; default: from cgroup files where the engine is local, else the engine's statistics. */
  readonly openMeter?: OpenMeter;
  /** Aborted, it ends the run, whatever is waited for: opening, reset or a step throw its reason once everything is removed. */
  readonly signal?: AbortSignal | undefined;
}
