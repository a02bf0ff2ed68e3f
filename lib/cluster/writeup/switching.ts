import { requireFinite, requireInteger, requirePositive, requireWithin } from "../../check/index.js";
import { normalDistribution } from "../../statistics/index.js";
import { WRITEUP_SCALE_DOWN, WRITEUP_SCALE_UP } from "./vectors.js";

/** Probabilities with which a step's command is up and down; hold has the rest. */
export interface CommandOdds {
  readonly up: number;
  readonly down: number;
}

/**
 * How often a scale drawn from a Gaussian asks for a change, by its mean m and deviation sigma: with Phi the normal
 * distribution function,
 *
 *   P(up) = Phi((m - 0.7) / sigma),  P(down) = Phi((0.3 - m) / sigma)      (Eq. cluster.switching.odds)
 *
 * At m = 0.5 and sigma = 1, as training begins, that is 2 Phi(-0.2) = 84 % of steps.
 * @param scale mean of the scale before it is cut to [0, 1], and its deviation, > 0.
 * @throws RangeError on a mean that isn't finite, or a deviation that isn't positive.
 * @example
 * const { up, down } = cluster.commandOdds({ mean: 0.5, deviation: 1 });
 * (up + down).toFixed(4); // -> "0.8415"
 */
export function commandOdds({
  mean,
  deviation,
}: {
  readonly mean: number;
  readonly deviation: number;
}): CommandOdds {
  requireFinite("mean", mean);
  requirePositive("deviation", deviation);
  return {
    up: normalDistribution((mean - WRITEUP_SCALE_UP) / deviation),
    down: normalDistribution((WRITEUP_SCALE_DOWN - mean) / deviation),
  };
}

/** Shares of steps, at stationarity. */
export interface SwitchingRates {
  /** A command is given. */
  readonly command: number;
  /** The fleet changes. */
  readonly change: number;
  /** The command is the opposite of the last one that wasn't hold: the mean of the write-up's friction. */
  readonly reversedCommand: number;
  /** Mean fleet as a share of N. */
  readonly fleetShare: number;
}

/**
 * What commands drawn each step with the same odds p = P(up) and q = P(down), as by any head whose outputs don't move, do to a
 * fleet of 1 .. N containers that changes at once. Its size is a walk that stops at both ends, with pi(n) in proportion to
 * (p/q)^n, so that
 *
 *   command = p + q,  change = p (1 - pi(N)) + q (1 - pi(1)),  reversed command = 2 p q / (p + q)      (Eq. cluster.switching.rates)
 *
 * the last because a command that is given is up with p/(p + q), whatever the one before was. Without commands the fleet stays
 * where it began: its share is NaN.
 * @throws RangeError unless both odds are probabilities with a sum of at most 1, and `size` is a whole number of at least 1.
 * @example
 * const even = cluster.switchingRates({ up: 0.4, down: 0.4 }, 5);
 * [even.command, even.change, even.reversedCommand, even.fleetShare].map((rate) => rate.toFixed(2));
 * // -> ["0.80", "0.64", "0.40", "0.60"]
 */
export function switchingRates({ up, down }: CommandOdds, size: number): SwitchingRates {
  requireWithin("up", up, 0, 1);
  requireWithin("down", down, 0, 1 - up + Number.EPSILON);
  requireInteger("size", size, 1);
  const command = up + down;
  if (command === 0) return { command, change: 0, reversedCommand: 0, fleetShare: Number.NaN };
  const shares = walkShares(up, down, size);
  return {
    command,
    change: up * (1 - shares[size - 1]) + down * (1 - shares[0]),
    reversedCommand: (2 * up * down) / command,
    fleetShare: shares.reduce((sum, share, n) => sum + share * (n + 1), 0) / size,
  };
}

/** pi(1), ..., pi(N), from the likelier end so that nothing overflows. */
function walkShares(up: number, down: number, size: number): number[] {
  const ratio = Math.min(up, down) / Math.max(up, down);
  const powers = Array.from({ length: size }, (_, n) => ratio ** n);
  if (up > down) powers.reverse();
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
