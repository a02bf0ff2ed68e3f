import type { Cell, Column } from "../../report/index.js";
import { type RestlessRun, shareOver, TRAINED_COLD_START } from "./runs.js";

export const AGENT = "ppo-writeup";
export const RULE = "writeup-threshold";
export const TRAFFIC = "writeup-test";
export const WORLDS: Readonly<Record<string, string>> = { writeup: "write-up", sim: "exact" };
export const PERCENT = { style: "percent", digits: 1 } as const;
export const percent = (key: string, title: string): Column => ({ key, title, format: PERCENT });
export const SIZE: Column = { key: "size", title: "$N$", format: { digits: 0 } };

/** A rule has one run and no interval; a short run may have no step of a phase, and then nothing is known. */
export function share(runs: readonly RestlessRun[], of: (run: RestlessRun) => number): Cell {
  if (runs.length === 0 || runs.some((run) => Number.isNaN(of(run)))) return null;
  return runs[0].controller === AGENT ? shareOver(runs, of) : of(runs[0]);
}

/** Runs on the write-up's traffic as the simulator is. */
export function standardRuns(runs: readonly RestlessRun[], world: string): readonly RestlessRun[] {
  const delay = world === "sim" ? TRAINED_COLD_START : 0;
  return runs.filter((run) => run.cluster === world && run.workload === TRAFFIC && run.coldStart === delay);
}
