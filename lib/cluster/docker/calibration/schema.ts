import { z } from "zod";
import { idSchema, serviceSchema, specSchema } from "../../cluster-file/schema.js";

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

/** What a calibration holds, key by key. */
export const CALIBRATION_PARTS = {
  id: idSchema,
  meanDemand: positive
    .optional()
    .describe(
      "CPU seconds of a mean request of every class, as fleetlab's workers were told when they were calibrated",
    ),
  spec: specSchema
    .required({
      controlInterval: true,
      coldStart: true,
      queueLimit: true,
      sla: true,
      timeScale: true,
      dispatch: true,
      memory: true,
    })
    .describe("the cluster, in the simulator and with real containers"),
  service: serviceSchema.optional().describe("what runs in the real containers"),
  measured: z.array(measuredSchema).describe("what `fleetlab calibrate` measured, with intervals"),
  coldStarts: z.array(positive).describe("every cold start that was measured, in s"),
  conditions: conditionsSchema.optional().describe("where and how it was measured"),
  warnings: z.array(z.string()).optional().describe("what is to be known of the measurement, a line each"),
  verification: verificationSchema
    .optional()
    .describe("the simulator against the real cluster under this calibration"),
};

export const calibrationSchema = z.strictObject(CALIBRATION_PARTS);

/** One measured quantity with its 95 % interval, in the unit it names. */
export type Measured = Readonly<z.infer<typeof measuredSchema>>;

/** How far the simulator is off the real cluster, by size and metric. */
export type Verification = Readonly<z.infer<typeof verificationSchema>>;

/** What was measured on real containers, and the spec that follows from it. Plain JSON. */
export type Calibration = Readonly<z.infer<typeof calibrationSchema>>;
