import { bySchema } from "../../../check/index.js";
import { readJsonFile, writeFileAtomically } from "../../../files/index.js";
import type { ClusterSpec } from "../../contract.js";
import { specOfClasses } from "../../spec.js";
import type { WorldSettings } from "../../world.js";
import type { WorkerService } from "../fleet/worker-service.js";
import { type Calibration, calibrationSchema } from "./schema.js";

/** Writes a calibration, under a temporary name first. @throws InputError where it isn't a sound one. */
export function writeCalibration(file: string, calibration: Calibration): void {
  writeFileAtomically(file, `${JSON.stringify(calibrationOf(calibration, file), undefined, 2)}\n`);
}

/** Reads a calibration. @throws InputError naming file and key where it is missing, cut off or foreign. */
export function readCalibration(file: string): Calibration {
  return calibrationOf(readJsonFile(file), file);
}

/**
 * The calibration that a file's JSON holds. @throws InputError naming file and key where it is foreign.
 * @example
 * docker.calibrationOf({ id: "standard" }, "standard.json");
 * // throws InputError: standard.json: spec is missing, which isn't valid: Invalid input: expected object, received undefined: this isn't a calibration; make one with fleetlab calibrate
 */
export function calibrationOf(value: unknown, file: string): Calibration {
  return bySchema(
    calibrationSchema,
    value,
    file,
    "this isn't a calibration; make one with fleetlab calibrate",
  );
}

/**
 * The spec of a cluster of `size` calibrated containers, the classes in turn.
 * @throws RangeError on a size that isn't a whole number of at least 1.
 */
export function calibratedSpec({ spec }: Pick<Calibration, "spec">, size: number): ClusterSpec {
  return specOfClasses(spec, size);
}

/** The service in real containers as it was calibrated: requests cost fleetlab's own worker what they cost then. */
export function calibratedWorker({
  meanDemand,
  service = {},
}: Pick<WorldSettings, "meanDemand" | "service">): Partial<WorkerService> {
  if (meanDemand === undefined) return service;
  return { ...service, environment: { MEAN_DEMAND: String(meanDemand), ...service.environment } };
}
