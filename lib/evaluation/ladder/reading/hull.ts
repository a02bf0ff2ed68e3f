/** The points of a method's settings: entry i is the violation rate and the fleet share of setting i. */
export interface MethodPoints {
  readonly violationRate: ArrayLike<number>;
  readonly fleetShare: ArrayLike<number>;
}

/** A mix of two settings: a share 1 - `share` of the time `first`, else `second` (indices of settings; the same where one alone does). */
export interface SettingMix {
  readonly first: number;
  readonly second: number;
  readonly share: number;
}

/**
 * The mix of a method's settings that needs the least fleet at a violation rate of at most `level`: the point of the lower convex
 * hull of its points there. With rates x and fleets y it is the least of y_i over x_i <= level, and of
 * y_i + (level - x_i)/(x_j - x_i) (y_j - y_i) over x_i <= level < x_j. Undefined where no setting gets down to the level.
 * @example
 * const points = { violationRate: [0, 0.02, 0.01], fleetShare: [0.9, 0.5, 0.8] };
 * evaluation.mixAtLevel(points, 0.01); // -> { first: 0, second: 1, share: 0.5 }
 */
export function mixAtLevel(points: MethodPoints, level: number): SettingMix | undefined {
  const { violationRate: rate, fleetShare: fleet } = points;
  let best: SettingMix | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (let i = 0; i < rate.length; i++) {
    if (!(rate[i] <= level)) continue;
    if (fleet[i] < least) [least, best] = [fleet[i], { first: i, second: i, share: 0 }];
    for (let j = 0; j < rate.length; j++) {
      if (!(rate[j] > level && fleet[j] < fleet[i])) continue;
      const share = (level - rate[i]) / (rate[j] - rate[i]);
      const mixed = fleet[i] + share * (fleet[j] - fleet[i]);
      if (mixed < least) [least, best] = [mixed, { first: i, second: j, share }];
    }
  }
  return best;
}

/**
 * The fleet share that a method needs for a violation rate of at most `level`, read off the lower convex hull of its points
 * (`mixAtLevel`); infinite where no setting gets down to the level.
 * @example
 * const points = { violationRate: [0, 0.02, 0.01], fleetShare: [0.9, 0.5, 0.8] };
 * [0.01, 0.04].map((level) => evaluation.fleetAtLevel(points, level)); // -> [0.7, 0.5]
 */
export function fleetAtLevel(points: MethodPoints, level: number): number {
  const mix = mixAtLevel(points, level);
  if (mix === undefined) return Number.POSITIVE_INFINITY;
  const { first, second, share } = mix;
  const { fleetShare } = points;
  return fleetShare[first] + share * (fleetShare[second] - fleetShare[first]);
}

/**
 * The least violation rate of a method's settings: what "not reached" falls short at.
 * @example
 * evaluation.leastRate({ violationRate: [0.03, 0.02], fleetShare: [0.5, 0.6] }); // -> 0.02
 */
export function leastRate({ violationRate }: MethodPoints): number {
  return Math.min(...Array.from(violationRate));
}
