import { requireInteger, requireNonNegative } from "../../../check/index.js";
import type { ClusterSpec } from "../../contract.js";

/** The HTTP service that runs in the workers' containers. */
export interface WorkerService {
  /** Image; left out: the worker that comes with this library. */
  readonly image?: string;
  /** Port it listens on in its container. */
  readonly port: number;
  /** Path that answers below 400 once it serves. */
  readonly readinessPath: string;
  /** Path that the load's requests go to. */
  readonly requestPath: string;
  /** Environment variables. */
  readonly environment: Readonly<Record<string, string>>;
  /** Folders it writes to, in memory: the rest of its root is read-only. */
  readonly writable: readonly string[];
  /** Seconds after its start before which the library's own worker doesn't serve, in place of a service that is as slow to start. */
  readonly coldStart?: number;
}

/** The worker that comes with this library: burns an exponential CPU demand a request, first come first served. */
export const OWN_WORKER: WorkerService = Object.freeze({
  port: 8080,
  readinessPath: "/healthz",
  requestPath: "/",
  environment: {},
  writable: [],
});

/** A service with the fields left out taken from the library's own worker. @throws RangeError on a senseless port or path. */
export function workerService(given: Partial<WorkerService> = {}): WorkerService {
  const service = { ...OWN_WORKER, ...given };
  requireInteger("worker.port", service.port, 1, 65535);
  for (const name of ["readinessPath", "requestPath"] as const)
    if (!service[name].startsWith("/"))
      throw new RangeError(`worker.${name} must begin with /, got ${JSON.stringify(service[name])}`);
  if (service.coldStart !== undefined) requireNonNegative("worker.coldStart", service.coldStart);
  return service;
}

/**
 * Environment of worker `index` as the engine takes it. The library's own worker learns its queue limit and its mean
 * demand, cpuShare / serviceRate CPU seconds: busy without a break it then serves `serviceRate` requests/s.
 */
export function workerEnvironment(service: WorkerService, spec: ClusterSpec, index: number): string[] {
  const { cpuShare, serviceRate, meanDemand = cpuShare / serviceRate } = spec.containers[index];
  const own =
    service.image === undefined
      ? {
          PORT: service.port,
          QUEUE_LIMIT: spec.queueLimit,
          MEAN_DEMAND: meanDemand,
          ...(service.coldStart !== undefined && service.coldStart > 0 && { COLD_START: service.coldStart }),
        }
      : {};
  return Object.entries({ ...own, ...service.environment }).map(([name, value]) => `${name}=${value}`);
}
