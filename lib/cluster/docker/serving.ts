import { requireInteger } from "../../check/index.js";
import type { ClusterSpec } from "../contract.js";
import { checkSpec } from "../spec.js";
import { monotonicSeconds } from "./clock.js";
import type { Engine } from "./engine/engine.js";
import { FleetControl } from "./fleet/fleet-control.js";
import { type WorkerService, workerService } from "./fleet/worker-service.js";
import { ContainerRun } from "./run.js";

/** What a cluster that only serves is made from. */
export interface ServingOptions {
  readonly spec: ClusterSpec;
  /** Containers to make ready, the first ones of the spec. */
  readonly ready: number;
  readonly worker?: Partial<WorkerService>;
  /** Port on 127.0.0.1; 0: any free one. */
  readonly port: number;
  /** The containers outlive this program, until they are taken down. */
  readonly detached: boolean;
  /** Seconds a container may take from start to ready; default 60. */
  readonly readyPatience?: number;
  readonly signal: AbortSignal;
}

/** A cluster with a fixed fleet, at which any load generator can be pointed. */
export interface ServingCluster {
  readonly run: string;
  readonly port: number;
  /** Seconds that making the containers, and making them ready, took. */
  readonly makingTime: number;
  readonly startingTime: number;
  /** Aborted when something of it ends by itself. */
  readonly died: AbortSignal;
  /** Lets go of it without removing it. */
  leave(): void;
  close(): Promise<void>;
}

/**
 * Brings a cluster up with its first `ready` containers serving at equal weights.
 * @throws InputError, with nothing left behind, where it can't be had; the signal's reason when it is aborted.
 */
export async function bringUpCluster(engine: Engine, options: ServingOptions): Promise<ServingCluster> {
  checkSpec(options.spec);
  requireInteger("ready", options.ready, 1, options.spec.containers.length);
  const begun = monotonicSeconds();
  const run = await ContainerRun.open(engine, { ...options, service: workerService(options.worker) });
  const made = monotonicSeconds();
  const fleet = new FleetControl(run, options.readyPatience ?? 60);
  try {
    await fleet.settle(options.ready, options.signal);
  } catch (error) {
    await fleet.finish();
    await run.close();
    throw error;
  }
  return {
    run: run.id,
    port: run.port,
    makingTime: made - begun,
    startingTime: monotonicSeconds() - made,
    died: run.died,
    leave: () => run.leave(),
    close: () => run.close(),
  };
}
