import type { TraceRequest } from "../contract.js";

/** How a trace is played. Times are in s of the trace, from where it begins. */
export interface TracePlay {
  /** Its length. */
  readonly length: number;
  /** What stands at its end, for messages: "line 1440". */
  readonly end: string;
  /** So much more than its length a run may last, in control steps, until the end counts as passed. */
  readonly slack: 0 | 1;
  /** Seconds of the trace that pass in one of the cluster's. */
  press(request: TraceRequest): number;
  /** Rates of the slots in requests/s, where the run begins at `start`. */
  trace(request: TraceRequest, start: number): Float64Array;
  /** Times at which requests come, in s of the cluster's time since the run began, ascending. */
  arrivals?(request: TraceRequest, start: number): Float64Array;
}
