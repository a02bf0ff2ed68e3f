import { ContainerState, type Observation } from "../cluster/contract.js";
import {
  commandForCapacity,
  HYSTERESIS,
  meanServiceRate,
  PEAK_SHARE,
  squareRootFleet,
} from "./capacity-command.js";
import { scalingFamily } from "./families.js";
import { type HoltState, holtStep, smoothingGain } from "./holt.js";
import { largestWithin, type SlidingMaximum, withValue } from "./sliding-maximum.js";

/** What staffing remembers. */
export interface StaffingMemory {
  /** Its settings on the cluster's clock. */
  readonly clock: StaffingClock;
  /** The smoothed arrival rate in requests/s; undefined before the first observation. */
  readonly rate: HoltState | undefined;
  /** Levels of the smoothed rate; undefined without a look-back. */
  readonly levels: SlidingMaximum | undefined;
}

/** Settings of staffing on one cluster's clock. */
export interface StaffingClock {
  /** Share of the newest arrival rate in the smoothed one, where it lies above its forecast and where below. */
  readonly attackGain: number;
  readonly decayGain: number;
  /** Control steps until a container that is asked for now has served one interval. */
  readonly steps: number;
  /** Look-back in s. */
  readonly lookBack: number;
}

/**
 * Staffing for the load one cold start ahead. Every part is off by default, which leaves c = R + beta sqrt(R) for the load just
 * observed.
 *
 * The arrival rate x is smoothed by Holt's method (`holtStep`) to a level l and a slope b, with one time constant where x lies
 * above its forecast (`attack`) and another where below (`decay`). The rate to staff for is
 *
 *     lambda = max(0, l + lead h b) + backlog W,    h = coldStart/interval + 1 steps,
 *
 * where W is the number of requests waiting in ready containers. With the offered loads R = lambda / mu and, for the peak of l
 * over the look-back, P, the fleet is
 *
 *     c = max(R + beta sqrt(R), peakShare (P + beta sqrt(P))),
 *
 * to which `commandForCapacity` goes at once, so that it also holds for unequal containers. Holds where nothing has been
 * observed yet.
 * Sources: Halfin and Whitt 1981, Operations Research 29(3); Gandhi, Harchol-Balter, Raghunathan and Kozuch 2012, AutoScale, ACM
 * Transactions on Computer Systems 30(4), on not scaling down at once.
 */
export const staffing = scalingFamily({
  name: "staffing",
  summary: "square-root staffing with fast attack and slow decay, look-back maximum, trend and backlog",
  parameters: {
    beta: {
      type: "number",
      default: 1,
      minimum: -10,
      maximum: 100,
      search: { low: -1, high: 5, scale: "linear" },
      unit: "",
      meaning: "safety staffing in standard deviations of the offered load",
    },
    attack: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 120, scale: "linear" },
      unit: "s, divided by the time scale",
      meaning: "time constant of the smoothed arrival rate while it rises; 0 follows it at once",
    },
    decay: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 600, scale: "linear" },
      unit: "s, divided by the time scale",
      meaning: "time constant of the smoothed arrival rate while it falls; 0 follows it at once",
    },
    trend: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: 1,
      search: { low: 0, high: 1, scale: "linear" },
      unit: "",
      meaning: "Holt's beta, the share of the newest slope in the smoothed one; 0 switches the trend off",
    },
    lead: {
      type: "number",
      default: 1,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 2, scale: "linear" },
      unit: "",
      meaning: "how far the trend is extrapolated: 1 is a cold start and an interval ahead",
    },
    backlog: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 2, scale: "linear" },
      unit: "1/s",
      meaning: "share of the waiting requests that is to be worked off in a second; 0 switches it off",
    },
    lookBack: {
      type: "number",
      default: 0,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 1000, scale: "linear" },
      unit: "s, divided by the time scale",
      meaning: "time over which the peak of the smoothed arrival rate counts; 0 switches it off",
    },
    peakShare: PEAK_SHARE,
    hysteresis: HYSTERESIS,
  },
  build({ beta, attack, decay, trend, lead, backlog, lookBack, peakShare, hysteresis }) {
    const fleetFor = (load: number) => squareRootFleet(load, beta);
    const smoothed = (before: HoltState | undefined, rate: number, clock: StaffingClock): HoltState => {
      if (before === undefined) return { level: rate, slope: 0 };
      const gain = rate > before.level + before.slope ? clock.attackGain : clock.decayGain;
      return holtStep(before, rate, gain, trend);
    };
    return {
      start({ controlInterval, timeScale, coldStart }): StaffingMemory {
        const clock = {
          attackGain: smoothingGain(controlInterval * timeScale, attack),
          decayGain: smoothingGain(controlInterval * timeScale, decay),
          steps: coldStart / controlInterval + 1,
          lookBack: lookBack / timeScale,
        };
        return { clock, rate: undefined, levels: undefined };
      },
      decide(observation, memory: StaffingMemory) {
        if (observation.time === 0) return { scale: 0, memory };
        const { clock } = memory;
        const rate = smoothed(memory.rate, observation.arrivalRate, clock);
        const levels =
          clock.lookBack > 0
            ? withValue(memory.levels, Math.max(rate.level, 0), observation.time)
            : undefined;
        const meanRate = meanServiceRate(observation);
        let demand = Math.max(rate.level + lead * clock.steps * rate.slope, 0);
        if (backlog > 0) demand += backlog * waitingRequests(observation);
        let needed = fleetFor(demand / meanRate);
        if (levels !== undefined)
          needed = Math.max(needed, peakShare * fleetFor(largestWithin(levels, clock.lookBack) / meanRate));
        return {
          scale: commandForCapacity(needed, hysteresis, meanRate, observation),
          memory: { clock, rate, levels },
        };
      },
    };
  },
});

/** Requests that wait in ready containers: all but one in service in each. */
function waitingRequests({ size, state, queueDepth }: Observation): number {
  let waiting = 0;
  for (let i = 0; i < size; i++)
    if (state[i] === ContainerState.ready) waiting += Math.max(queueDepth[i] - 1, 0);
  return waiting;
}
