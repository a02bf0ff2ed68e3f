export {
  keptName,
  trace,
  traceByName,
  traceNotes,
  traceSources,
} from "./known.js";
export { traceOptionNames } from "./options.js";
export type { TraceOptions, TraceWorkload } from "./trace.js";
