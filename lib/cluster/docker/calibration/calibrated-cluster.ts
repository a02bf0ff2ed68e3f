import { InputError, requireInteger, requirePositive } from "../../../check/index.js";
import type { DescribedCluster } from "../../cluster-file/index.js";
import type { ClusterSpec } from "../../contract.js";
import {
  type ContainerClass,
  clusterSpec,
  type SpecChanges,
  STANDARD_CONTAINER,
  specOfClasses,
} from "../../spec.js";
import { type WorkerService, workerService } from "../fleet/worker-service.js";

/** What is calibrated. */
export interface CalibratedCluster {
  /** Containers that are loaded at once; all are ready at the start. */
  readonly spec: ClusterSpec;
  readonly classes: readonly ContainerClass[];
  readonly service: WorkerService;
  /** Whether the worker that comes with the library runs in them: it burns the demand that a request brings. */
  readonly isOwnWorker: boolean;
  /** Indices of the containers of each class. */
  readonly members: readonly (readonly number[])[];
}

/** Which containers are to be calibrated: a cluster that is described, or classes as multiples of the standard container. */
export interface CalibrationSubject {
  readonly capacities: readonly number[];
  readonly described?: Pick<DescribedCluster, "spec" | "service"> | undefined;
  readonly size: number;
}

/**
 * The cluster that a calibration measures.
 * @throws RangeError on a senseless capacity or size; InputError where a class would have no container.
 */
export function calibratedCluster({ capacities, described, size }: CalibrationSubject): CalibratedCluster {
  const changes: SpecChanges = described?.spec ?? { containers: capacities.map(multiple) };
  const classes: readonly ContainerClass[] = changes.containers ?? [STANDARD_CONTAINER];
  requireInteger("size", size);
  const service = workerService(described?.service);
  const isOwnWorker = service.image === undefined;
  const order = classes.flatMap(({ count = 1 }, k) => Array.from({ length: count }, () => k));
  const members = classes.map((_, k) =>
    Array.from({ length: size }, (_, i) => i).filter((i) => order[i % order.length] === k),
  );
  const empty = members.findIndex((own) => own.length === 0);
  if (empty >= 0)
    throw new InputError(
      `${size} containers have none of class ${empty}: calibrate at least ${order.indexOf(empty) + 1} (--size)`,
    );
  return {
    spec: clusterSpec({ ...specOfClasses(changes, size), initialFleet: size }),
    classes,
    service,
    isOwnWorker,
    members,
  };
}

function multiple(capacity: number, i: number): ContainerClass {
  requirePositive(`capacities[${i}]`, capacity);
  return {
    ...STANDARD_CONTAINER,
    cpuShare: STANDARD_CONTAINER.cpuShare * capacity,
    serviceRate: STANDARD_CONTAINER.serviceRate * capacity,
  };
}
