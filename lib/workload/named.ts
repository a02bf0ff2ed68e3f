import { InputError } from "../check/index.js";
import { burst } from "./burst.js";
import { constant } from "./constant.js";
import type { Split, Workload } from "./contract.js";
import { diurnal } from "./diurnal.js";
import { flash } from "./flash.js";
import { logOu } from "./log-ou.js";
import { mmpp } from "./mmpp.js";
import { ramp } from "./ramp.js";
import { requireSplit } from "./splits.js";
import { writeup } from "./writeup.js";

export type Label = { readonly name: string; readonly split: Split; readonly cap?: number };
type Maker = (label: Label, nodeCapacity: number | undefined) => Workload;

/** The write-up's traffic, whose floor of 10 users depends on what one node serves. */
const traffic =
  (patterns: "training" | "all" | "seasonal" | "sustained" | "swing" | "crash"): Maker =>
  ({ name, split }, nodeCapacity) =>
    writeup({ name, split, patterns, ...(nodeCapacity === undefined ? {} : { nodeCapacity }) });

/**
 * The named workloads. Their names give the level (constant), the amplitude (diurnal), sigma and tau (log-ou), base,
 * factor and period (burst), base and peak (flash), first and last rate (ramp), swing and dwell (mmpp); times in s
 * before `timeScale`. Each family's parameters differ from split to split ("writeup-dev" alone has those of
 * "writeup-train", under other seeds). The cap cuts burst-0.2x6-300, flash-0.75-2.25, ramp-0.5-1.5 and the peaks of
 * log-ou, so their means lie below what the parameters say.
 */
const MAKERS: Readonly<Record<Split, Readonly<Record<string, Maker>>>> = Object.freeze({
  train: {
    "constant-0.5": (label) => constant({ ...label, level: 0.5 }),
    "diurnal-0.4": (label) => diurnal({ ...label, amplitude: 0.4, period: 3600 }),
    "log-ou-0.3-300": (label) => logOu({ ...label, sigma: 0.3, tau: 300 }),
    "log-ou-0.6-60": (label) => logOu({ ...label, sigma: 0.6, tau: 60 }),
    "burst-0.1x6-300": (label) => burst({ ...label, base: 0.1, factor: 6, period: 300 }),
    "burst-0.2x3-60": (label) => burst({ ...label, base: 0.2, factor: 3, period: 60 }),
    "flash-0.3-0.9": (label) => flash({ ...label, base: 0.3, peak: 0.9, period: 1800, duration: 300 }),
    "ramp-0.3-0.9": (label) => ramp({ ...label, from: 0.3, to: 0.9, duration: 6000 }),
    "mmpp-0.5-60": (label) => mmpp({ ...label, swing: 0.5, dwell: 60 }),
    "writeup-train": traffic("training"),
  },
  dev: {
    "constant-0.7": (label) => constant({ ...label, level: 0.7 }),
    "diurnal-0.6": (label) => diurnal({ ...label, amplitude: 0.6, period: 2400 }),
    "log-ou-0.6-900": (label) => logOu({ ...label, sigma: 0.6, tau: 900 }),
    "log-ou-1-300": (label) => logOu({ ...label, sigma: 1, tau: 300 }),
    "burst-0.1x3-60": (label) => burst({ ...label, base: 0.1, factor: 3, period: 60 }),
    "flash-0.2-0.6": (label) => flash({ ...label, base: 0.2, peak: 0.6, period: 2400, duration: 600 }),
    "ramp-0.9-0.3": (label) => ramp({ ...label, from: 0.9, to: 0.3, duration: 4000 }),
    "mmpp-0.8-300": (label) => mmpp({ ...label, swing: 0.8, dwell: 300 }),
    "writeup-dev": traffic("training"),
    "writeup-seasonal": traffic("seasonal"),
  },
  test: {
    "constant-0.6": (label) => constant({ ...label, level: 0.6 }),
    "diurnal-0.8": (label) => diurnal({ ...label, amplitude: 0.8, period: 5400 }),
    "log-ou-0.6-300": (label) => logOu({ ...label, sigma: 0.6, tau: 300 }),
    "log-ou-1-900": (label) => logOu({ ...label, sigma: 1, tau: 900 }),
    "burst-0.2x6-300": (label) => burst({ ...label, base: 0.2, factor: 6, period: 300 }),
    "flash-0.25-0.75": (label) => flash({ ...label, base: 0.25, peak: 0.75, period: 1500, duration: 400 }),
    "flash-0.75-2.25": (label) => flash({ ...label, base: 0.75, peak: 2.25, period: 1200, duration: 200 }),
    "ramp-0.5-1.5": (label) => ramp({ ...label, from: 0.5, to: 1.5, duration: 8000 }),
    "mmpp-0.7-120": (label) => mmpp({ ...label, swing: 0.7, dwell: 120 }),
    "writeup-test": traffic("all"),
    "writeup-sustained": traffic("sustained"),
    "writeup-swing": traffic("swing"),
    "writeup-crash": traffic("crash"),
  },
});

const SPLITS: readonly Split[] = ["train", "dev", "test"];

/**
 * Names of the workloads of one split, or of all. @throws RangeError on an unknown split.
 * @example
 * workload.workloadNames("dev").slice(0, 2); // -> ["constant-0.7", "diurnal-0.6"]
 */
export function workloadNames(split?: Split): readonly string[] {
  if (split !== undefined) requireSplit(split);
  return (split === undefined ? SPLITS : [split]).flatMap((one) => Object.keys(MAKERS[one]));
}

/** A workload with the parameters of the one called `name`, under another label. @throws InputError on an unknown name. */
export function namedWorkload(name: string, label: Label, nodeCapacity: number | undefined): Workload {
  return (MAKERS[knownSplit(name)][name] as Maker)(label, nodeCapacity);
}

/** @throws InputError on an unknown name, listing the known ones. */
export function knownSplit(name: string): Split {
  const split = splitOf(name);
  if (split === undefined)
    throw new InputError(
      `no workload is called ${JSON.stringify(name)}; known: ${workloadNames().join(", ")}, and traces of your own as trace:FILE`,
    );
  return split;
}

/** The split of the workload of that name; undefined where there is none. */
export function splitOf(name: string): Split | undefined {
  return SPLITS.find((one) => Object.hasOwn(MAKERS[one], name));
}
