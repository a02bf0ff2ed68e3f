import { existsSync, writeFileSync } from "node:fs";
import { userInfo } from "node:os";
import { join } from "node:path";
import { InputError } from "../../../check/index.js";
import type { Dispatch } from "../../contract.js";
import { monotonicSeconds, sleepFor } from "../clock.js";
import type { Engine } from "../engine/engine.js";
import { type Labels, sealed } from "../engine/labels.js";
import { CONFINEMENT } from "../fleet/limits.js";
import type { WorkerService } from "../fleet/worker-service.js";
import { HAPROXY, obtainProxyImage } from "../images/proxy-image.js";
import {
  CONFIGURATION_FILE,
  FRONT_PORT,
  PROXY_FOLDER,
  proxyConfiguration,
  SOCKET_FILE,
} from "./configuration.js";

/** What the proxy's container is made from. */
interface ProxyOptions {
  readonly run: string;
  readonly labels: Labels;
  /** Name of the network, and the proxy's address in it. */
  readonly network: string;
  readonly address: string;
  /** The run's folder on this machine: configuration and runtime socket. */
  readonly folder: string;
  readonly workers: readonly {
    readonly address: string;
    readonly service: Pick<WorkerService, "port" | "image">;
  }[];
  /** Most requests that a container holds. */
  readonly queueLimit: number;
  readonly dispatch: Dispatch;
  /** Port on 127.0.0.1; 0: any free one. */
  readonly port: number;
  readonly signal?: AbortSignal | undefined;
}

/** Seconds within which the proxy's runtime socket must be there. */
const PATIENCE = 15;

/** A proxy's container that was made. */
interface ProxyContainer extends Pick<ProxyOptions, "folder" | "port" | "signal"> {
  readonly id: string;
}

/**
 * Writes the proxy's configuration and makes its container.
 * @throws InputError where the image can't be had; the signal's reason when it is aborted.
 */
export async function createProxyContainer(engine: Engine, options: ProxyOptions): Promise<ProxyContainer> {
  const { run, labels, network, address, folder, workers, dispatch, queueLimit, port, signal } = options;
  const image = await obtainProxyImage(engine, signal);
  signal?.throwIfAborted();
  const addresses = workers.map((worker) => `${worker.address}:${worker.service.port}`);
  const isForeign = workers.some(({ service }) => service.image !== undefined);
  writeFileSync(
    join(folder, CONFIGURATION_FILE),
    proxyConfiguration(addresses, dispatch, isForeign ? queueLimit : undefined),
  );
  const { uid, gid } = userInfo();
  const front = `${FRONT_PORT}/tcp`;
  const name = `fleetlab-${run}-proxy`;
  const { id } = await engine.ask("make the proxy", (docker) =>
    docker.createContainer({
      name,
      Image: image,
      Entrypoint: [HAPROXY, "-db", "-f", `${PROXY_FOLDER}/${CONFIGURATION_FILE}`],
      // The runtime socket belongs to this user, and no one else on this machine may open it.
      User: `${uid}:${gid}`,
      Labels: sealed(name, labels),
      ExposedPorts: { [front]: {} },
      HostConfig: {
        ...CONFINEMENT,
        Memory: 256 * 2 ** 20,
        MemorySwap: 256 * 2 ** 20,
        PidsLimit: 64,
        NetworkMode: network,
        Binds: [`${folder}:${PROXY_FOLDER}`],
        PortBindings: { [front]: [{ HostIp: "127.0.0.1", HostPort: port === 0 ? "" : String(port) }] },
      },
      NetworkingConfig: { EndpointsConfig: { [network]: { IPAMConfig: { IPv4Address: address } } } },
    }),
  );
  return { id, folder, port, signal };
}

/**
 * Starts the proxy and waits for its runtime socket; returns the socket's path here and the published port.
 * @throws InputError where the port is in use or the proxy doesn't start; the signal's reason when it is aborted.
 */
export async function startProxyContainer(
  engine: Engine,
  { id, folder, port, signal = new AbortController().signal }: ProxyContainer,
): Promise<{ readonly socket: string; readonly port: number }> {
  try {
    await engine.ask("start the proxy", (docker) => docker.getContainer(id).start());
  } catch (error) {
    if (error instanceof InputError && /already in use|already allocated/.test(error.message))
      throw new InputError(
        `port ${port} of 127.0.0.1 is in use: name another one with --port, or 0 for any free one`,
      );
    throw error;
  }
  const socket = join(folder, SOCKET_FILE);
  const deadline = monotonicSeconds() + PATIENCE;
  while (!existsSync(socket)) {
    if (monotonicSeconds() > deadline)
      throw new InputError(
        `the proxy has no runtime socket in ${folder} after ${PATIENCE} s: the Docker engine must run on this machine and see its folder for temporary files`,
      );
    await sleepFor(0.02, signal);
  }
  const { NetworkSettings } = await engine.ask("look at the proxy", (docker) =>
    docker.getContainer(id).inspect(),
  );
  return { socket, port: Number(NetworkSettings.Ports[`${FRONT_PORT}/tcp`]?.[0]?.HostPort) };
}
