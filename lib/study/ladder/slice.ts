import {
  grouped,
  type LadderMethod,
  type ReadingScale,
  type SettingCounts,
  STANDARD_PRICES,
} from "../../evaluation/index.js";
import { type DataReader, numberIn, type Row } from "../../report/index.js";
import { LADDER_AGENT, LADDER_FILE, staticFleets } from "./experiment.js";
import { HINDSIGHT_FILE } from "./hindsight-experiment.js";
import type { LadderStep } from "./plan.js";
import { type RunLists, settingCounts } from "./run-counts.js";
import { SETTINGS_FILE } from "./settings.js";

/** The files that the ladder is read from. */
export const LADDER_INPUTS: readonly string[] = Object.freeze([SETTINGS_FILE, LADDER_FILE, HINDSIGHT_FILE]);

/** A size and largest step, and the workloads that are read. */
export interface SliceChoice {
  readonly size: number;
  readonly largestStep: LadderStep;
  /** All that were measured when left out. */
  readonly workloads?: ((name: string) => boolean) | undefined;
}

/** A setting of a tuned rule. */
export interface TunedSetting {
  readonly method: string;
  readonly split: "train" | "dev";
  readonly price: number;
  readonly controller: string;
  readonly train_cost: number;
  readonly dev_cost: number;
}

/** What was measured at a size and largest step. */
export interface LadderSlice {
  readonly size: number;
  readonly largestStep: LadderStep;
  readonly workloads: readonly string[];
  readonly scale: ReadingScale;
  readonly settings: readonly TunedSetting[];
  /** Counts of a rule's setting; undefined where it wasn't measured on every workload. */
  counts(controller: string): SettingCounts | undefined;
  /** The same with the violations of one common queue on the setting's fleet path; undefined where they weren't measured. */
  boundCounts(controller: string): SettingCounts | undefined;
  /** The fleets that never change: a setting each. Empty where they weren't measured. */
  readonly fixedFleets: readonly SettingCounts[];
  /** The write-up's agents, a training run each. Empty where they weren't measured. */
  readonly agents: readonly (readonly SettingCounts[])[];
  /** Of hindsight, a setting for each price; undefined where it wasn't measured. */
  readonly hindsight: LadderMethod | undefined;
}

/** Slices of rows that were parsed once. */
const known = new WeakMap<readonly Row[], Map<string, LadderSlice | undefined>>();

/** Sizes that were measured, ascending. */
export function ladderSizes(data: DataReader): readonly number[] {
  return [...new Set(data.rows(LADDER_FILE).map((row) => numberIn(row, "size")))].sort((a, b) => a - b);
}

/** Workloads that were measured, in their order. */
export function measuredWorkloads(data: DataReader): readonly string[] {
  return [...new Set(data.rows(LADDER_FILE).map((row) => row.workload))];
}

/** What was measured at a size and largest step, on some workloads; undefined where nothing was. */
export function ladderSlice(data: DataReader, choice: SliceChoice): LadderSlice | undefined {
  const rows = data.rows(LADDER_FILE);
  const { size, largestStep, workloads = () => true } = choice;
  const names = measuredWorkloads(data).filter(workloads);
  const key = JSON.stringify([size, largestStep, names]);
  const slices = known.get(rows) ?? new Map<string, LadderSlice | undefined>();
  known.set(rows, slices);
  if (!slices.has(key)) slices.set(key, madeSlice(data, size, largestStep, names));
  return slices.get(key);
}

function madeSlice(
  data: DataReader,
  size: number,
  largestStep: LadderStep,
  workloads: readonly string[],
): LadderSlice | undefined {
  const isHere = (row: Row) => row.size === String(size) && row.largest_step === largestStep;
  const rows = data.rows(LADDER_FILE).filter(isHere);
  const [first] = rows;
  if (first === undefined || workloads.length === 0) return undefined;
  const settings = grouped(rows, (row) => `${row.controller} ${row.training_seed}`);
  const counted = new Map<string, SettingCounts | undefined>();
  const countsOf = (controller: string, seed = "", violations = "violations") => {
    const key = `${violations} ${controller} ${seed}`;
    if (!counted.has(key))
      counted.set(key, countsOn(settings.get(`${controller} ${seed}`) ?? [], workloads, violations));
    return counted.get(key);
  };
  const seeds = new Set(
    rows.filter((row) => row.controller === LADDER_AGENT).map((row) => row.training_seed),
  );
  const seen = data.rows(HINDSIGHT_FILE).filter(isHere);
  return {
    size,
    largestStep,
    workloads,
    scale: {
      size,
      time: numberIn(first, "time"),
      workloads: workloads.length,
      runs: first.requests.split(";").length,
    },
    settings: data.rows(SETTINGS_FILE).filter(isHere).map(tunedSetting),
    counts: (controller) => countsOf(controller),
    boundCounts: (controller) => countsOf(controller, "", "bound_violations"),
    fixedFleets: staticFleets(size).flatMap((text) => countsOf(text) ?? []),
    agents: [...seeds].flatMap((seed) => {
      const counts = countsOf(LADDER_AGENT, seed);
      return counts === undefined ? [] : [[counts]];
    }),
    hindsight: wholeMethod(
      STANDARD_PRICES.map((price) =>
        countsOn(
          seen.filter((row) => numberIn(row, "price") === price),
          workloads,
        ),
      ),
    ),
  };
}

/** The method of these settings; undefined where one of them wasn't measured. */
export function wholeMethod(settings: readonly (SettingCounts | undefined)[]): LadderMethod | undefined {
  const whole = settings.filter((counts) => counts !== undefined);
  return whole.length === settings.length ? { replicas: [whole] } : undefined;
}

/** Counts of a setting from its rows, on workloads in this order; undefined where one is missing. */
export function countsOn(
  rows: readonly Row[],
  workloads: readonly string[],
  violations = "violations",
): SettingCounts | undefined {
  const found = workloads.flatMap((name) => rows.filter((row) => row.workload === name));
  if (found.length !== workloads.length || found.some((row) => row[violations] === "")) return undefined;
  return settingCounts(found as unknown as readonly RunLists[], violations as keyof RunLists);
}

/** A row of the settings with its numbers. */
export function tunedSetting(row: Row): TunedSetting {
  return {
    method: row.method,
    split: row.split as TunedSetting["split"],
    price: numberIn(row, "price"),
    controller: row.controller,
    train_cost: numberIn(row, "train_cost"),
    dev_cost: row.dev_cost === "" ? Number.NaN : numberIn(row, "dev_cost"),
  };
}
