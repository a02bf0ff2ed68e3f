/** Where a comparison stands. */
export interface ComparisonProgress {
  /** Environment steps done now or before, and in all, those of the evaluation included. */
  readonly done: number;
  readonly total: number;
  /** Finished runs, and all of them. */
  readonly finished: number;
  readonly runs: number;
  /** Seconds until the end at the speed so far; NaN until there is one. */
  readonly secondsLeft: number;
}

/** Cells of the bar. */
const CELLS = 30;
/** The time left is told once this long has passed, in s: a speed before that is none. */
const FIRST_ESTIMATE = 3;

/**
 * The progress as a line for a notebook: a bar, the share that is done, finished runs, the time left.
 * @example
 * const progress = { done: 30, total: 60, finished: 1, runs: 4, secondsLeft: 90 };
 * evaluation.progressLine(progress); // -> "███████████████░░░░░░░░░░░░░░░ 50 % · 1 of 4 runs · 2 min left"
 */
export function progressLine({ done, total, finished, runs, secondsLeft }: ComparisonProgress): string {
  const share = total === 0 ? 1 : done / total;
  const bar = "█".repeat(Math.floor(CELLS * share)).padEnd(CELLS, "░");
  const parts = [`${bar} ${Math.floor(100 * share)} %`, `${finished} of ${runs} runs`];
  if (finished < runs && !Number.isNaN(secondsLeft)) parts.push(`${duration(secondsLeft)} left`);
  return parts.join(" · ");
}

function duration(seconds: number): string {
  return seconds < 90 ? `${Math.ceil(seconds)} s` : `${Math.round(seconds / 60)} min`;
}

/** Adds up what the runs of a comparison tell. */
export class ProgressSum {
  readonly #done: number[];
  #finished: number;
  /** Steps done, and the time in ms, when the first news came: what came before was loading. */
  #start: { readonly done: number; readonly at: number } | undefined;

  /** @param totals steps of each run. @param before those that were done before. @param finished runs that were. */
  constructor(
    readonly totals: readonly number[],
    before: readonly number[],
    finished: number,
  ) {
    this.#done = [...before];
    this.#finished = finished;
  }

  /** Enters the steps that run `run` has done, as far as they are news. */
  note(run: number, steps: number): void {
    this.#done[run] = Math.max(this.#done[run], steps);
    this.#start ??= { done: sum(this.#done), at: performance.now() };
  }

  /** Enters that run `run` is finished. */
  finish(run: number): void {
    this.#done[run] = this.totals[run];
    this.#finished++;
  }

  now(): ComparisonProgress {
    const [done, total] = [sum(this.#done), sum(this.totals)];
    const { done: first, at } = this.#start ?? { done, at: performance.now() };
    const seconds = (performance.now() - at) / 1000;
    const speed = seconds < FIRST_ESTIMATE ? Number.NaN : (done - first) / seconds;
    return {
      done,
      total,
      finished: this.#finished,
      runs: this.totals.length,
      secondsLeft: speed > 0 ? (total - done) / speed : Number.NaN,
    };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
