import { traceNotes, traceOptionNames } from "../workload/index.js";

/** How a trace of the user's own is named, for help texts. */
export const TRACE_HELP = `Traces of your own: trace:FILE[:COLUMN][:OPTION=VALUE ...], as in trace:day.csv:rate:peak=0.8:press=10
Options: ${traceOptionNames.join(", ")}; files, options and their meaning: docs/own-trace.md`;

/** Tells on standard error what there is to say of the traces among workloads. @param names as results keep them. */
export function tellTraces(names: readonly string[]): void {
  for (const note of traceNotes(names)) process.stderr.write(`${note}\n`);
}
