import { InputError } from "../../check/index.js";
import { quantile } from "../../statistics/index.js";
import { type Piece, pieceMean } from "../pieces.js";
import type { TracePoint, TraceReading } from "./contract.js";

/** What a gap means: nothing is allowed to be missing, the last rate holds on, or nothing came. */
export type TraceGap = "refuse" | "hold" | "zero";

/** A rate that is constant piece by piece, from time 0 on. */
export interface Course {
  /** Values in requests/s. */
  readonly pieces: readonly Piece[];
  /** Sum of their lengths in s. */
  readonly length: number;
  /** Where the last piece stands in its file: "line 1440". */
  readonly end: string;
}

/** Points further apart than so many steps leave a gap. */
const LONGEST_STEP = 1.5;

/**
 * The course of rates that a reading tells.
 *
 *   rate     lambda(t) = r_i                          from t_i to t_(i + 1)
 *   count    lambda(t) = c_i / (t_(i + 1) - t_i)      from t_i to t_(i + 1)
 *   counter  lambda(t) = d_i / (t_(i + 1) - t_i),     d_i = C_(i + 1) - C_i, or C_(i + 1) where the counter began anew
 *
 * The last point of rates or counts lasts a step: the format's, or the median distance of two points.
 * @param name what messages call the file.
 * @throws InputError with the place of a value that isn't a rate, of a time that doesn't go on, or of a gap.
 */
export function courseOf(reading: TraceReading, name: string, gap: TraceGap = "refuse"): Course {
  const { points, meaning, place = "line" } = reading;
  for (const point of points) {
    const where = `${name}, ${place} ${point.line}`;
    if (point.value === undefined && gap === "refuse")
      throw new InputError(`${where} is empty: fill it in, or ${GAP_ADVICE}`);
    if (point.value !== undefined) requireLoad(point.value, where);
  }
  requireAscending(reading, name);
  const step = stepOf(reading, name);
  const longest = (reading.longestStep ?? LONGEST_STEP) * step;
  const isGap = (point: TracePoint, next: TracePoint) => {
    const length = next.time - point.time;
    if (length <= longest) return false;
    if (gap === "refuse")
      throw new InputError(
        `${name}, ${place} ${next.line} comes ${rounded(length)} s after ${place} ${point.line}, where a step is ${rounded(step)} s: fill the gap in, or ${GAP_ADVICE}`,
      );
    return true;
  };
  const pieces =
    meaning === "counter" ? counterPieces(points, isGap) : ratePieces(reading, { step, isGap, gap });
  return {
    pieces,
    length: pieces.reduce((sum, { length }) => sum + length, 0),
    end: `${place} ${points.at(-1)?.line}`,
  };
}

const GAP_ADVICE = "say what a gap means with gap=hold or gap=zero";

type IsGap = (point: TracePoint, next: TracePoint) => boolean;

/** What a counter goes up by is known over gaps, too; it is spread over them. */
function counterPieces(points: readonly TracePoint[], isGap: IsGap): Piece[] {
  const known = points.filter(({ value }) => value !== undefined);
  return known.slice(1).map((next, i) => {
    isGap(known[i], next);
    const length = next.time - known[i].time;
    return { length, value: increase(known[i].value as number, next.value as number) / length };
  });
}

function ratePieces(
  { points, meaning }: TraceReading,
  { step, isGap, gap }: { readonly step: number; readonly isGap: IsGap; readonly gap: TraceGap },
): Piece[] {
  const pieces: Piece[] = [];
  let last = 0;
  for (const [i, point] of points.entries()) {
    const next = points[i + 1];
    const length = next === undefined ? step : next.time - point.time;
    const told = next !== undefined && isGap(point, next) ? step : length;
    const missing = gap === "hold" ? last : 0;
    const { value } = point;
    if (value !== undefined) last = meaning === "count" ? value / told : value;
    pieces.push({ length: told, value: value === undefined ? missing : last });
    if (told < length) pieces.push({ length: length - told, value: gap === "hold" ? last : 0 });
  }
  return pieces;
}

/** @throws InputError unless a value is a finite number of at least 0. */
export function requireLoad(value: number, where: string): void {
  if (Number.isFinite(value) && value >= 0) return;
  throw new InputError(`${where}: ${value} is no load: expected a finite number of zero or more`);
}

/** What a counter has gone up by; one that fell began anew at 0. */
function increase(before: number, after: number): number {
  return after < before ? after : after - before;
}

function requireAscending({ points, place = "line" }: TraceReading, name: string): void {
  for (let i = 1; i < points.length; i++) {
    const [before, { time, line }] = [points[i - 1], points[i]];
    if (!(time > before.time))
      throw new InputError(
        `${name}, ${place} ${line}: its time ${time} isn't after ${before.time} of ${place} ${before.line}: bring the ${place}s into order, each time once`,
      );
  }
}

function stepOf({ points, step, place = "line" }: TraceReading, name: string): number {
  if (points.length === 0) throw new InputError(`${name} holds no values: a trace needs two at least`);
  if (step !== undefined) return step;
  if (points.length === 1)
    throw new InputError(
      `${name}, ${place} ${points[0].line} stands alone: a trace needs two values at least, or a step`,
    );
  return quantile(
    points.slice(1).map(({ time }, i) => time - points[i].time),
    0.5,
  );
}

/** A time in s as messages show it. */
export function rounded(seconds: number): string {
  return String(Number(seconds.toPrecision(6)));
}

/** The part of a course from `start` s on, of `length` s. */
export function partOf({ pieces, end }: Course, start: number, length: number): Course {
  const found: Piece[] = [];
  let from = 0;
  for (const piece of pieces) {
    const overlap = Math.min(start + length, from + piece.length) - Math.max(start, from);
    if (overlap > 0) found.push({ length: overlap, value: piece.value });
    from += piece.length;
  }
  return { pieces: found, length, end };
}

/** The course in means over steps of `every` s; the last step lasts between a half and one and a half of it. */
export function resampled(course: Course, every: number): Course {
  const steps = Math.max(1, Math.round(course.length / every));
  const mean = pieceMean(walk(course, "stop"));
  const pieces = Array.from({ length: steps }, (_, i): Piece => {
    const length = i < steps - 1 ? every : course.length - i * every;
    return { length, value: mean(i * every, length) };
  });
  return { ...course, pieces };
}

/** Goes through the pieces of a course from `start` s on; after its end nothing comes, or all of it again. */
export function walk(course: Course, atEnd: "stop" | "repeat", start = 0): () => Piece {
  let i = 0;
  let skipped = start;
  while (i < course.pieces.length && skipped >= course.pieces[i].length) skipped -= course.pieces[i++].length;
  return () => {
    if (i >= course.pieces.length) {
      if (atEnd === "stop") return { length: Number.POSITIVE_INFINITY, value: 0 };
      i = 0;
    }
    const { length, value } = course.pieces[i++];
    const piece = { length: length - skipped, value };
    skipped = 0;
    return piece;
  };
}
