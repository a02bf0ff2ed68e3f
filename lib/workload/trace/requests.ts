import { InputError } from "../../check/index.js";
import type { TraceReading } from "./contract.js";
import { type Course, requireLoad } from "./course.js";

/** Requests with their times. */
export interface RequestTimes {
  /** In s from the start, ascending; as the file has them, however coarse. */
  readonly times: Float64Array;
  /** How much later than its time a request may have come, in s. */
  readonly resolution: number;
  /** From the start to the end of the last request's stamp, in s. */
  readonly length: number;
  /** What the user should know. */
  readonly notes: readonly string[];
}

/** The times that a reading tells. @throws InputError with the place of what is no number of requests or out of order. */
export function requestTimes(reading: TraceReading, name: string): RequestTimes {
  const { points, place = "line", resolution = 0, mayBeUnordered = false, notes = [] } = reading;
  if (points.length === 0) throw new InputError(`${name} holds no requests`);
  const all: number[] = [];
  let latest = Number.NEGATIVE_INFINITY;
  let late = 0;
  for (const point of points) {
    const where = `${name}, ${place} ${point.line}`;
    const { value = 1 } = point;
    requireLoad(value, where);
    if (!Number.isInteger(value)) throw new InputError(`${where}: ${value} is no whole number of requests`);
    if (!Number.isFinite(point.time)) throw new InputError(`${where}: ${point.time} is no time`);
    if (point.time < latest) {
      late++;
      if (!mayBeUnordered)
        throw new InputError(
          `${where}: its time ${point.time} is before ${latest}: bring the ${place}s into order`,
        );
    } else latest = point.time;
    for (let i = 0; i < value; i++) all.push(point.time);
  }
  const sorted = Float64Array.from(all).sort();
  const origin = reading.origin ?? sorted[0];
  return {
    times: sorted.map((time) => time - origin),
    resolution,
    length: sorted[sorted.length - 1] - origin + resolution,
    notes:
      late === 0 ? notes : [...notes, `${late} of ${points.length} stamps are out of order, and were sorted`],
  };
}

/**
 * How fast requests came: lambda = (requests of a step) / (its length), in steps of `every` s. The last step goes on to the end, and
 * lasts between a half and one and a half of it.
 * @throws InputError where all came at one moment.
 */
export function courseOfRequests({ times, length }: RequestTimes, every: number, name: string): Course {
  if (length === 0) throw new InputError(`${name}: all requests come at one moment, which makes no rate`);
  const steps = Math.max(1, Math.round(length / every));
  const counts = new Float64Array(steps);
  for (const time of times) counts[Math.min(steps - 1, Math.floor(time / every))]++;
  const pieces = Array.from(counts, (count, i) => {
    const own = i < steps - 1 ? every : length - i * every;
    return { length: own, value: count / own };
  });
  return { pieces, length, end: "the last request" };
}
