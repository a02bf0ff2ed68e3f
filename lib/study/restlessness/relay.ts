import { requireInteger } from "../../check/index.js";

/** What the relay knows of its fleet, and how late. */
export interface RelayOptions {
  /** Steps from a command to start until the relay sees the container at work, 1 or more. */
  readonly startDelay: number;
  /** Steps from a command to stop until it sees the container gone; default 1. */
  readonly stopDelay?: number;
  /** Number of commands; default 400. */
  readonly steps?: number;
}

/**
 * Commands (+1 or -1 a step) of a relay without a dead band that holds a fleet at a set number of containers, sees starts and
 * stops late, and remembers nothing:
 *
 *   command_t = +1 where seen_t < target, else -1.
 *
 * As in the simulated cluster, a stop takes the container that was started last, also while it still starts. With delayed starts
 * and stops seen at once the cycle is d times up and d times down, of period 2d: stops withdraw what was started too much before it
 * was ever seen. Where both are seen d steps late, it is the textbook's integrator with a delay under a relay: its phase, -90
 * degrees - omega d, reaches -180 degrees at omega = pi/(2d), a period of 4d (4d - 2 on whole steps).
 *
 * @throws RangeError on delays or steps below 1.
 * Source: describing functions of relays, Åström and Murray (2021), section 10.5.
 */
export function relayCommands({ startDelay, stopDelay = 1, steps = 400 }: RelayOptions): Int8Array {
  requireInteger("startDelay", startDelay);
  requireInteger("stopDelay", stopDelay);
  requireInteger("steps", steps);
  const commands = new Int8Array(steps);
  /** Step from which each container of the fleet is seen, the newest last; those beyond the first `base` that are there. */
  const seenFrom: number[] = [];
  /** Step until which each container that was stopped is still seen. */
  const seenUntil: number[] = [];
  // Starts one below the target, which is 0; old containers are counted by `below` as stops go on.
  let old = -1;
  for (let t = 0; t < steps; t++) {
    const seen =
      old + seenFrom.filter((from) => from <= t).length + seenUntil.filter((until) => until > t).length;
    commands[t] = seen < 0 ? 1 : -1;
    if (commands[t] === 1) {
      seenFrom.push(t + startDelay);
      continue;
    }
    const newest = seenFrom.pop();
    if (newest === undefined) old--;
    if (newest === undefined || newest <= t) seenUntil.push(t + stopDelay);
  }
  return commands;
}
