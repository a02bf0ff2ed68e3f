import { InputError } from "../check/index.js";
import { stopSignal } from "./stop-signal.js";

/** `--time-limit` in s. @throws InputError unless it is positive. */
export function timeLimit({ timeLimit }: { readonly timeLimit?: number }): number | undefined {
  if (timeLimit !== undefined && !(timeLimit > 0))
    throw new InputError(`--time-limit must be more than 0 minutes, got ${timeLimit}`);
  return timeLimit === undefined ? undefined : 60 * timeLimit;
}

/** Does `work` until it is done, stopped (Ctrl-C) or out of time. The same command goes on from either stop. */
export async function withinTime<T>(
  flags: { readonly timeLimit?: number },
  work: (signal: AbortSignal) => Promise<T>,
): Promise<{ readonly result: T | undefined; readonly outOfTime: boolean }> {
  const limit = timeLimit(flags);
  const stop = stopSignal();
  const timer = new AbortController();
  if (limit !== undefined) setTimeout(() => timer.abort(), 1000 * limit).unref();
  try {
    return { result: await work(AbortSignal.any([stop, timer.signal])), outOfTime: false };
  } catch (error) {
    const outOfTime = timer.signal.aborted && !stop.aborted && (error as Error).name === "AbortError";
    if (!outOfTime) throw error;
    return { result: undefined, outOfTime };
  }
}
