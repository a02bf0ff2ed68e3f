import { basename, extname } from "node:path";
import { z } from "zod";
import { bySchema, InputError } from "../../check/index.js";
import { readJsonFile } from "../../files/index.js";
import { CALIBRATION_PARTS } from "../docker/calibration/schema.js";
import { fleetSize, specOfClasses } from "../spec.js";
import type { WorldSettings } from "../world.js";
import { idSchema, specSchema } from "./schema.js";

/** A cluster file: what a calibration holds, but for what was measured, which may be left out. */
export const clusterFileSchema = z.strictObject({
  ...CALIBRATION_PARTS,
  id: idSchema.optional(),
  spec: specSchema.describe("the cluster, in the simulator and with real containers"),
  measured: CALIBRATION_PARTS.measured.optional(),
  coldStarts: CALIBRATION_PARTS.coldStarts.optional(),
});

/** A cluster as a file describes it: settings of its world. */
export interface DescribedCluster extends WorldSettings {
  readonly clusterName: string;
  /** Its containers, N. */
  readonly size: number;
}

/**
 * The cluster that a file describes: containers, times and service of a user's own, or a calibration, which is the same with what
 * was measured. All keys: docs/own-cluster.md.
 * @throws InputError of one line naming file and key, on unknown keys with the known ones.
 * @example
 * const classes = [{ count: 4, serviceRate: 4 }, { count: 2, serviceTime: 0.125 }];
 * files.writeFileAtomically("own.json", JSON.stringify({ spec: { containers: classes, sla: 0.3, coldStart: 30 } }));
 * const own = cluster.readClusterFile("own.json");
 * [own.clusterName, own.size]; // -> ["own", 6]
 * cluster.worldByName("sim", own).spec(6).containers.map(({ serviceRate }) => serviceRate); // -> [4, 4, 4, 4, 8, 8]
 * files.writeFileAtomically("typo.json", JSON.stringify({ spec: { containers: classes, slaMs: 300 } }));
 * cluster.readClusterFile("typo.json");
 * // throws InputError: typo.json: unknown key spec.slaMs; known: containers, controlInterval, coldStart, queueLimit, sla, timeScale, largestScaleStep, dispatch, serviceTimes, memory
 */
export function readClusterFile(path: string): DescribedCluster {
  const file = bySchema(clusterFileSchema, readJsonFile(path), path);
  const { id = basename(path, extname(path)), spec, meanDemand, service, measured } = file;
  try {
    specOfClasses(spec, 1);
  } catch (error) {
    throw new InputError(`${path}: ${(error as Error).message}`);
  }
  const { coldStart } = spec;
  return {
    clusterName: id,
    size: fleetSize(spec),
    spec,
    meanDemand,
    // What stands in for a slow service is as slow to start; a calibration has measured it.
    service: measured === undefined && coldStart !== undefined ? { coldStart, ...service } : service,
  };
}
