import { resolve } from "node:path";
import { InputError } from "../../check/index.js";
import { RandomStream } from "../../random/index.js";
import type { TraceRequest, Workload } from "../contract.js";
import { requireRequest } from "../family.js";
import type { TraceReading } from "./contract.js";
import { courseOf, partOf, resampled, rounded } from "./course.js";
import { readTrace } from "./formats/index.js";
import { resolvedName } from "./name.js";
import { settingsText, type TraceSettings, type TraceSettingsInput, traceSettings } from "./options.js";
import type { TracePlay } from "./play.js";
import { ratePlay } from "./rate-play.js";
import { requestPlay } from "./request-play.js";
import { courseOfRequests, type RequestTimes, requestTimes } from "./requests.js";
import { openSource, valuesHash } from "./source.js";

/** Where a trace comes from, and what is done with it. Give `file`, `rates` or `times`. */
export interface TraceOptions extends TraceSettingsInput {
  readonly file?: string | undefined;
  /** Column of the values, or the application or function that is meant. */
  readonly column?: string | undefined;
  /** Rates in requests/s, one a step, in place of a file. */
  readonly rates?: ArrayLike<number> | undefined;
  /** Times of requests in s since the run's start, in place of a file. */
  readonly times?: ArrayLike<number> | undefined;
  /** What results call `rates` or `times`; default "rates" or "times". */
  readonly name?: string | undefined;
}

/** A workload whose rates, or whose very requests, were recorded. */
export interface TraceWorkload extends Workload {
  /** What the user should know of the file, a sentence each. */
  readonly notes: readonly string[];
}

/** A trace, and what makes the same one elsewhere. */
export interface OpenedTrace {
  readonly workload: TraceWorkload;
  /** The options, with the file's absolute path. */
  readonly options: TraceOptions;
}

/** Rates are means over so many s where a file has the times of requests. */
const EVERY = 10;

/** Opens a trace. @throws InputError with the place of what is wrong with it. */
export function openTrace(options: TraceOptions): OpenedTrace {
  const { file, column, rates, times, name, ...given } = options;
  const opened = openedSource(options);
  const settings = traceSettings(given, `trace ${opened.name}`);
  const { play, notes } = playOf(opened.read(settings), settings, opened.name);
  const label = resolvedName(opened.name, column, settingsText(settings), opened.hash);
  const workload = {
    name: label,
    family: "trace",
    split: "own",
    parameters: Object.freeze({
      source: opened.name,
      hash: opened.hash,
      ...(column && { column }),
      ...(settings as Readonly<Record<string, string | number>>),
    }),
    notes: notes.map((note) => `${opened.name}: ${note}`),
    ...played(play, settings, label.replace(/#.*$/, "")),
  } as const;
  return {
    workload: Object.freeze(workload),
    options: { ...options, ...(file !== undefined && { file: resolve(file) }) },
  };
}

interface Opened {
  readonly name: string;
  readonly hash: string;
  read(settings: TraceSettings): TraceReading;
}

function openedSource({ file, column, rates, times, name }: TraceOptions): Opened {
  const given = [file, rates, times].filter((one) => one !== undefined);
  if (given.length !== 1)
    throw new InputError(`a trace is made of file, rates or times: got ${given.length} of them`);
  if (file !== undefined) {
    const source = openSource(file);
    return {
      ...source,
      read: ({ format, time, as, step }) => readTrace(source, { column, time, as, step }, format),
    };
  }
  const values = (rates ?? times) as ArrayLike<number>;
  const kind = rates === undefined ? "times" : "rates";
  return {
    name: name ?? kind,
    hash: valuesHash(values),
    read: ({ step = 1, as = "rate" }) => {
      const place = `${kind} entry`;
      const points = Array.from(values, (value, i) =>
        rates === undefined ? { time: value, value: 1, line: i } : { time: i * step, value, line: i },
      );
      return rates === undefined
        ? { meaning: "requests", points, place, origin: 0 }
        : { meaning: as, points, place, step };
    },
  };
}

function playOf(
  reading: TraceReading,
  settings: TraceSettings,
  name: string,
): { readonly play: TracePlay; readonly notes: readonly string[] } {
  const { arrivals, every, gap } = settings;
  if (reading.meaning !== "requests") {
    if (arrivals === "exact")
      throw new InputError(`${name} has rates, not the times of requests: leave arrivals=exact out`);
    const whole = courseOf(reading, name, gap);
    const part = partOf(whole, ...stretch(whole, settings, name));
    const course = every === undefined ? part : resampled(part, every);
    return { play: ratePlay(course, settings, name), notes: reading.notes ?? [] };
  }
  const requests = requestTimes(reading, name);
  const part = partOfRequests(requests, ...stretch(requests, settings, name));
  const play =
    arrivals === "exact"
      ? requestPlay(part, settings)
      : ratePlay(courseOfRequests(part, every ?? EVERY, name), settings, name);
  return { play, notes: requests.notes };
}

/** Start and length of the part of a trace that is used. */
function stretch(
  { length: whole }: { readonly length: number },
  { start = 0, length }: TraceSettings,
  name: string,
): [start: number, length: number] {
  if (start >= whole && start > 0)
    throw new InputError(`${name} is ${rounded(whole)} s long: start=${start} lies behind its end`);
  if (length !== undefined && start + length > whole * (1 + 1e-9))
    throw new InputError(
      `${name} is ${rounded(whole)} s long: there are no ${length} s from ${start} s on: give a smaller length`,
    );
  return [start, length ?? whole - start];
}

function partOfRequests(requests: RequestTimes, start: number, length: number): RequestTimes {
  const { resolution, notes } = requests;
  // The last request stands at the very end.
  const end = start + length < requests.length ? start + length : Number.POSITIVE_INFINITY;
  const times = requests.times.filter((time) => time >= start && time < end);
  return { times: times.map((time) => time - start), resolution, length, notes };
}

/** A play as runs see it: from its beginning, or through windows. */
function played(
  play: TracePlay,
  { end = "refuse" }: TraceSettings,
  name: string,
): Pick<Workload, "trace" | "arrivals" | "inWindows"> {
  const needed = (request: TraceRequest) => request.slots * request.slotLength * play.press(request);
  const checked = (request: TraceRequest) => {
    requireRequest(request);
    const slack = (play.slack * needed(request)) / request.slots;
    if (end !== "refuse" || needed(request) - slack <= play.length * (1 + 1e-9)) return request;
    const { slots, slotLength } = request;
    throw new InputError(
      `${name} ends after ${rounded(play.length)} s (${play.end}), the run needs ${rounded(needed(request))} s (${slots} steps of ${slotLength} s, ${rounded(play.press(request))} s of the trace in each second): give fewer steps, a smaller press, or end=repeat or end=stop`,
    );
  };
  const from = (startOf: (request: TraceRequest) => number) => ({
    trace: (request: TraceRequest) => play.trace(checked(request), startOf(request)),
    ...(play.arrivals && {
      arrivals: (request: TraceRequest) =>
        (play.arrivals as NonNullable<TracePlay["arrivals"]>)(checked(request), startOf(request)),
    }),
  });
  const windowStart = (request: TraceRequest) => {
    const slot = request.slotLength * play.press(request);
    const room = end === "repeat" ? play.length / slot - 1 : (play.length - needed(request)) / slot;
    return slot * RandomStream.of(request.seed, "window").integer(Math.max(0, Math.floor(room + 1e-9)) + 1);
  };
  return { ...from(() => 0), inWindows: () => from(windowStart) };
}
