import { requireInteger } from "../check/index.js";
import { RandomStream } from "../random/index.js";
import { burst } from "./burst.js";
import { NO_CAP } from "./capped.js";
import { constant } from "./constant.js";
import type { Workload } from "./contract.js";
import { diurnal } from "./diurnal.js";
import type { WorkloadOptions } from "./family.js";
import { logOu } from "./log-ou.js";
import { mmpp } from "./mmpp.js";
import { workloadNames } from "./named.js";
import { workloadByName } from "./registry.js";
import { workloadFor } from "./splits.js";
import { writeup } from "./writeup.js";
import { WRITEUP_TRAINING_PATTERNS } from "./writeup-patterns.js";

/** Where a parameter is drawn from: uniformly between the bounds, or uniformly in its logarithm. */
export interface DrawnRange {
  readonly low: number;
  readonly high: number;
  readonly scale: "linear" | "log";
}

const linear = (low: number, high: number): DrawnRange => ({ low, high, scale: "linear" });
const log = (low: number, high: number): DrawnRange => ({ low, high, scale: "log" });

/**
 * Ranges of the families that `drawnWorkload` draws: fractions of capacity, and s before `timeScale`. Each holds every value of
 * the named workloads and goes beyond. Together they bring mean loads from a tenth of capacity to more than any fleet serves.
 * `dutyCycle` is duration / period of a burst.
 */
export const DRAWN_RANGES = Object.freeze({
  constant: { level: linear(0.1, 1) },
  diurnal: { level: linear(0.15, 0.75), amplitude: linear(0.1, 1), period: log(600, 14_400) },
  "log-ou": { level: linear(0.1, 0.8), sigma: linear(0.1, 1.2), tau: log(20, 3000) },
  burst: { base: log(0.05, 0.5), factor: log(1.5, 8), period: log(20, 1200), dutyCycle: linear(0.1, 0.7) },
  mmpp: { level: linear(0.15, 0.75), swing: linear(0.1, 1), dwell: log(15, 1500) },
} as const satisfies Readonly<Record<string, Readonly<Record<string, DrawnRange>>>>);

type RangedFamily = keyof typeof DRAWN_RANGES;
type Drawn<Family extends RangedFamily> = { -readonly [K in keyof (typeof DRAWN_RANGES)[Family]]: number };

/** The write-up's patterns that are drawn, each alone: its training patterns but the one that has a dev workload of its own. */
export const DRAWN_PATTERNS = Object.freeze(
  WRITEUP_TRAINING_PATTERNS.filter((pattern) => pattern !== "seasonal"),
);

const FAMILIES = Object.freeze([...(Object.keys(DRAWN_RANGES) as RangedFamily[]), "writeup"] as const);

/** Parameters are kept to so many digits, so that they can be written down. */
const DIGITS = 4;
/** A drawn workload has at least one parameter that differs by more than this share from each named workload's. */
const DISTANCE = 0.05;

const MAKERS: {
  readonly [Family in RangedFamily]: (options: WorkloadOptions, drawn: Drawn<Family>) => Workload;
} = {
  constant: (options, drawn) => constant({ ...options, ...drawn }),
  diurnal: (options, drawn) => diurnal({ ...options, ...drawn }),
  "log-ou": (options, drawn) => logOu({ ...options, ...drawn }),
  burst: (options, { dutyCycle, ...drawn }) =>
    burst({ ...options, ...drawn, duration: Number((dutyCycle * drawn.period).toPrecision(DIGITS)) }),
  mmpp: (options, drawn) => mmpp({ ...options, ...drawn }),
};

/** Options of `drawnWorkload`. */
export interface DrawnWorkloadOptions {
  /** What one container serves in requests/s, for the write-up's traffic; default 10. */
  readonly nodeCapacity?: number;
}

/**
 * The `index`-th training workload of the ladder, "train-<index>", before it is cut off at what a fleet can serve
 * (`cappedWorkload`). A stream seeded by the index draws its parameters from `DRAWN_RANGES`; the write-up's traffic has one of
 * `DRAWN_PATTERNS`. Each block of six indices (0-5, 6-11, ...) has all six families, in an order that the block draws.
 *
 * No draw has the parameters of a named workload, of whatever split: it is drawn again while each of its parameters lies within
 * 5 % of a named one's. The families flash and ramp are never drawn. Traces take train seeds only.
 * @throws RangeError unless `index` is a whole number >= 0.
 * @example
 * const { name, split } = workload.drawnWorkload(3);
 * [name, split]; // -> ["train-3", "train"]
 * const six = [0, 1, 2, 3, 4, 5].map((index) => workload.drawnWorkload(index).family);
 * six.sort(); // -> ["burst", "constant", "diurnal", "log-ou", "mmpp", "writeup"]
 */
export function drawnWorkload(index: number, { nodeCapacity }: DrawnWorkloadOptions = {}): Workload {
  requireInteger("index", index, 0);
  const options = { name: `train-${index}`, split: "train", cap: NO_CAP } as const;
  const family = drawnFamily(index);
  const random = RandomStream.of(index, "drawn-workload");
  if (family === "writeup") {
    const { name, split } = options;
    const patterns = DRAWN_PATTERNS[random.integer(DRAWN_PATTERNS.length)];
    return workloadFor(
      "training",
      writeup({ name, split, patterns, ...(nodeCapacity !== undefined && { nodeCapacity }) }),
    );
  }
  for (;;) {
    const drawn = drawnRanged(family, options, random);
    if (!isNearNamed(drawn)) return workloadFor("training", drawn);
  }
}

/** The family of an index: place of the index within its block's shuffle (Fisher and Yates). */
function drawnFamily(index: number): (typeof FAMILIES)[number] {
  const block = Math.floor(index / FAMILIES.length);
  const random = RandomStream.of(block, "drawn-families");
  const order = [...FAMILIES];
  for (let i = order.length - 1; i > 0; i--) {
    const j = random.integer(i + 1);
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order[index % FAMILIES.length];
}

function drawnRanged<Family extends RangedFamily>(
  family: Family,
  options: WorkloadOptions,
  random: RandomStream,
): Workload {
  const values = Object.entries<DrawnRange>(DRAWN_RANGES[family]).map(([key, range]) => [
    key,
    drawnValue(range, random.uniform()),
  ]);
  return MAKERS[family](options, Object.fromEntries(values));
}

function drawnValue({ low, high, scale }: DrawnRange, u: number): number {
  const value = scale === "log" ? low * (high / low) ** u : low + (high - low) * u;
  return Number(value.toPrecision(DIGITS));
}

function isNearNamed({ family, parameters }: Workload): boolean {
  return workloadNames()
    .map((name) => workloadByName(name))
    .filter((named) => named.family === family)
    .some((named) =>
      Object.entries(parameters).every(([key, value]) => {
        const other = Number(named.parameters[key]);
        return key === "cap" || Math.abs(Number(value) - other) <= DISTANCE * other;
      }),
    );
}
