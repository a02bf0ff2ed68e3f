export {
  keptName,
  trace,
  traceByName,
  traceNotes,
  traceSources,
} from "./known.js";
export { isTraceName } from "./name.js";
export { traceOptionNames } from "./options.js";
export type { TraceOptions, TraceWorkload } from "./trace.js";
