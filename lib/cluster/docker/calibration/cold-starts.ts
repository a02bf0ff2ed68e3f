import { monotonicSeconds } from "../clock.js";
import type { ContainerRun } from "../run.js";

/** Seconds a container may take where nothing else is said. */
export const PATIENCE = 60;

/** Times from start to ready in s, of containers started one after the other (each in its turn) while no other one runs. */
export async function measureColdStarts(
  run: ContainerRun,
  {
    starts,
    patience = PATIENCE,
    signal,
    onStart,
  }: { starts: number; patience?: number | undefined; signal: AbortSignal; onStart: () => void },
): Promise<number[]> {
  const times: number[] = [];
  for (let k = 0; k < starts; k++) {
    signal.throwIfAborted();
    const worker = run.workers[k % run.workers.length];
    const begun = monotonicSeconds();
    await worker.start();
    await worker.waitUntilReady(patience, AbortSignal.any([signal, run.died]));
    times.push(monotonicSeconds() - begun);
    await worker.stop();
    onStart();
  }
  return times;
}
