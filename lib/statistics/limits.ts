/** The least and the largest value that a quantity can have; infinite where there is none. */
export type Limits = readonly [lowest: number, highest: number];

/** Of a quantity that can have any value. */
export const UNLIMITED: Limits = Object.freeze([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]);
/** Of a count, a time or a size. */
export const NOT_NEGATIVE: Limits = Object.freeze([0, Number.POSITIVE_INFINITY]);
/** Of a reward that is a sum of penalties. */
export const NOT_POSITIVE: Limits = Object.freeze([Number.NEGATIVE_INFINITY, 0]);
/** Of a share or a rate per step. */
export const SHARE: Limits = Object.freeze([0, 1]);

/**
 * The ends of value +- halfWidth, carried over to a scale without bounds and back (delta method), so that they stay within the
 * limits: with one limit a, a + (value - a) exp(+- halfWidth / (value - a)); with two, a and b, the log odds of the way from a
 * to b move by +- halfWidth (b - a) / ((value - a)(b - value)). A value at a limit has no room: both ends are the value.
 */
export function intervalWithin(
  value: number,
  halfWidth: number,
  [lowest, highest]: Limits,
): { readonly lower: number; readonly upper: number } {
  const [below, above] = [value - lowest, highest - value];
  if (below === 0 || above === 0) return { lower: value, upper: value };
  if (below === Number.POSITIVE_INFINITY && above === Number.POSITIVE_INFINITY)
    return { lower: value - halfWidth, upper: value + halfWidth };
  if (above === Number.POSITIVE_INFINITY) {
    const factor = Math.exp(halfWidth / below);
    return { lower: lowest + below / factor, upper: lowest + below * factor };
  }
  if (below === Number.POSITIVE_INFINITY) {
    const factor = Math.exp(halfWidth / above);
    return { lower: highest - above * factor, upper: highest - above / factor };
  }
  const range = highest - lowest;
  const factor = Math.exp((halfWidth * range) / (below * above));
  const end = (odds: number) => highest - range / (1 + odds);
  return { lower: end(below / above / factor), upper: end((below / above) * factor) };
}
