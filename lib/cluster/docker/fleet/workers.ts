import type { ClusterSpec } from "../../contract.js";
import type { Engine } from "../engine/engine.js";
import { LABEL, type Labels, sealed } from "../engine/labels.js";
import { hasImage, pullImage } from "../images/engine-images.js";
import { obtainWorkerImage } from "../images/worker-image.js";
import type { OpenMeter } from "../observe/resource-meter.js";
import { workerLimits } from "./limits.js";
import type { PrivateNetwork } from "./private-network.js";
import { WorkerContainer } from "./worker-container.js";
import { type WorkerService, workerEnvironment } from "./worker-service.js";

/** What the workers of a run are made from. */
interface WorkersOptions {
  readonly spec: ClusterSpec;
  readonly service: WorkerService;
  readonly run: string;
  readonly labels: Labels;
  readonly network: PrivateNetwork;
  readonly openMeter: OpenMeter;
  readonly signal?: AbortSignal | undefined;
}

/** Containers made at a time: an engine asked for all at once is slower. */
const AT_ONCE = 4;

/**
 * Makes a container for each one of the spec, in its order; none is started. Whatever comes, nothing is being made any more
 * when it ends.
 * @throws InputError where the image can't be had; the signal's reason when it is aborted.
 */
export async function createWorkers(engine: Engine, options: WorkersOptions): Promise<WorkerContainer[]> {
  const image = await obtainImage(engine, options);
  const workers: WorkerContainer[] = [];
  let next = 0;
  const createRest = async () => {
    while (next < options.spec.containers.length) {
      options.signal?.throwIfAborted();
      const index = next++;
      workers[index] = await createWorker(engine, image, index, options);
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: AT_ONCE }, createRest));
  for (const end of ends) if (end.status === "rejected") throw end.reason;
  return workers;
}

async function obtainImage(
  engine: Engine,
  { service: { image }, signal }: Pick<WorkersOptions, "service" | "signal">,
): Promise<string> {
  if (image === undefined) return obtainWorkerImage(engine, signal);
  if (!(await hasImage(engine, image))) await pullImage(engine, image, signal);
  return image;
}

async function createWorker(
  engine: Engine,
  image: string,
  index: number,
  { spec, service, run, labels, network, openMeter }: WorkersOptions,
): Promise<WorkerContainer> {
  const isOwn = service.image === undefined;
  const address = network.address(1 + index);
  const name = `fleetlab-${run}-worker-${index}`;
  const container = await engine.ask(`make worker ${index}`, (docker) =>
    docker.createContainer({
      name,
      Image: image,
      Env: workerEnvironment(service, spec, index),
      ...(isOwn && { User: "65534:65534" }),
      Labels: sealed(name, { ...labels, [LABEL.role]: "worker", [LABEL.index]: String(index) }),
      HostConfig: {
        ...workerLimits(spec.containers[index]),
        // The library's worker obeys SIGTERM itself; another image's first process may not.
        Init: !isOwn,
        NetworkMode: network.name,
        Tmpfs: Object.fromEntries(service.writable.map((folder) => [folder, "rw,size=16m"])),
      },
      NetworkingConfig: {
        EndpointsConfig: { [network.name]: { IPAMConfig: { IPv4Address: address } } },
      },
    }),
  );
  return new WorkerContainer(engine, index, container.id, address, service, openMeter);
}
