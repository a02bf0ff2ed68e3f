import { requireInteger, requirePositive } from "../check/index.js";

/** Work offered to a group of servers. */
export interface OfferedLoad {
  /** a = arrival rate / service rate, in Erlang (mean number of busy servers, were there enough of them); > 0. */
  readonly offeredLoad: number;
  /** Number of servers, >= 1. */
  readonly servers: number;
}

/**
 * Erlang B: the share of customers lost by c servers without a waiting room (M/M/c/c).
 *
 *     B(0) = 1,  B(n) = a B(n-1) / (n + a B(n-1))     (Eq. queueing.erlang-b)
 *
 * which equals (a^c / c!) / sum_{n <= c} a^n / n!. The recursion only adds and multiplies positive numbers, so it neither
 * overflows nor cancels, at any load and any number of servers; it takes `servers` steps.
 * Source: Jagerman, Bell System Technical Journal 53 (1974) 525-551.
 * @throws RangeError unless offeredLoad > 0 and servers is a whole number >= 1.
 * @example
 * queueing.erlangB({ offeredLoad: 2, servers: 3 }); // -> 4 / 19
 */
export function erlangB({ offeredLoad, servers }: OfferedLoad): number {
  requirePositive("offeredLoad", offeredLoad);
  requireInteger("servers", servers, 1);
  let blocking = 1;
  for (let n = 1; n <= servers; n++) blocking = nextErlangB(blocking, offeredLoad, n);
  return blocking;
}

/** One step of the recursion: B(n) from B(n - 1). Divided through by a, so that a huge load can't overflow. */
export function nextErlangB(previous: number, offeredLoad: number, n: number): number {
  return previous / (n / offeredLoad + previous);
}

/**
 * Erlang C: the share of customers that wait in an M/M/c.
 *
 *     C = c B(c) / ((c - a) + a B(c))                 (Eq. queueing.erlang-c)
 *
 * with B of Erlang B at the same load.
 * @throws RangeError unless 0 < offeredLoad < servers.
 * @example
 * queueing.erlangC({ offeredLoad: 2, servers: 3 }); // -> 4 / 9
 */
export function erlangC({ offeredLoad, servers }: OfferedLoad): number {
  requirePositive("offeredLoad", offeredLoad);
  requireInteger("servers", servers, 1);
  if (offeredLoad >= servers)
    throw new RangeError(
      `offeredLoad must be below servers = ${servers} for a steady state, got ${offeredLoad}`,
    );
  return waitFromBlocking(erlangB({ offeredLoad, servers }), offeredLoad, servers);
}

/** Erlang C from Erlang B at the same load. */
export function waitFromBlocking(blocking: number, offeredLoad: number, servers: number): number {
  return (servers * blocking) / (servers - offeredLoad + offeredLoad * blocking);
}
