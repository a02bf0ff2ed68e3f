import {
  commandForCapacity,
  HYSTERESIS,
  meanServiceRate,
  PEAK_SHARE,
  squareRootFleet,
} from "./capacity-command.js";
import { scalingFamily } from "./families.js";
import { largestWithin, type SlidingMaximum, withValue } from "./sliding-maximum.js";

/** What base stock remembers. */
export interface BaseStockMemory {
  /** Look-back in s of the cluster's clock. */
  readonly lookBack: number;
  /** Arrival rates in requests/s; undefined before the first observation. */
  readonly rates: SlidingMaximum | undefined;
}

/** How base stock depends on what a violation costs. */
export interface BaseStockSettings {
  /** Price of an SLA violation in container-seconds, p > 0. */
  readonly price: number;
  /** Safety staffing at a price of 1, in standard deviations of the offered load. */
  readonly safety: number;
  /** What ten times the price adds to it. */
  readonly priceSafety: number;
  /** Share of the fleet for the peak that is kept, s. */
  readonly peakShare: number;
}

/** Where nothing else is said. */
export const BASE_STOCK: BaseStockSettings = Object.freeze({
  price: 1,
  safety: 0.3,
  priceSafety: 0.7,
  peakShare: 0.8,
});

/**
 * The fleet that base stock holds, in mean containers, for an offered load R and its peak P:
 *
 *     c = max(R + b sqrt(R), s (P + b sqrt(P))),   b = safety + priceSafety log10(p)
 *
 * @param load R, >= 0.
 * @param peak P, >= R.
 * @example
 * control.baseStockFleet(16, 16, { ...control.BASE_STOCK, price: 10 }); // -> 16 + 1 * 4
 * control.baseStockFleet(4, 16, { ...control.BASE_STOCK, price: 10 }); // -> 0.8 * (16 + 1 * 4)
 */
export function baseStockFleet(load: number, peak: number, settings: BaseStockSettings): number {
  const { price, safety, priceSafety, peakShare } = settings;
  const beta = safety + priceSafety * Math.log10(price);
  return Math.max(squareRootFleet(load, beta), peakShare * squareRootFleet(peak, beta));
}

/**
 * Base stock: a fleet for the load just observed and its recent peak (`baseStockFleet`), with more safety the dearer a violation
 * is. It goes there at once (`commandForCapacity`), so that it also holds for unequal containers. Holds where nothing has been
 * observed yet. It is what a policy with the encoding `fleet` does before it has learned anything.
 * Sources: Porteus 2002, Foundations of Stochastic Inventory Theory, chapter 4, on base-stock policies; Halfin and Whitt 1981, Operations
 * Research 29(3), on the square root.
 */
export const baseStock = scalingFamily({
  name: "base-stock",
  summary: "square-root staffing for the load and its recent peak, by the price of a violation",
  parameters: {
    price: {
      type: "number",
      default: BASE_STOCK.price,
      minimum: 1e-6,
      maximum: 1e6,
      unit: "container-seconds",
      meaning: "price of an SLA violation",
    },
    safety: {
      type: "number",
      default: BASE_STOCK.safety,
      minimum: -10,
      maximum: 100,
      search: { low: -1, high: 5, scale: "linear" },
      unit: "",
      meaning: "safety staffing in standard deviations of the offered load at a price of 1",
    },
    priceSafety: {
      type: "number",
      default: BASE_STOCK.priceSafety,
      minimum: 0,
      maximum: 100,
      search: { low: 0, high: 2, scale: "linear" },
      unit: "",
      meaning: "what ten times the price adds to the safety staffing",
    },
    lookBack: {
      type: "number",
      default: 200,
      minimum: 0,
      maximum: Number.POSITIVE_INFINITY,
      search: { low: 0, high: 1000, scale: "linear" },
      unit: "s, divided by the time scale",
      meaning: "time over which the peak of the arrival rate counts; 0 switches it off",
    },
    peakShare: { ...PEAK_SHARE, default: BASE_STOCK.peakShare },
    hysteresis: HYSTERESIS,
  },
  build({ lookBack, hysteresis, ...settings }) {
    return {
      start: ({ timeScale }): BaseStockMemory => ({ lookBack: lookBack / timeScale, rates: undefined }),
      decide(observation, memory: BaseStockMemory) {
        if (observation.time === 0) return { scale: 0, memory };
        const { arrivalRate, time } = observation;
        const rates = withValue(memory.rates, arrivalRate, time);
        const meanRate = meanServiceRate(observation);
        const peak = largestWithin(rates, memory.lookBack) / meanRate;
        const needed = baseStockFleet(arrivalRate / meanRate, peak, settings);
        return {
          scale: commandForCapacity(needed, hysteresis, meanRate, observation),
          memory: { ...memory, rates },
        };
      },
    };
  },
});
