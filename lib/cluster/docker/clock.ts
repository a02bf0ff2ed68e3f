import { setTimeout as sleep } from "node:timers/promises";

/** Now, in s of the machine's monotonic clock (CLOCK_MONOTONIC), the same for every process on it. */
export function monotonicSeconds(): number {
  return Number(process.hrtime.bigint()) * 1e-9;
}

/** Timers fire on whole milliseconds, and up to one early: what is left then is waited for without a timer. */
const TIMER_GRAIN = 1e-3;

/**
 * Waits until `time` on the monotonic clock; returns at once where it has passed.
 * @throws the signal's reason as soon as it is aborted.
 */
export async function waitUntil(time: number, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const left = time - monotonicSeconds();
    if (left <= 0) return;
    await sleepFor(Math.max(left, TIMER_GRAIN), signal);
  }
}

/** Waits for `seconds`. @throws the signal's reason as soon as it is aborted. */
export async function sleepFor(seconds: number, signal: AbortSignal): Promise<void> {
  try {
    await sleep(seconds * 1000, undefined, { signal });
  } catch {
    signal.throwIfAborted();
  }
}

/** Time between two looks, in s. */
const LOOK_PAUSE = 0.02;

/** Waits until `holds`, having a look before each try. @throws the signal's reason as soon as it is aborted. */
export async function waitFor(
  holds: () => boolean,
  signal: AbortSignal,
  look: () => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  for (;;) {
    await look();
    signal.throwIfAborted();
    if (holds()) return;
    await sleepFor(LOOK_PAUSE, signal);
  }
}
