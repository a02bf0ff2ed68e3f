import { resolve } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import { bringUpCluster, Engine, type ServingCluster, type WorkerService } from "../cluster/docker/index.js";
import { type ClusterSpec, clusterSpec } from "../cluster/index.js";
import { number } from "./options.js";
import { DEFAULT_SIZE, type DescribedCluster, readClusterFile } from "./spec-file.js";
import { stopSignal } from "./stop-signal.js";

interface Flags {
  readonly size?: number;
  readonly spec?: string;
  readonly ready?: number;
  readonly port: number;
  readonly detach?: boolean;
  readonly image?: string;
  readonly imagePort?: number;
  readonly readiness?: string;
  readonly env: readonly string[];
  readonly writable: readonly string[];
  readonly patience: number;
  readonly json?: boolean;
}

/** `fleetlab cluster up`. */
export function clusterUpCommand(): Command {
  const gather = (value: string, values: readonly string[]) => [...values, value];
  return new Command("up")
    .description(
      "bring a cluster up, so that any load generator can be pointed at it, and keep it until Ctrl-C",
    )
    .option("--size <n>", `number of containers (default: ${DEFAULT_SIZE})`, number)
    .option("--spec <file>", "the cluster's spec as JSON, in place of --size; or a calibration")
    .option("--ready <n>", "containers to start (default: all)", number)
    .option("--port <n>", "port on 127.0.0.1; 0 for any free one", number, 0)
    .option("--detach", "leave it running; fleetlab cluster down removes it")
    .option("--image <name>", "an image that serves HTTP, in the workers' place")
    .option("--image-port <n>", "the port it serves on (default: 8080)", number)
    .option("--readiness <path>", "a path that answers once it serves (default: /healthz)")
    .option("--env <name=value>", "an environment variable for it; repeatable", gather, [])
    .option("--writable <folder>", "a folder it writes to: the rest is read-only; repeatable", gather, [])
    .option("--patience <s>", "seconds a container may take to get ready", number, 60)
    .option("--json", "print the result as JSON")
    .action(run);
}

async function run(flags: Flags): Promise<void> {
  const signal = stopSignal();
  const { spec, worker: calibrated } = clusterOf(flags);
  const worker = workerOf(flags, calibrated);
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

function clusterOf({ size, spec, ready }: Flags): DescribedCluster {
  const described =
    spec === undefined
      ? { spec: clusterSpec({ size: size ?? DEFAULT_SIZE }), worker: {} }
      : readClusterFile(resolve(spec), size);
  const most = described.spec.containers.length;
  if (ready !== undefined && !(Number.isInteger(ready) && ready >= 1 && ready <= most))
    throw new InputError(`--ready must be a whole number from 1 to ${most}, got ${ready}`);
  return described;
}

/** The workers as the flags say, and where they are the library's own, as they were calibrated. */
function workerOf(
  { image, imagePort, readiness, env, writable }: Flags,
  calibrated: Partial<WorkerService>,
): Partial<WorkerService> {
  const environment = env.map((setting) => {
    const at = setting.indexOf("=");
    if (at < 1) throw new InputError(`--env must read name=value, got ${JSON.stringify(setting)}`);
    return [setting.slice(0, at), setting.slice(at + 1)] as const;
  });
  const folder = writable.find((path) => !path.startsWith("/"));
  if (folder !== undefined)
    throw new InputError(`--writable must be an absolute path, got ${JSON.stringify(folder)}`);
  return {
    ...(image !== undefined && { image }),
    ...(imagePort !== undefined && { port: imagePort }),
    ...(readiness !== undefined && { readinessPath: readiness }),
    environment: {
      ...(image === undefined && calibrated.environment),
      ...Object.fromEntries(environment),
    },
    writable,
  };
}
