import { InputError } from "../../../check/index.js";
import { untilAborted } from "../until-aborted.js";
import type { LoadGenerator } from "./contract.js";

/** The load generator that `start` makes, once it is ready. @throws the signal's reason; then none is left behind. */
export async function startLoad(
  start: () => LoadGenerator | Promise<LoadGenerator>,
  ended: AbortSignal,
): Promise<LoadGenerator> {
  const starting = Promise.resolve(start());
  try {
    return await untilAborted(ended, starting);
  } catch (error) {
    await starting.then((load) => load.close()).catch(() => {});
    throw error;
  }
}

/**
 * Ends an episode and waits for the answers that are due.
 * @throws InputError where they aren't there after `patience` s; the signal's reason when it is aborted.
 */
export async function endLoad(load: LoadGenerator, patience: number, ended: AbortSignal): Promise<void> {
  const limit = AbortSignal.timeout(1000 * patience);
  try {
    await untilAborted(AbortSignal.any([ended, limit]), load.end());
  } catch (error) {
    if (ended.aborted || !limit.aborted) throw error;
    const { unfinished } = load.take();
    throw new InputError(
      `the load generator didn't end within ${patience} s (${unfinished.length} requests unanswered): the run is over; repeat the command`,
    );
  }
}
