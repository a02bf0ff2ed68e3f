import { existsSync } from "node:fs";
import type { ClusterSpec } from "../../contract.js";
import { monotonicSeconds } from "../clock.js";
import type { Engine } from "../engine/engine.js";
import { runFolder } from "../engine/run-folder.js";
import { listRuns } from "../engine/runs.js";
import { bringUpCluster } from "../serving.js";

/** How long a cluster takes to come up and go, and what is left of it. Times in s. */
export interface LifecycleReport {
  readonly containers: number;
  /** From nothing to all containers made and the proxy running. */
  readonly makingTime: number;
  /** From there to all workers ready, started at once. */
  readonly startingTime: number;
  /** From the order to remove it until the engine holds nothing of it. */
  readonly removingTime: number;
  /** Containers, networks and folders that bear its id afterwards. */
  readonly left: number;
}

/** Brings a cluster up with all of its containers ready and takes it down again. */
export async function checkLifecycle(
  engine: Engine,
  spec: ClusterSpec,
  signal: AbortSignal,
): Promise<LifecycleReport> {
  const containers = spec.containers.length;
  const cluster = await bringUpCluster(engine, {
    spec,
    ready: containers,
    port: 0,
    detached: false,
    signal,
  });
  const begun = monotonicSeconds();
  await cluster.close();
  const removingTime = monotonicSeconds() - begun;
  const run = (await listRuns(engine)).find(({ id }) => id === cluster.run);
  const folders = existsSync(runFolder(cluster.run)) ? 1 : 0;
  const left = folders + (run === undefined ? 0 : run.containers.length + run.networks.length);
  const { makingTime, startingTime } = cluster;
  return { containers, makingTime, startingTime, removingTime, left };
}
