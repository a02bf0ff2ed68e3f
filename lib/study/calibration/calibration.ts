import { z } from "zod";
import { type Calibration, calibrationOf } from "../../evaluation/index.js";
import type { DataReader } from "../../report/data-reader.js";
import type { Cell } from "../../report/definitions.js";
import { CALIBRATION_FILE, CHECK_FILE } from "../real-cluster/results.js";
import { benchResult } from "../speed/bench.js";

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
});

/** What `fleetlab cluster check` found; undefined where it isn't measured yet. @throws InputError where it is something else. */
export function clusterCheckIn(data: DataReader): z.infer<typeof checkSchema> | undefined {
  return benchResult(data, CHECK_FILE, checkSchema, CHECK_COMMAND);
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
