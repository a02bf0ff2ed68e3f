import { InputError } from "../check/index.js";
import { calibratedSpec, calibratedWorker, readCalibration } from "../cluster/docker/calibration/index.js";
import type { WorkerService } from "../cluster/docker/index.js";
import { type ClusterSpec, clusterSpec } from "../cluster/index.js";
import { readJsonFile } from "../files/index.js";

/** Containers where nothing says how many. */
export const DEFAULT_SIZE = 5;

const FIELDS = Object.keys(clusterSpec({ size: 1 }));

/** A cluster as a file describes it: its spec, and what its workers must be told besides. */
export interface DescribedCluster {
  readonly spec: ClusterSpec;
  readonly worker: Partial<WorkerService>;
}

/**
 * The cluster in a JSON file: a spec, in which fields left out have their defaults, or a calibration, of which `size` containers
 * are taken.
 * @throws InputError naming file and field; also where a spec, which has its own number of containers, meets a `size`.
 */
export function readClusterFile(file: string, size: number | undefined): DescribedCluster {
  const content = readJsonFile(file);
  if (typeof content !== "object" || content === null || Array.isArray(content))
    throw new InputError(
      `${file} must hold a calibration, or an object with the fields of a cluster's spec: ${FIELDS.join(", ")}`,
    );
  if ("measured" in content || "spec" in content) {
    const calibration = readCalibration(file);
    return { spec: calibratedSpec(calibration, size ?? DEFAULT_SIZE), worker: calibratedWorker(calibration) };
  }
  if (size !== undefined)
    throw new InputError(
      "--size and --spec say the same thing: give one of them (both only with a calibration)",
    );
  const unknown = Object.keys(content).find((name) => name !== "size" && !FIELDS.includes(name));
  if (unknown !== undefined)
    throw new InputError(`${file}: unknown field ${unknown}; known: size, ${FIELDS.join(", ")}`);
  try {
    return { spec: clusterSpec(content), worker: {} };
  } catch (error) {
    throw new InputError(`${file}: ${(error as Error).message}`);
  }
}
