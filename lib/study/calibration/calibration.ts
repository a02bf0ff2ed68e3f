import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type Calibration, calibrationOf, readCalibration } from "../../cluster/docker/calibration/index.js";
import { DISPATCHES } from "../../cluster/index.js";
import { type Cell, checkedJson, type DataReader } from "../../report/index.js";

/** The calibration that both worlds are built from, relative to the data folder. */
export const CALIBRATION_FILE = "calibration/standard.json";
/** What `fleetlab cluster check --save` found, relative to the data folder. */
export const CHECK_FILE = "calibration/check.json";
/** What makes the files. */
export const CALIBRATE_COMMAND = "npx fleetlab calibrate standard";
export const VERIFY_COMMAND = "npx fleetlab calibrate standard --verify";
export const CHECK_COMMAND = "npx fleetlab cluster check --save";

/** The calibration behind both worlds; undefined where it isn't measured yet. @throws InputError where it is something else. */
export function calibrationIn(data: DataReader): Calibration | undefined {
  const content = data.json(CALIBRATION_FILE);
  return content === undefined ? undefined : calibrationOf(content, CALIBRATION_FILE);
}

const quantiles = z.object({ median: z.number(), p99: z.number(), largest: z.number() });
const checkSchema = z.object({
  lifecycle: z.object({
    containers: z.number(),
    makingTime: z.number(),
    startingTime: z.number(),
    removingTime: z.number(),
    left: z.number(),
  }),
  crash: z.object({ containers: z.number(), leftByCrash: z.number(), leftAfterSweep: z.number() }),
  scaling: z.object({
    events: z.number(),
    started: z.number(),
    stopped: z.number(),
    requests: z.number(),
    answered: z.number(),
    lost: z.number(),
    refused: z.number(),
  }),
  routing: z.object({
    requests: z.number(),
    windows: z.number(),
    counted: z.number(),
    largestDeviation: z.number(),
    largestShareDeviation: z.number(),
    observationTime: quantiles,
    lateness: quantiles,
    routingTime: quantiles,
    drift: z.number(),
    hostBusy: z.number(),
    overloadedSteps: z.number(),
    missedIntervals: z.number(),
  }),
  dispatches: z.array(
    z.object({
      dispatch: z.enum(DISPATCHES),
      requests: z.number(),
      lost: z.number(),
      heavyShare: z.number(),
      slowShare: z.number(),
      drained: z.number(),
      sentToDraining: z.number(),
    }),
  ),
});

/** What `fleetlab cluster check` found; undefined where it isn't measured yet. @throws InputError where it is something else. */
export function clusterCheckIn(data: DataReader): z.infer<typeof checkSchema> | undefined {
  return checkedJson(data, CHECK_FILE, checkSchema, CHECK_COMMAND);
}

/** A value with its interval where it has one; null where it isn't known. */
export function measuredCell(row: {
  readonly value: number | null;
  readonly lower: number | null;
  readonly upper: number | null;
}): Cell {
  const { value, lower, upper } = row;
  return value === null || lower === null || upper === null ? value : { estimate: value, lower, upper };
}

/** The calibration that the data folder holds; undefined where nothing is calibrated yet. @throws InputError where it is damaged. */
export function knownCalibration(dataDir: string): Calibration | undefined {
  const file = join(dataDir, CALIBRATION_FILE);
  return existsSync(file) ? readCalibration(file) : undefined;
}
