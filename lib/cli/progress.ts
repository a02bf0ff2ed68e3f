import { SingleBar } from "cli-progress";

/** Shows how far long work has come: a bar on a terminal, a line every tenth elsewhere. Writes to standard error. */
export interface Progress {
  update(done: number, total: number): void;
  /** Says something in between. */
  note(text: string): void;
  stop(): void;
}

const note = (text: string) => void process.stderr.write(`\n${text}\n`);

/** A progress display headed `label`. */
export function progress(label: string): Progress {
  return process.stderr.isTTY ? terminalBar(label) : plainLines(label);
}

function terminalBar(label: string): Progress {
  const bar = new SingleBar({
    format: `${label} {bar} {percentage} % | {value}/{total} | {duration_formatted}, {eta_formatted} left`,
    barsize: 30,
    hideCursor: true,
    stream: process.stderr,
  });
  let started = false;
  return {
    update(done, total) {
      if (!started) bar.start(total, done);
      else bar.update(done);
      started = true;
    },
    note,
    stop() {
      if (started) bar.stop();
    },
  };
}

/** Lines come this far apart, in ms: work that is quick, or was done before, takes two. */
const LINE_INTERVAL = 1000;

function plainLines(label: string): Progress {
  let shownTenth = -1;
  let shownAt = Number.NEGATIVE_INFINITY;
  let first: { readonly done: number; readonly at: number } | undefined;
  return {
    update(done, total) {
      first ??= { done, at: performance.now() };
      const tenth = Math.floor((10 * done) / total);
      if (tenth === shownTenth || (done < total && performance.now() - shownAt < LINE_INTERVAL)) return;
      shownTenth = tenth;
      shownAt = performance.now();
      const left = ((total - done) / (done - first.done)) * (shownAt - first.at);
      process.stderr.write(`${label}: ${done}/${total}${timeLeft(left)}\n`);
    },
    note,
    stop() {},
  };
}

/** Shorter times than this, in ms, aren't told. */
const SHORTEST_TOLD = 10_000;

function timeLeft(milliseconds: number): string {
  if (!Number.isFinite(milliseconds) || milliseconds < SHORTEST_TOLD) return "";
  const seconds = Math.round(milliseconds / 1000);
  return seconds < 120 ? `, ${seconds} s left` : `, ${Math.round(seconds / 60)} min left`;
}
