import { Command } from "commander";
import { InputError } from "../check/index.js";
import { calibratedWorker } from "../cluster/docker/calibration/index.js";
import { bringUpCluster, Engine, type ServingCluster, type WorkerService } from "../cluster/docker/index.js";
import { type ClusterSpec, specOfClasses } from "../cluster/index.js";
import { type ClusterFileFlags, clusterFileOption, describedCluster } from "./cluster-file-option.js";
import { number } from "./options.js";
import { givenService, type ServiceFlags, withServiceOptions } from "./service-options.js";
import { stopSignal } from "./stop-signal.js";

/** Containers where nothing says how many. */
const DEFAULT_SIZE = 5;

interface Flags extends ClusterFileFlags, ServiceFlags {
  readonly size?: number;
  readonly ready?: number;
  readonly port: number;
  readonly detach?: boolean;
  readonly patience: number;
  readonly json?: boolean;
}

/** `fleetlab cluster up`. */
export function clusterUpCommand(): Command {
  const command = new Command("up")
    .description(
      "bring a cluster up, so that any load generator can be pointed at it, and keep it until Ctrl-C",
    )
    .option(
      "--size <n>",
      `number of containers (default: ${DEFAULT_SIZE}, or those of --cluster-file)`,
      number,
    )
    .addOption(clusterFileOption())
    .option("--ready <n>", "containers to start (default: all)", number)
    .option("--port <n>", "port on 127.0.0.1; 0 for any free one", number, 0)
    .option("--detach", "leave it running; fleetlab cluster down removes it");
  return withServiceOptions(command)
    .option("--patience <s>", "seconds a container may take to get ready", number, 60)
    .option("--json", "print the result as JSON")
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const signal = stopSignal();
  const { spec, worker } = clusterOf(flags);
  const detached = flags.detach ?? false;
  const engine = await Engine.connect();
  const cluster = await bringUpCluster(engine, {
    spec,
    ready: flags.ready ?? spec.containers.length,
    port: flags.port,
    detached,
    readyPatience: flags.patience,
    worker,
    signal,
  });
  print(cluster, spec, flags);
  if (detached) {
    cluster.leave();
    return;
  }
  await ended(AbortSignal.any([signal, cluster.died]));
  if (!cluster.died.aborted) return cluster.close();
  await cluster.close().catch(() => {}); // the engine may be what died
  throw cluster.died.reason;
}

function print(cluster: ServingCluster, spec: ClusterSpec, { ready, detach, json }: Flags): void {
  const { run: id, port, makingTime, startingTime } = cluster;
  const result = {
    run: id,
    url: `http://127.0.0.1:${port}/`,
    port,
    containers: spec.containers.length,
    ready: ready ?? spec.containers.length,
    makingTime,
    startingTime,
  };
  const times = `made in ${makingTime.toFixed(1)} s, ready after ${startingTime.toFixed(1)} s more`;
  const end = detach ? `fleetlab cluster down ${id} removes it` : "Ctrl-C removes it";
  process.stdout.write(
    json
      ? `${JSON.stringify(result, null, 2)}\n`
      : `${result.url} takes requests for ${result.ready} of ${result.containers} workers (run ${id}; ${times}); ${end}\n`,
  );
}

/** Resolves once `signal` is aborted. */
function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener("abort", () => resolve(), { once: true });
  });
}

/** The cluster and its service as file and flags say. */
function clusterOf(flags: Flags): { readonly spec: ClusterSpec; readonly worker: Partial<WorkerService> } {
  const { ready } = flags;
  const { described } = describedCluster(flags) ?? {};
  const { spec: changes = {}, size: most = DEFAULT_SIZE } = described ?? {};
  const spec = specOfClasses(changes, flags.size ?? most);
  const size = spec.containers.length;
  if (ready !== undefined && !(Number.isInteger(ready) && ready >= 1 && ready <= size))
    throw new InputError(`--ready must be a whole number from 1 to ${size}, got ${ready}`);
  return { spec, worker: calibratedWorker(givenService(flags, described ?? {})) };
}
