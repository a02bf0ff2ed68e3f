import { type TrialSums, trialCost } from "./trial-sums.js";

/**
 * Prices by which trials are ranked: the standard ones (STANDARD_PRICES) first, then those halfway between them on a log scale,
 * so that settings along the lower convex hull of fleet against violations are kept, too.
 */
const RANKED_PRICES: readonly number[] = Object.freeze([0.1, 0.3, 1, 3, 10, 30, 0.17, 0.55, 1.7, 5.5, 17]);

/** Trials from the cheapest to the dearest, by their numbers, for every price and size. */
export function rankings(
  trials: readonly TrialSums[],
  sizes: readonly number[],
): readonly (readonly number[])[] {
  return RANKED_PRICES.flatMap((price) =>
    sizes.map((size) =>
      trials
        .map((sums) => ({ trial: sums.trial, cost: trialCost(sums, { size, price, split: "train" }) }))
        .sort((a, b) => a.cost - b.cost || a.trial - b.trial)
        .map(({ trial }) => trial),
    ),
  );
}

/**
 * Numbers of the `count` trials that go on, ascending: the first of every ranking, then the seconds, ..., so that for every size
 * and price some of the best remain.
 */
export function survivors(
  trials: readonly TrialSums[],
  sizes: readonly number[],
  count: number,
): readonly number[] {
  const orders = rankings(trials, sizes);
  const chosen = new Set<number>();
  for (let place = 0; place < trials.length && chosen.size < count; place++)
    for (const order of orders) if (chosen.size < count) chosen.add(order[place] as number);
  return [...chosen].sort((a, b) => a - b);
}
