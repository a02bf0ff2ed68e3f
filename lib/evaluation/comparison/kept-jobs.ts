import { availableParallelism } from "node:os";
import { type Job, ProcessPool } from "../../processes/index.js";
import { type ComparisonProgress, ProgressSum } from "./progress.js";

/** Work whose result is kept in a file. */
export interface KeptJob<Result> {
  /** Jobs of one id are one. */
  readonly id: string;
  /** Environment steps that it takes, and how many of them were done before. */
  readonly steps: number;
  before(): number;
  /** The result where it is kept already. */
  kept(): Result | undefined;
  /** Does it in another process, keeps the result, and tells the steps that it has done. */
  readonly job: Job;
}

/** How jobs are watched and stopped. */
export interface JobsWatch {
  /** Processes; default: one a core. */
  readonly workers?: number | undefined;
  readonly signal: AbortSignal;
  readonly show: (progress: ComparisonProgress) => void;
}

/** Progress is shown this far apart, in ms. */
const INTERVAL = 250;

/** The jobs that were asked for last, until they have ended. */
let last: Promise<unknown> = Promise.resolve();

/**
 * The results of all jobs by their id: those that are kept are read, the others made on all cores. In a process one such list is
 * worked off at a time: one that is being stopped has let go of its files before the next begins.
 * @throws the signal's reason when aborted; what a job throws.
 */
export function doneJobs<Result>(
  jobs: readonly KeptJob<Result>[],
  watch: JobsWatch,
): Promise<ReadonlyMap<string, Result>> {
  const results = last.then(() => workedOff(jobs, watch));
  last = results.catch(() => {});
  return results;
}

async function workedOff<Result>(
  jobs: readonly KeptJob<Result>[],
  { workers = availableParallelism(), signal, show }: JobsWatch,
): Promise<ReadonlyMap<string, Result>> {
  const all = [...new Map(jobs.map((job) => [job.id, job])).values()];
  const results = new Map<string, Result>();
  for (const { id, kept } of all) {
    const result = kept();
    if (result !== undefined) results.set(id, result);
  }
  const before = all.map((job) => (results.has(job.id) ? job.steps : job.before()));
  const sum = new ProgressSum(
    all.map(({ steps }) => steps),
    before,
    results.size,
  );
  const missing = all.flatMap(({ id }, i) => (results.has(id) ? [] : [i]));
  show(sum.now());
  if (missing.length === 0) return results;
  let shownAt = performance.now();
  const pool = new ProcessPool(Math.min(workers, missing.length));
  try {
    await pool.run<Result, number>(
      missing.map((i) => all[i].job),
      {
        signal,
        onMessage(place, steps) {
          sum.note(missing[place], steps);
          if (performance.now() - shownAt < INTERVAL) return;
          shownAt = performance.now();
          show(sum.now());
        },
        onDone(place, result) {
          const i = missing[place];
          results.set(all[i].id, result);
          sum.finish(i);
          show(sum.now());
        },
      },
    );
  } finally {
    pool.close();
  }
  return results;
}
