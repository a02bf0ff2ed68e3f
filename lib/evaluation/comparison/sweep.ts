import type { Variant } from "./variant.js";

/**
 * A variant for every choice of one value from each list: a grid of weights, named by what it sets.
 * @param values values of each weight, by reward term.
 * @example
 * const grid = evaluation.weightSweep({ cost: [5, 10], "fleet-change": [0, 3] });
 * grid.map(({ name }) => name);
 * // -> ["cost 5, fleet-change 0", "cost 5, fleet-change 3", "cost 10, fleet-change 0", "cost 10, fleet-change 3"]
 * grid[1].weights; // -> { cost: 5, "fleet-change": 3 }
 */
export function weightSweep(values: Readonly<Record<string, readonly number[]>>): readonly Variant[] {
  const grid = Object.entries(values).reduce<readonly Readonly<Record<string, number>>[]>(
    (chosen, [term, weights]) =>
      chosen.flatMap((one) => weights.map((weight) => ({ ...one, [term]: weight }))),
    [{}],
  );
  return grid.map((weights) => ({
    name: Object.entries(weights)
      .map(([term, weight]) => `${term} ${weight}`)
      .join(", "),
    weights,
  }));
}
