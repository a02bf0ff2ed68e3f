import type { Phase } from "./load-samples.js";

/** Numbers of the phases of a load episode, in their order. */
export const REST = 0;
export const LIGHT = 1;
export const OVERLOAD = 2;
export const AFTER = 3;

/** The phases: light load, overload and the rest after it take `seconds` steps each, the rest before a quarter of it. */
export function loadPhases(seconds: number): readonly Phase[] {
  const phases: Phase[] = [];
  phases[REST] = { load: 0, steps: Math.ceil(seconds / 4) };
  phases[LIGHT] = { load: 0.2, steps: seconds };
  phases[OVERLOAD] = { load: 1.5, steps: seconds };
  phases[AFTER] = { load: 0, steps: seconds };
  return phases;
}
