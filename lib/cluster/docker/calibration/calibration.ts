import { z } from "zod";
import { bySchema } from "../../../check/index.js";
import { readJsonFile, writeFileAtomically } from "../../../files/index.js";
import { type ClusterSpec, DISPATCHES } from "../../contract.js";
import { specOfClasses } from "../../spec.js";
import type { WorkerService } from "../fleet/worker-service.js";

const finite = z.number();
const positive = z.number().positive();
const unknownable = z.number().nullable();

const measuredSchema = z.strictObject({
  /** What was measured, e.g. "service_rate". */
  quantity: z.string().min(1),
  /** Index of the class of containers; null: all of them. */
  class: z.int().min(0).nullable(),
  unit: z.string(),
  value: unknownable,
  /** 95 % interval; null where there is none. */
  lower: unknownable,
  upper: unknownable,
  /** Observations behind it. */
  samples: z.int().min(0),
});

const conditionsSchema = z.strictObject({
  cpu: z.string(),
  cores: z.int().min(1),
  docker: z.string(),
  kernel: z.string(),
  haproxy: z.string(),
  load: z.string(),
  /** Settings of the measurement, as in `CalibrationOptions`. */
  size: z.int().min(1),
  proxyPairs: z.int().min(1),
  seconds: z.int().min(1),
  seed: z.int().min(0),
});

const verifiedSchema = z.strictObject({
  /** N. */
  size: z.int().min(1),
  metric: z.string().min(1),
  /** Pairs of runs behind it, one real and one simulated, on the same requests. */
  pairs: z.int().min(1),
  /** Means over the pairs. */
  real: unknownable,
  simulated: unknownable,
  /** simulated / real - 1, with its 95 % interval; null where it isn't known. */
  relativeError: unknownable,
  lower: unknownable,
  upper: unknownable,
});

const verificationSchema = z.strictObject({
  controllers: z.array(z.string()),
  workloads: z.array(z.string()),
  runs: z.int().min(1),
  steps: z.int().min(1),
  seed: z.int().min(0),
  rows: z.array(verifiedSchema),
});

const calibrationSchema = z.strictObject({
  /** Name of the calibration: letters, digits, "-" and "_". */
  id: z.string().regex(/^[\w-]+$/, "must be letters, digits, - and _"),
  /** CPU seconds of a request of mean demand, as the workers were told. */
  meanDemand: positive,
  /** The spec that both worlds are built from; its containers are the classes, one each. */
  spec: z.strictObject({
    containers: z
      .array(z.strictObject({ cpuShare: positive, memoryMiB: positive, serviceRate: positive }))
      .min(1),
    controlInterval: positive,
    coldStart: finite.min(0),
    queueLimit: z.int().min(1),
    sla: positive,
    timeScale: positive,
    dispatch: z.enum(DISPATCHES),
    memory: z.strictObject({ idleMiB: finite.min(0), perRequestMiB: finite.min(0), releaseTime: positive }),
  }),
  measured: z.array(measuredSchema),
  /** Every cold start that was measured, in s. */
  coldStarts: z.array(positive),
  /** Where and how it was measured. */
  conditions: conditionsSchema.optional(),
  /** What is to be known of the measurement, a line each. */
  warnings: z.array(z.string()).optional(),
  /** The simulator against the real cluster under this calibration. */
  verification: verificationSchema.optional(),
});

/** One measured quantity with its 95 % interval, in the unit it names. */
export type Measured = Readonly<z.infer<typeof measuredSchema>>;

/** How far the simulator is off the real cluster, by size and metric. */
export type Verification = Readonly<z.infer<typeof verificationSchema>>;

/** What was measured on real containers, and the spec that follows from it. Plain JSON. */
export type Calibration = Readonly<z.infer<typeof calibrationSchema>>;

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
 * // throws InputError: standard.json: meanDemand is missing, which isn't valid: Invalid input: expected number, received undefined: this isn't a calibration; make one with fleetlab calibrate
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

/** What a real worker must be told besides its spec: its requests cost what they cost when it was calibrated. */
export function calibratedWorker({ meanDemand }: Pick<Calibration, "meanDemand">): Partial<WorkerService> {
  return { environment: { MEAN_DEMAND: String(meanDemand) } };
}
