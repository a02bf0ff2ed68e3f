import { InputError } from "../../check/index.js";
import type { SourceFile } from "../../files/index.js";
import { shareDefinitions } from "../../processes/index.js";
import { isResolvedName, isTraceName, parseTraceName, sourceOfName } from "./name.js";
import { type OpenedTrace, openTrace, type TraceOptions, type TraceWorkload } from "./trace.js";

/** The traces that this process knows, by the names that results have: how they are made, and those that it has opened. */
const known = new Map<string, Partial<OpenedTrace> & Pick<OpenedTrace, "options">>();

shareDefinitions({ module: __filename, receiver: "receiveTrace", sources: sentTraces });

/**
 * A recorded load as a workload, known by its name from then on, in this process and in those that work for it: see docs/own-trace.md for files and options.
 * Where the seed is asked for, it changes when requests come and how much work each is, not the rates.
 *
 * It belongs to no split (`split` is "own"): training, tuning and evaluation take it, each with seeds of its own.
 * @throws InputError of one line, with file and place, where the file or an option is wrong.
 * @example
 * const day = workload.trace({ rates: [10, 20, 30, 20], step: 60, peak: 0.6, end: "repeat" });
 * day.trace({ seed: 1, capacity: 40, slots: 5, slotLength: 60, timeScale: 1 }); // -> [8, 16, 24, 16, 8]
 * files.writeFileAtomically("day.csv", "time,count\n0,600\n60,1200\n120,-5\n");
 * workload.trace({ file: "day.csv" });
 * // throws InputError: day.csv, line 4: -5 is no load: expected a finite number of zero or more
 */
export function trace(options: TraceOptions): TraceWorkload {
  const opened = openTrace(options);
  known.set(opened.workload.name, opened);
  return opened.workload;
}

/**
 * The trace of a name: `trace:FILE[:COLUMN][:OPTION=VALUE ...]`, or one with a hash, as results keep it, of a trace that this
 * process knows.
 * @throws InputError as `trace`, and where it is not known.
 */
export function traceByName(name: string): TraceWorkload {
  const found = known.get(name);
  if (found?.workload !== undefined) return found.workload;
  if (found !== undefined) return unchanged(name, trace(found.options));
  if (isResolvedName(name)) {
    const { name: file, hash } = sourceOfName(name);
    throw new InputError(
      `${name} isn't known in this process: name its file, as in trace:${file}; it had the hash ${hash}`,
    );
  }
  const { options, ...place } = parseTraceName(name);
  return trace({ ...options, ...place });
}

function unchanged(name: string, now: TraceWorkload): TraceWorkload {
  if (now.name === name) return now;
  throw new InputError(
    `${now.parameters.source} changed while it was in use (${name}, now ${now.name}): repeat the command`,
  );
}

/**
 * The name under which results keep a workload. That of a trace has its file without folders, and the file's hash; others stay.
 * @throws InputError as `trace`.
 * @example
 * files.writeFileAtomically("loads/day.csv", "rate\n4\n5\n");
 * workload.keptName("trace:loads/day.csv:peak=.8"); // -> "trace:day.csv:peak=0.8#b222a57bb3d8"
 * workload.keptName("constant-0.5"); // -> "constant-0.5"
 */
export function keptName(name: string): string {
  return isTraceName(name) && !isResolvedName(name) ? traceByName(name).name : name;
}

/** What makes a trace in another process. */
export interface SentTrace {
  readonly name: string;
  readonly options: TraceOptions;
}

/** The traces of this process, on their way to another one. */
export function sentTraces(): readonly SentTrace[] {
  return [...known].map(([name, { options }]) => ({ name, options }));
}

/** Makes a trace that another process sent known in this one, where it is opened once it is asked for. */
export function receiveTrace({ name, options }: SentTrace): void {
  if (!known.has(name)) known.set(name, { options });
}

/**
 * What the user should know of the traces among workloads, a line each.
 * @param names as results keep them.
 * @example
 * workload.traceNotes(["constant-0.5"]); // -> []
 */
export function traceNotes(names: readonly string[]): readonly string[] {
  return names.filter(isTraceName).flatMap((name) => traceByName(name).notes);
}

/**
 * The files, or other sources, of the traces among workloads: each once, with its hash.
 * @param names as results keep them.
 */
export function traceSources(names: readonly string[]): readonly SourceFile[] {
  return names.filter(isResolvedName).map((name) => {
    const { name: file, hash } = sourceOfName(name);
    return { name: file, hash };
  });
}
