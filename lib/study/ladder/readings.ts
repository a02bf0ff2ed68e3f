import {
  costDraws,
  fleetDraws,
  type LadderMethod,
  leastRate,
  type MethodDraws,
  type MethodPoints,
  methodDraws,
  mixAtLevel,
  type RunDraws,
  runDraws,
  STANDARD_PRICES,
  workloadRates,
} from "../../evaluation/index.js";
import type { DataReader } from "../../report/index.js";
import { WRITEUP_SETTINGS } from "./experiment.js";
import { isRule, RULE_RUNGS, type RungId } from "./rungs.js";
import { bestMethod } from "./settings.js";
import { type LadderSlice, ladderSlice, type SliceChoice, wholeMethod } from "./slice.js";

/** Enough for p-values that remain below .05 when they are corrected for a hundred tests: the least is 2 / (4,000 + 1). */
const RESAMPLES = 4000;

/** A method as it is read at a size and largest step. */
export interface MethodReading {
  readonly id: RungId;
  /** The rule that stands on this rung, with its router; "" where it isn't one. */
  readonly rule: string;
  /** Its points, one a setting: fleet share and violation rate. */
  readonly points: MethodPoints;
  /** The least violation rate of its settings. */
  readonly leastRate: number;
  /** Fleet share at a violation rate, draw by draw; draw 0 is the sample. Infinite: not reached. */
  fleet(level: number): Float64Array;
  /** Cost at a standard price as a share of the whole fleet's, draw by draw; undefined where no setting was fixed for it. */
  cost(price: number): Float64Array | undefined;
  /** The largest violation rate of a workload under the mix that reaches the level; NaN where none does. */
  worstRate(level: number): number;
}

/** All methods read at a size and largest step, by their rung. */
export type LadderReadings = ReadonlyMap<RungId, MethodReading>;

const known = new WeakMap<LadderSlice, LadderReadings>();
const knownAgents = new WeakMap<LadderSlice, readonly MethodReading[]>();

/** The methods at a size and largest step; empty where nothing was measured. All are read with the same resamples. */
export function ladderReadings(data: DataReader, choice: SliceChoice): LadderReadings {
  const slice = ladderSlice(data, choice);
  if (slice === undefined) return new Map();
  const readings = known.get(slice) ?? made(slice);
  known.set(slice, readings);
  return readings;
}

/** The write-up's agents one by one, a reading each training run. */
export function agentReadings(data: DataReader, choice: SliceChoice): readonly MethodReading[] {
  const slice = ladderSlice(data, choice);
  if (slice === undefined) return [];
  const readings =
    knownAgents.get(slice) ??
    slice.agents.map((own) =>
      reading("agents", "", { replicas: [own] }, runDraws(slice.scale, { resamples: 1 })),
    );
  knownAgents.set(slice, readings);
  return readings;
}

function made(slice: LadderSlice): LadderReadings {
  const draws = runDraws(slice.scale, { resamples: RESAMPLES });
  const readings = new Map<RungId, MethodReading>();
  const add = (id: RungId, rule: string, method: LadderMethod | undefined) => {
    if (method !== undefined) readings.set(id, reading(id, rule, method, draws));
  };
  for (const rule of WRITEUP_SETTINGS) add(rule as RungId, rule, wholeMethod([slice.counts(rule)]));
  for (const { id, isMeant, split } of RULE_RUNGS) {
    const rule = bestMethod(slice.settings, split, isMeant);
    if (rule === undefined) continue;
    const controllers = settingsOf(slice, rule, split);
    add(id, rule, wholeMethod(controllers.map(slice.counts)));
    if (id === "rule") add("bound", rule, wholeMethod(controllers.map(slice.boundCounts)));
  }
  add("hindsight", "", slice.hindsight);
  if (slice.fixedFleets.length > 0) addStatic(slice, readings, draws);
  if (slice.agents.length > 0) add("agents", "", { replicas: slice.agents });
  return readings;
}

/** Fleets that never change: each is a point, and those that were cheapest on train have the costs. */
function addStatic(slice: LadderSlice, readings: Map<RungId, MethodReading>, draws: RunDraws): void {
  const priced = readings.get("static");
  const all = reading("static", "", { replicas: [slice.fixedFleets] }, draws);
  readings.set("static", { ...all, cost: (price) => priced?.cost(price) });
}

/** A rule's settings by price. */
function settingsOf(slice: LadderSlice, rule: string, split: "train" | "dev"): readonly string[] {
  const own = slice.settings.filter((row) => row.method === rule && row.split === split);
  return STANDARD_PRICES.map((price) => {
    const setting = own.find((row) => row.price === price);
    if (setting === undefined) throw new RangeError(`${rule} must have a setting for the price ${price}`);
    return setting.controller;
  });
}

/** Rules behind least connections one by one, whichever of them stands on a rung; those that were measured. */
export function ruleReadings(data: DataReader, choice: SliceChoice): readonly MethodReading[] {
  const slice = ladderSlice(data, choice);
  if (slice === undefined) return [];
  const draws = runDraws(slice.scale, { resamples: RESAMPLES });
  const rules = new Set(slice.settings.map(({ method }) => method).filter(isRule));
  return [...rules].flatMap((rule) => {
    const method = wholeMethod(settingsOf(slice, rule, "train").map(slice.counts));
    return method === undefined ? [] : [reading("rule", rule, method, draws)];
  });
}

function reading(id: RungId, rule: string, method: LadderMethod, runs: RunDraws): MethodReading {
  const draws = methodDraws(method, runs);
  const points: MethodPoints = {
    violationRate: draws.violationRate.subarray(0, draws.settings),
    fleetShare: draws.fleetShare.subarray(0, draws.settings),
  };
  const fleets = new Map<number, Float64Array>();
  return {
    id,
    rule,
    points,
    leastRate: leastRate(points),
    fleet(level) {
      const values = fleets.get(level) ?? fleetDraws(draws, level);
      fleets.set(level, values);
      return values;
    },
    cost(price) {
      const setting = settingFor(price, draws);
      return setting === undefined ? undefined : costDraws(draws, setting, price);
    },
    worstRate(level) {
      const mix = mixAtLevel(points, level);
      if (mix === undefined) return Number.NaN;
      const rates = (setting: number) =>
        method.replicas.map((own) => workloadRates(own[setting], runs.scale));
      const [first, second] = [rates(mix.first), rates(mix.second)];
      const mixed = first.flatMap((own, replica) =>
        own.map((rate, workload) => (1 - mix.share) * rate + mix.share * second[replica][workload]),
      );
      return Math.max(...mixed);
    },
  };
}

/** The setting of a price: one that has a single setting has it for every price. */
function settingFor(price: number, { settings }: MethodDraws): number | undefined {
  if (settings === 1) return 0;
  const place = STANDARD_PRICES.indexOf(price);
  return settings === STANDARD_PRICES.length && place >= 0 ? place : undefined;
}
