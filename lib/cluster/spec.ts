import { requireInteger, requireNonNegative, requirePositive } from "../check/index.js";
import { type ClusterSpec, type ContainerSpec, type Controller, DISPATCHES } from "./contract.js";
import { checkServiceTimes } from "./service-times.js";

/** The scale both worlds share: 8 requests/s on 0.04 CPU, one decision a second, SLA of 10 mean service times. */
const DEFAULTS = Object.freeze({
  controlInterval: 1,
  coldStart: 2,
  queueLimit: 32,
  sla: 1.25,
  timeScale: 10,
  largestScaleStep: 1,
  dispatch: "smooth-weighted-round-robin",
  memory: Object.freeze({ idleMiB: 40, perRequestMiB: 1, releaseTime: 30 }),
} as const);

/** Scale commands have 16 bits. */
const LARGEST_SCALE_STEP = 32767;

/** A container of capacity 1. */
export const STANDARD_CONTAINER: ContainerSpec = Object.freeze({
  cpuShare: 0.04,
  memoryMiB: 128,
  serviceRate: 8,
});

/**
 * A validated, frozen spec of `size` equal containers (or of the given `containers`), on the default scale.
 * `initialFleet` defaults to half of the containers, rounded up.
 * @throws RangeError naming the field and its value.
 * @example
 * const spec = cluster.clusterSpec({ size: 15, coldStart: 5 });
 * [spec.containers.length, spec.initialFleet, spec.sla, spec.coldStart]; // -> [15, 8, 1.25, 5]
 * cluster.clusterSpec({ size: 0 }); // throws RangeError: size must be a whole number of at least 1, got 0
 */
export function clusterSpec(options: Partial<ClusterSpec> & { readonly size?: number }): ClusterSpec {
  const { size, ...overrides } = options;
  if (size !== undefined) requireInteger("size", size, 1);
  if (size === undefined && overrides.containers === undefined)
    throw new RangeError("clusterSpec needs size or containers, got neither");
  const containers = overrides.containers ?? Array.from({ length: size as number }, () => STANDARD_CONTAINER);
  const spec: ClusterSpec = {
    ...DEFAULTS,
    initialFleet: Math.ceil(containers.length / 2),
    ...overrides,
    containers: Object.freeze(containers.map((container) => Object.freeze({ ...container }))),
  };
  if (size !== undefined && size !== containers.length)
    throw new RangeError(`size must equal the number of containers (${containers.length}), got ${size}`);
  checkSpec(spec);
  return Object.freeze(spec);
}

/** A class of containers, and how many of it come after one another in a cluster's order: 1 where nothing else is said. */
export interface ContainerClass extends ContainerSpec {
  readonly count?: number;
}

/** Where a cluster differs from the standard one; its containers are classes, taken in turn. */
export type SpecChanges = Partial<Omit<ClusterSpec, "initialFleet" | "containers">> & {
  readonly containers?: readonly ContainerClass[];
};

/**
 * The spec of a cluster of `size` containers with these changes; half of them are ready after a reset, rounded up.
 * @throws RangeError as `clusterSpec`, and on a size that isn't a whole number of at least 1.
 * @example
 * const classes = [4, 8].map((serviceRate) => ({ cpuShare: 0.04, memoryMiB: 128, serviceRate }));
 * const { containers } = cluster.specOfClasses({ containers: classes, coldStart: 5 }, 3);
 * containers.map(({ serviceRate }) => serviceRate); // -> [4, 8, 4]
 */
export function specOfClasses(changes: SpecChanges, size: number): ClusterSpec {
  requireInteger("size", size);
  const fleet = fleetOf(changes);
  return clusterSpec({
    ...changes,
    containers: Array.from({ length: size }, (_, i) => fleet[i % fleet.length]),
  });
}

/**
 * Containers of the classes together, each as often as it counts.
 * @example
 * const standard = cluster.STANDARD_CONTAINER;
 * cluster.fleetSize({ containers: [{ ...standard, count: 4 }, standard] }); // -> 5
 */
export function fleetSize(changes: SpecChanges): number {
  return fleetOf(changes).length;
}

/** One after the other, the containers that the classes stand for. */
function fleetOf({ containers = [STANDARD_CONTAINER] }: SpecChanges): readonly ContainerSpec[] {
  return containers.flatMap(({ count = 1, ...container }, k) => {
    requireInteger(`containers[${k}].count`, count);
    return Array.from({ length: count }, () => container);
  });
}

/**
 * Throws a RangeError unless every field of `spec` makes sense.
 * @example
 * cluster.checkSpec({ ...cluster.clusterSpec({ size: 5 }), queueLimit: 0 });
 * // throws RangeError: queueLimit must be a whole number of at least 1, got 0
 */
export function checkSpec(spec: ClusterSpec): void {
  requireInteger("containers.length", spec.containers.length, 1);
  for (const [i, container] of spec.containers.entries()) {
    requirePositive(`containers[${i}].cpuShare`, container.cpuShare);
    requirePositive(`containers[${i}].memoryMiB`, container.memoryMiB);
    requirePositive(`containers[${i}].serviceRate`, container.serviceRate);
    if (container.meanDemand !== undefined)
      requirePositive(`containers[${i}].meanDemand`, container.meanDemand);
  }
  requirePositive("controlInterval", spec.controlInterval);
  requireNonNegative("coldStart", spec.coldStart);
  requireInteger("queueLimit", spec.queueLimit, 1);
  requirePositive("sla", spec.sla);
  requirePositive("timeScale", spec.timeScale);
  requireInteger("initialFleet", spec.initialFleet, 1, spec.containers.length);
  requireInteger("largestScaleStep", spec.largestScaleStep, 1, LARGEST_SCALE_STEP);
  if (spec.largestWeight !== undefined) {
    requireInteger("largestWeight", spec.largestWeight, 1);
    if (spec.dispatch !== "random" && spec.dispatch !== "smooth-weighted-round-robin")
      throw new RangeError(
        `largestWeight must be left out with dispatch ${spec.dispatch}, which is HAProxy's to the last weight`,
      );
  }
  requireNonNegative("memory.idleMiB", spec.memory.idleMiB);
  requireNonNegative("memory.perRequestMiB", spec.memory.perRequestMiB);
  requirePositive("memory.releaseTime", spec.memory.releaseTime);
  if (spec.serviceTimes !== undefined) checkServiceTimes(spec.serviceTimes);
  if (!DISPATCHES.includes(spec.dispatch))
    throw new RangeError(
      `dispatch must be one of ${DISPATCHES.join(", ")}, got ${JSON.stringify(spec.dispatch)}`,
    );
}

/**
 * The spec under which a controller's cluster is opened: with the dispatch that the controller names, else as it is.
 * @example
 * const spec = cluster.clusterSpec({ size: 5 });
 * cluster.dispatchedSpec(spec, { dispatch: "random" }).dispatch; // -> "random"
 * cluster.dispatchedSpec(spec, {}) === spec; // -> true
 */
export function dispatchedSpec(spec: ClusterSpec, { dispatch }: Pick<Controller, "dispatch">): ClusterSpec {
  return dispatch === undefined || dispatch === spec.dispatch ? spec : clusterSpec({ ...spec, dispatch });
}

/**
 * Requests/s the whole cluster serves with every container ready.
 * @example
 * cluster.clusterCapacity(cluster.clusterSpec({ size: 15 })); // -> 120
 */
export function clusterCapacity(spec: ClusterSpec): number {
  return spec.containers.reduce((sum, container) => sum + container.serviceRate, 0);
}
