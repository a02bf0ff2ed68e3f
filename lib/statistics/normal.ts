/**
 * The standard normal density at z.
 *
 * @example
 * statistics.normalDensity(0); // -> 0.3989422804014327
 */
export function normalDensity(z: number): number {
  return Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/**
 * The standard normal distribution function Phi(z), to about fifteen decimals: 1/2 + phi(z) (z + z^3/3 + z^5/(3 5) + ...), all terms of one
 * sign (Marsaglia, Journal of Statistical Software 11(4), 2004); 0 or 1 beyond |z| = 8, where it is to fifteen decimals.
 *
 * @example
 * statistics.normalDistribution(0); // -> 0.5
 */
export function normalDistribution(z: number): number {
  if (Number.isNaN(z)) return Number.NaN;
  if (z < -8) return 0;
  if (z > 8) return 1;
  let [sum, term] = [z, z];
  for (let k = 3; Math.abs(term) > 1e-17 * Math.abs(sum); k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + sum * normalDensity(z);
}
