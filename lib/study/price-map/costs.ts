import {
  costDraws,
  distinct,
  drawnDifferences,
  drawnInterval,
  type MethodDraws,
  methodDraws,
  runDraws,
  type SettingCounts,
  STANDARD_PRICES,
} from "../../evaluation/index.js";
import { type DataReader, numberIn, type Row } from "../../report/index.js";
import type { Interval } from "../../statistics/index.js";
import type { LadderStep } from "../ladder/plan.js";
import { type RunLists, settingCounts } from "../ladder/run-counts.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { MAP_FILE } from "./experiment.js";
import { STATIC_FLEETS, STATIC_STEP, WHOLE_FLEET } from "./plan.js";
import { cheapestSetting, MAP_SETTINGS_FILE, type TrainedSetting } from "./settings.js";

/** The files that the map is read from. */
export const MAP_INPUTS: readonly string[] = Object.freeze([MAP_SETTINGS_FILE, MAP_FILE]);

/** A fleet that never changes, or staffing with a largest step. */
export type MapMethod = "static" | LadderStep;

/** Costs at one time scale on the dev workloads, as shares of what the whole fleet's container-seconds cost. */
export interface MapCosts {
  readonly timeScale: number;
  /** Largest steps that staffing was measured with. */
  readonly steps: readonly LadderStep[];
  /** The setting that is cheapest on train at a price. */
  chosen(method: MapMethod, price: number): string;
  /** Its cost, and what it saves against the other's, on the same requests. */
  cost(method: MapMethod, price: number): Interval;
  saving(method: MapMethod, against: MapMethod, price: number): Interval;
  /** Cost of a fixed fleet. */
  staticCost(fleetSize: number, price: number): number;
  /** The price from which on the whole fleet is the cheapest of all fixed fleets. */
  readonly wholeFleetFrom: number;
  /**
   * The standard prices, one after the other, at which staffing costs less than the fixed fleet, its interval apart from 0: the first
   * of them and the last before one at which it doesn't; undefined where there is none, or the step wasn't measured.
   */
  paysAt(step: LadderStep): readonly [from: number, to: number] | undefined;
}

const known = new WeakMap<readonly Row[], ReadonlyMap<number, MapCosts>>();

/** The map at every time scale that was measured. */
export function mapCosts(data: DataReader): ReadonlyMap<number, MapCosts> {
  const rows = data.rows(MAP_FILE);
  const made =
    known.get(rows) ??
    new Map(distinct(rows, (row) => row.time_scale).map((text) => [Number(text), costsAt(data, rows, text)]));
  known.set(rows, made);
  return made;
}

function costsAt(data: DataReader, rows: readonly Row[], timeScale: string): MapCosts {
  const own = rows.filter((row) => row.time_scale === timeScale);
  const trained = data.rows(MAP_SETTINGS_FILE).filter((row) => row.time_scale === timeScale);
  const settings = distinct(own, settingKey);
  const draws = methodDraws({ replicas: [settings.map((key) => countsOf(own, key))] }, drawsOf(own));
  const place = (method: MapMethod, controller: string) =>
    settings.indexOf(settingKey({ largest_step: stepOf(method), controller }));
  const chosen = (method: MapMethod, price: number) => cheapestSetting(triedBy(method, trained), price);
  const drawn = (method: MapMethod, price: number) =>
    costDraws(draws, place(method, chosen(method, price)), price);
  const saving = (method: MapMethod, against: MapMethod, price: number) =>
    drawnInterval(drawnDifferences(drawn(against, price), drawn(method, price)));
  const whole = place("static", WHOLE_FLEET);
  const steps = distinct(own.filter(isStaffing), (row) => row.largest_step as LadderStep);
  return {
    timeScale: Number(timeScale),
    steps,
    chosen,
    cost: (method, price) => drawnInterval(drawn(method, price)),
    saving,
    staticCost: (fleetSize, price) =>
      costDraws(draws, place("static", STATIC_FLEETS[fleetSize - 1]), price)[0],
    wholeFleetFrom: Math.max(
      0,
      ...STATIC_FLEETS.slice(0, -1).map((fleet) => breakEven(draws, place("static", fleet), whole)),
    ),
    paysAt(step) {
      if (!steps.includes(step)) return undefined;
      const pays = STANDARD_PRICES.map((price) => saving(step, "static", price).lower > 0);
      const first = pays.indexOf(true);
      if (first < 0) return undefined;
      const end = pays.indexOf(false, first);
      return [STANDARD_PRICES[first], STANDARD_PRICES[(end < 0 ? pays.length : end) - 1]];
    },
  };
}

/** The price at which two settings cost the same, the first cheaper below it; 0 where it never is, infinite where it always is. */
function breakEven({ fleetShare, violationDensity }: MethodDraws, setting: number, whole: number): number {
  const saved = fleetShare[whole] - fleetShare[setting];
  const missed = violationDensity[setting] - violationDensity[whole];
  if (saved <= 0) return 0;
  return missed > 0 ? saved / missed : Number.POSITIVE_INFINITY;
}

const isStaffing = (row: Row) => !row.controller.startsWith("static");
const stepOf = (method: MapMethod): LadderStep => (method === "static" ? STATIC_STEP : method);
const settingKey = (row: Row) => `${row.largest_step} ${row.controller}`;

function triedBy(method: MapMethod, trained: readonly Row[]): readonly TrainedSetting[] {
  return trained
    .filter((row) => row.largest_step === stepOf(method) && isStaffing(row) === (method !== "static"))
    .map((row) => ({
      controller: row.controller,
      fleet_share: numberIn(row, "fleet_share"),
      violation_density: numberIn(row, "violation_density"),
    }));
}

function countsOf(rows: readonly Row[], key: string): SettingCounts {
  return settingCounts(rows.filter((row) => settingKey(row) === key) as unknown as RunLists[]);
}

function drawsOf(rows: readonly Row[]) {
  const [first] = rows;
  return runDraws({
    size: SINGLE_SIZE,
    time: numberIn(first, "time"),
    workloads: distinct(rows, (row) => row.workload).length,
    runs: first.requests.split(";").length,
  });
}
