/**
 * What the real cluster asks of a load generator. Times are on this machine's monotonic clock (`monotonicSeconds`), which
 * other programs here read too (CLOCK_MONOTONIC; Python's `time.monotonic`).
 */

/** The requests of one episode. */
export interface RequestSchedule {
  /** When each request is due, in s since the episode's start, ascending. */
  readonly times: Float64Array;
  /** Demand of each request in units of the mean demand. */
  readonly demands: Float64Array;
  /** Intended arrival rate in requests/s, one per control step. */
  readonly offeredRate: Float64Array;
}

/** Where requests go: the proxy's published port on this machine. */
export interface LoadTarget {
  readonly host: string;
  readonly port: number;
  /** Path that requests ask for; default "/". */
  readonly path?: string;
}

/** One finished request. */
export interface RequestRecord {
  /** Number of the request in the order of sending, from 0 in each episode (where all are sent on time: its place in the schedule). */
  readonly id: number;
  /** When it was sent, in s since the episode's start. */
  readonly sentAt: number;
  /** From sending to the end of the answer, or to the failure, in s. */
  readonly responseTime: number;
  /** Index of the container that answered (the proxy's `x-server` header); -1: none. */
  readonly server: number;
  /** HTTP status; 0: no answer. */
  readonly status: number;
  /** Demand in units of the mean demand, sent as the `x-demand` header. */
  readonly demand: number;
}

/** A request that was sent and isn't finished. */
export interface UnfinishedRequest {
  readonly id: number;
  /** When it was sent, in s since the episode's start. */
  readonly sentAt: number;
}

/** What has happened by now. Every request sent is either finished (in this report or an earlier one) or unfinished. */
export interface LoadReport {
  /** Requests finished since the last report. */
  readonly finished: readonly RequestRecord[];
  readonly unfinished: readonly UnfinishedRequest[];
  /** Requests sent since the episode's start. */
  readonly sent: number;
}

/** Sends requests. One serves many episodes, one after the other: prepare, begin, any number of reports, end. */
export interface LoadGenerator {
  /** What sends, with its version. */
  readonly version?: string;
  /** Aborted with an InputError as its reason when the generator ends without being asked to. */
  readonly died: AbortSignal;
  /** Makes everything ready for an episode, so that `begin` costs nothing. Sends nothing yet. */
  prepare(target: LoadTarget, schedule: RequestSchedule): Promise<void>;
  /** Starts the episode at `origin`, in s of the monotonic clock (now or a little later): request k is sent at origin + times[k]. */
  begin(origin: number): void;
  /**
   * Resolves once all that was sent by about now is known, while the requests keep to the schedule; called at the end of each
   * control step, before `take`.
   * @throws InputError where the generator hangs, or sends late or nothing: what it reports isn't the load that was asked for; the
   * signal's reason when it is aborted.
   */
  keepUp(ended: AbortSignal): Promise<void>;
  /** What has happened up to now; the caller keeps the requests it is given. */
  take(): LoadReport;
  /**
   * Ends the episode: nothing more is sent; resolves once no request is in flight. What finished meanwhile is in the next
   * report. A second call does nothing. The cluster waits only so long for it.
   */
  end(): Promise<void>;
  /** Frees everything; ends an episode that runs. */
  close(): Promise<void>;
}
