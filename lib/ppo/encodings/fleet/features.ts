import type { Observation } from "../../../cluster/index.js";
import type { FleetState } from "./fleet-state.js";
import type { FleetMemory } from "./memory.js";
import { RISES, WINDOWS } from "./rate-history.js";

/** Arrival rates of so many steps are shown, the newest first. */
const LAGS = 12;

/** Steps over which the estimated share of violations is shown; of an encoding without history, the first alone. */
const VIOLATIONS = [1, 10, 100] as const;

/** Times beyond this many steps look the same. */
const LONG = 100;

/** Which features are shown. */
export interface FeatureChoice {
  /** Whether anything older than the last interval is shown. */
  readonly history: boolean;
  /** Whether the prior's own wish is shown: the command that brings the fleet to its target. */
  readonly wish: boolean;
}

/**
 * Names of the features, in their order. Rates are shares of the capacity of all containers, fleets shares of it, too, so that they
 * mean the same for every N; all are scaled to about -1 .. 1.
 * @example
 * ppo.featureNames({ history: true, wish: true }).length; // -> 57
 * ppo.featureNames({ history: false, wish: false })[0]; // -> "rate 0 ago"
 */
export function featureNames({ history, wish }: FeatureChoice): readonly string[] {
  const names = Array.from({ length: history ? LAGS : 1 }, (_, lag) => `rate ${lag} ago`);
  if (history) {
    for (const steps of WINDOWS)
      names.push(...["largest", "smallest", "mean", "deviation"].map((what) => `${what} of ${steps}`));
    names.push(...RISES.map((steps) => `largest rise over ${steps}`));
    names.push("largest rate", "low spell", "longest low spell");
  }
  names.push("ready", "starting", "draining", "backlog", "cpu", "response time");
  names.push(
    ...VIOLATIONS.slice(0, history ? VIOLATIONS.length : 1).map((steps) => `violations of ${steps}`),
  );
  names.push("spare, ready", "spare, running");
  if (wish) names.push("prior's command");
  names.push("containers", "price", "cold start", "largest step", "time", "since change", "last command");
  return names;
}

/** Writes the features of an observation that `memory` has taken in already into `vector`, from place `from` on. */
export function writeFeatures(
  { history, wish }: FeatureChoice,
  observation: Observation,
  fleet: FleetState,
  { episode, rates, violations }: FleetMemory,
  command: number,
  vector: Float64Array,
  from: number,
): void {
  const { spec, price } = episode;
  const { size } = observation;
  let i = from;
  const lags = history ? LAGS : 1;
  for (let lag = 0; lag < lags; lag++) vector[i++] = centred(rates.lag(lag));
  if (history) {
    for (let window = 0; window < WINDOWS.length; window++) {
      vector[i++] = centred(rates.largest(window));
      vector[i++] = centred(rates.smallest(window));
      vector[i++] = centred(rates.mean(window));
      vector[i++] = 5 * rates.deviation(window);
    }
    for (let rise = 0; rise < RISES.length; rise++) vector[i++] = 3 * rates.largestRise(rise);
    vector[i++] = centred(rates.maximum);
    vector[i++] = duration(rates.lowSpell);
    vector[i++] = duration(rates.longestLowSpell);
  }
  vector[i++] = centred(fleet.ready);
  vector[i++] = 4 * fleet.starting;
  vector[i++] = 4 * fleet.draining;
  vector[i++] = Math.log1p((4 * fleet.waiting) / (fleet.capacity * spec.controlInterval));
  vector[i++] = centred(fleet.cpu);
  vector[i++] = Math.log1p((4 * fleet.responseTime) / spec.sla);
  for (let k = 0; k < (history ? VIOLATIONS.length : 1); k++)
    vector[i++] = 1 + Math.log10(1e-4 + violations.mean(VIOLATIONS[k])) / 2;
  const load = rates.lag(0) * size;
  const spread = 3 * Math.sqrt(Math.max(load, 0.25));
  vector[i++] = cut((fleet.ready * size - load) / spread, 2);
  vector[i++] = cut(((fleet.ready + fleet.starting) * size - load) / spread, 2);
  if (wish) vector[i++] = cut(command / 4, 2);
  const steps = observation.time / spec.controlInterval;
  vector[i++] = 10 / size - 1;
  vector[i++] = Math.log10(price);
  vector[i++] = spec.coldStart / spec.controlInterval / 5;
  vector[i++] = Math.min(spec.largestScaleStep / size, 1);
  vector[i++] = Math.min(steps / LONG, 1);
  vector[i++] = duration(Math.min(observation.timeSinceScaleChange / spec.controlInterval, LONG));
  vector[i++] = cut(observation.lastScale / spec.largestScaleStep, 1);
}

/** A share on -1 .. 1. */
function centred(share: number): number {
  return 2 * share - 1;
}

/** A number of steps on 0 .. about 1. */
function duration(steps: number): number {
  return Math.log1p(steps) / Math.log1p(LONG);
}

function cut(value: number, limit: number): number {
  return Math.min(Math.max(value, -limit), limit);
}
