import { z } from "zod";
import { bySchema, InputError } from "../../check/index.js";
import { formatNames } from "./formats/index.js";

/** Seconds, as a number or with a unit: 90, "90s", "1.5h". */
const SECONDS = { s: 1, m: 60, h: 3600, d: 86_400 } as const;

const seconds = z
  .union([z.number(), z.string()])
  .transform((value) => (typeof value === "number" ? value : secondsIn(value)));
const time = seconds.refine(
  (value) => value >= 0,
  "expected seconds >= 0, or a text such as 90s, 15m, 8h, 2d",
);
const duration = seconds.refine(
  (value) => value > 0,
  "expected seconds > 0, or a text such as 90s, 15m, 8h, 2d",
);
const factor = z.coerce.number<number | string>().positive();

/** What can be said of a trace beside where it comes from. Times are in s of the trace. */
const schema = z.strictObject({
  /** Kind of file; default: recognised by how the file begins. */
  format: z.enum(formatNames()).optional(),
  /** Column of times; default: the one called time, timestamp or the like. */
  time: z.string().min(1).optional(),
  /** What the values are: requests/s, requests of a step, or requests in all so far; default: what the file says. */
  as: z.enum(["rate", "count", "counter"]).optional(),
  /** Seconds between two values: default 1 in files without times, else the median. */
  step: duration.optional(),
  /** What a gap means: an error, the last rate, or no requests; default "refuse". */
  gap: z.enum(["refuse", "hold", "zero"]).optional(),
  /** Where the trace begins; default 0. */
  start: time.optional(),
  /** How much of it is used from there on; default: all. */
  length: duration.optional(),
  /** Rates are means over steps so long; default: the file's own steps, 10 s where it has the times of requests. */
  every: duration.optional(),
  /** Highest rate, as a share of the cluster's capacity. */
  peak: factor.optional(),
  /** Mean rate, as a share of the cluster's capacity. */
  mean: factor.optional(),
  /** Factor on the file's requests/s. Without `peak`, `mean` and `factor` requests/s stay as they are. */
  factor: factor.optional(),
  /** So many seconds of the trace pass in one of the cluster's; default: the cluster's `timeScale`, 1 with exact arrivals. */
  press: factor.optional(),
  /** What comes after the end: an error, no requests, or the trace again; default "refuse". */
  end: z.enum(["refuse", "stop", "repeat"]).optional(),
  /** Whether requests come at random at the trace's rate, or at the very times that the file has; default "poisson". */
  arrivals: z.enum(["poisson", "exact"]).optional(),
});

/** What can be said of a trace beside where it comes from, checked. */
export type TraceSettings = Readonly<z.output<typeof schema>>;
/** The same as the user gives it. */
export type TraceSettingsInput = Readonly<z.input<typeof schema>>;

/** Names of the options. */
export const traceOptionNames: readonly string[] = Object.keys(schema.shape);

const SCALES = ["peak", "mean", "factor"] as const;

/**
 * Checked settings.
 * @param source what the message names.
 * @throws InputError that names the option and its value, and on options that exclude each other.
 */
export function traceSettings(value: object, source: string): TraceSettings {
  const settings = bySchema(schema, value, source);
  const scales = SCALES.filter((name) => settings[name] !== undefined);
  if (scales.length > 1)
    throw new InputError(`${source}: ${scales.join(" and ")} exclude each other: give one of them`);
  const unfit = [...SCALES, "every" as const].find((name) => settings[name] !== undefined);
  if (settings.arrivals === "exact" && unfit !== undefined)
    throw new InputError(
      `${source}: requests that come at exact times have no rate that ${unfit} could change: leave it out`,
    );
  return settings;
}

/** Settings as they stand in a name, in the order of the options: "peak=0.8:press=10". */
export function settingsText(settings: TraceSettings): string {
  return traceOptionNames
    .flatMap((name) => {
      const value = settings[name as keyof TraceSettings];
      return value === undefined ? [] : [`${name}=${value}`];
    })
    .join(":");
}

function secondsIn(text: string): number {
  const [, number, unit = "s"] = /^([\d.]+)([smhd])?$/.exec(text.trim()) ?? [];
  return Number(number) * SECONDS[unit as keyof typeof SECONDS];
}
