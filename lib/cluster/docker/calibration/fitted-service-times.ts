import type { ServiceTimes } from "../../service-times.js";

/** Squared variations up to this are taken for constant times, and those so near to 1 for exponential ones. */
const CONSTANT = 0.01;
const EXPONENTIAL = 0.1;

/**
 * Service times with this squared coefficient of variation, as the simulator is to draw them: constant, exponential, or log-normal,
 * which may have any.
 */
export function fittedServiceTimes(squaredVariation: number): ServiceTimes {
  if (!(squaredVariation > CONSTANT)) return { distribution: "deterministic" };
  if (Math.abs(squaredVariation - 1) <= EXPONENTIAL) return { distribution: "exponential" };
  return { distribution: "log-normal", squaredVariation };
}
