import type { RandomStream } from "../../random/index.js";

/**
 * Fills `values` (of even length) with independent standard normal numbers, by Marsaglia's polar method. One call for many:
 * a number that a function returns is boxed, one that it writes into an array isn't.
 */
export function fillNormal(random: RandomStream, values: Float64Array): void {
  for (let k = 0; k < values.length; ) {
    const x = 2 * random.uniform() - 1;
    const y = 2 * random.uniform() - 1;
    const squared = x * x + y * y;
    if (squared === 0 || squared >= 1) continue;
    const factor = Math.sqrt((-2 * Math.log(squared)) / squared);
    values[k++] = x * factor;
    values[k++] = y * factor;
  }
}
