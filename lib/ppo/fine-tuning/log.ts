import { appendFileSync, existsSync, mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTextFile, writeFileAtomically } from "../../files/index.js";
import type { FineTuningUpdate } from "./fine-tuner.js";
import type { TakeOver } from "./guard.js";
import type { StepMeans } from "./step-sums.js";

/** A line after an update; its means are over the policy's own steps since the line before. */
export interface UpdateLine extends FineTuningUpdate, StepMeans {
  readonly kind: "update";
  /** Control steps learned from, and those of the cluster, so far. */
  readonly steps: number;
  readonly clusterSteps: number;
}

/** A line after a rule has handed back. */
export interface TakeOverLine extends TakeOver {
  readonly kind: "take-over";
  readonly clusterSteps: number;
}

/** A line of the log of a run of phase 2: an update, or a take-over by the guard's rule. */
export type FineTuningLine = UpdateLine | TakeOverLine;

/**
 * The log of a run's folder.
 * @example
 * ppo.fineTuningLogFile("build/fine-tune"); // -> "build/fine-tune/log.jsonl"
 */
export function fineTuningLogFile(folder: string): string {
  return join(folder, "log.jsonl");
}

/** The line of a take-over. */
export function takeOverLine(takeOver: TakeOver): TakeOverLine {
  return { kind: "take-over", clusterSteps: takeOver.until, ...takeOver };
}

/**
 * Opens the log at the end of `file` for a run that goes on at control step `from` of the cluster, after `takeOvers`: lines of
 * later steps are dropped, because these steps are played again.
 */
export function openFineTuningLog(
  file: string,
  from: number,
  takeOvers: readonly TakeOver[],
): (line: FineTuningLine) => void {
  mkdirSync(dirname(file), { recursive: true });
  const updates = (existsSync(file) ? readFineTuningLog(file) : []).filter(
    ({ kind, clusterSteps }) => kind === "update" && clusterSteps <= from,
  );
  const lines = [...updates, ...takeOvers.map(takeOverLine)].sort((a, b) => a.clusterSteps - b.clusterSteps);
  writeFileAtomically(file, lines.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return (line) => appendFileSync(file, `${JSON.stringify(line)}\n`);
}

/**
 * The lines of a log; a last line that was cut off is left out. NaN, which JSON doesn't know, was written as null.
 * @example
 * files.writeFileAtomically("phase-2.jsonl", '{"kind":"update","steps":256,"clusterSteps":256}\n{"kind":"upd');
 * ppo.readFineTuningLog("phase-2.jsonl").length; // -> 1
 */
export function readFineTuningLog(file: string): readonly FineTuningLine[] {
  const lines = readTextFile(file).split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line, (_, value: unknown) => (value === null ? Number.NaN : value)));
}
