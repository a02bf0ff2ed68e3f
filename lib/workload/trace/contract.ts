/** What readers of trace files give, whatever the format: one list of points, and what their values mean. */

/** One thing that a file says of the load. */
export interface TracePoint {
  /** In s, on any clock. */
  readonly time: number;
  /** Left out where the file has none: a gap. */
  readonly value?: number | undefined;
  /** Where it stands: the number of the line, or of the value, from 1. */
  readonly line: number;
}

/**
 * What the points' values are:
 *
 *   rate      requests/s from a point's time to the next point's
 *   count     requests from a point's time to the next point's
 *   counter   requests in all until a point's time
 *   requests  requests that came at a point's time
 */
export type TraceMeaning = "rate" | "count" | "counter" | "requests";

/** A file as its format's reader understands it. */
export interface TraceReading {
  readonly meaning: TraceMeaning;
  /** In the order of the file. Readers check nothing but their format: values may be negative, times in disorder. */
  readonly points: readonly TracePoint[];
  /** What `line` counts; default "line". */
  readonly place?: string;
  /** Length of a step in s, where the format fixes it; else the median distance of two points. */
  readonly step?: number | undefined;
  /** Points further apart than so many steps leave a gap; default 1.5. */
  readonly longestStep?: number;
  /** `requests`: where the run that they are relative to begins, in s; left out: with the first of them. */
  readonly origin?: number;
  /** `requests`: length in s of what a stamp may stand for, from its time on; 0 where it is exact. Default 0. */
  readonly resolution?: number;
  /** Whether points may stand in disorder, as in logs that are written when a request ends. Default: no. */
  readonly mayBeUnordered?: boolean;
  /** What the user should know, a sentence each: "3 of 1000 lines are malformed and left out, the first is line 17". */
  readonly notes?: readonly string[];
}

/** A file's text as readers get it. */
export interface TraceSource {
  /** As messages call it. */
  readonly name: string;
  readonly text: string;
}

/** What a reader is told beside the file. */
export interface ReadingOptions {
  /** Which column, application or function is wanted. */
  readonly column?: string | undefined;
  /** Which column has the times. */
  readonly time?: string | undefined;
  /** What the values are, where the file doesn't say it. */
  readonly as?: "rate" | "count" | "counter" | undefined;
  /** Length of a step in s, of formats without times. */
  readonly step?: number | undefined;
}

/** A kind of file: how it is recognised and read. */
export interface TraceFormat {
  readonly name: string;
  /** Whether a file that begins so is of this kind. @param lines the first lines that aren't blank. */
  recognises(lines: readonly string[]): boolean;
  /** @throws InputError with the place of what is wrong. */
  read(source: TraceSource, options: ReadingOptions): TraceReading;
}
