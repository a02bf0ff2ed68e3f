import { requireWithin } from "../check/index.js";

/**
 * p-values adjusted for the number of tests by Holm's step-down method: with m of them in ascending order p(1) <= ... <= p(m),
 * the adjusted ones are max over j <= i of min(1, (m - j + 1) p(j)). Rejecting where they are below alpha keeps the chance of any
 * false rejection below alpha, however the tests depend on each other. In the order of `pValues`; of none, none.
 *
 * @throws RangeError unless each is between 0 and 1.
 * Source: Holm (1979).
 * @example
 * statistics.holmAdjusted([0.01, 0.04, 0.03]); // -> [0.03, 0.06, 0.06]
 */
export function holmAdjusted(pValues: readonly number[]): readonly number[] {
  for (const [i, pValue] of pValues.entries()) requireWithin(`pValues[${i}]`, pValue, 0, 1);
  const tests = pValues.length;
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a] - pValues[b]);
  const adjusted = new Array<number>(tests);
  let largest = 0;
  for (const [rank, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (tests - rank) * pValues[i]));
    adjusted[i] = largest;
  }
  return adjusted;
}
