import { appendFileSync, existsSync, mkdirSync, readdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { readTextFile, writeFileAtomically } from "../../files/index.js";
import type { UpdateReport } from "../trainer.js";

/** A line of the log: the updates since the last line, averaged, and what happened in the environment meanwhile. */
export interface LogLine extends UpdateReport {
  /** Means over steps, by name: reward terms ("reward/latency"), churn rate, command rate, fleet share. */
  readonly environment: Readonly<Record<string, number>>;
}

/** Where a run tells of itself. */
export interface TrainingLog {
  write(line: LogLine): void;
  close(): void;
}

/** A line of JSON for each entry, at the end of `file`; what it holds of steps after `from` is dropped (a run that was cut off). */
export function jsonLog(file: string, from: number): TrainingLog {
  mkdirSync(dirname(file), { recursive: true });
  const kept = existsSync(file) ? readLog(file).filter(({ steps }) => steps <= from) : [];
  writeFileAtomically(file, kept.map((line) => `${JSON.stringify(line)}\n`).join(""));
  return {
    write: (line) => appendFileSync(file, `${JSON.stringify(line)}\n`),
    close() {},
  };
}

/**
 * The lines of a log; a last line that was cut off is left out. NaN, which JSON doesn't know, was written as null.
 * @example
 * files.writeFileAtomically("log.jsonl", '{"steps":128,"episodeReward":null}\n{"steps":25');
 * const [line, ...more] = ppo.readLog("log.jsonl");
 * [line.steps, Number.isNaN(line.episodeReward), more.length]; // -> [128, true, 0]
 */
export function readLog(file: string): readonly LogLine[] {
  const lines = readTextFile(file).split("\n").slice(0, -1);
  return lines.map((line) => JSON.parse(line, (_, value: unknown) => (value === null ? Number.NaN : value)));
}

/** How TensorFlow names an event file. */
const EVENT_FILE = /^events\.out\.tfevents\./;

/**
 * TensorBoard's event files in `folder`, where TensorFlow is native; elsewhere nothing. They begin anew with `earlier`, the lines of a
 * run that goes on: what was written after its checkpoint would stand there twice.
 */
export async function tensorBoardLog(folder: string, earlier: readonly LogLine[]): Promise<TrainingLog> {
  const old = existsSync(folder) ? readdirSync(folder).filter((name) => EVENT_FILE.test(name)) : [];
  for (const name of old) rmSync(join(folder, name));
  const writer = await summaryWriter(folder);
  const log: TrainingLog = {
    write({ steps, environment, ...report }) {
      for (const [name, value] of Object.entries({ ...report, ...environment }))
        if (Number.isFinite(value)) writer?.scalar(name, value, steps);
    },
    close: () => writer?.flush(),
  };
  for (const line of earlier) log.write(line);
  return log;
}

/** How often each folder's events were begun in this process. */
const begun = new Map<string, number>();

async function summaryWriter(folder: string) {
  const before = begun.get(folder) ?? 0;
  begun.set(folder, before + 1);
  try {
    const { node } = await import("@tensorflow/tfjs-node");
    // By the same name TensorFlow gives the writer that it gave before, which goes on in a file that is removed by now.
    return node.summaryFileWriter(folder + "/".repeat(before));
  } catch {
    return undefined;
  }
}
