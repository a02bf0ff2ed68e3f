import { InputError } from "../../check/index.js";
import type { TraceRequest } from "../contract.js";
import { pieceMean } from "../pieces.js";
import { type Course, walk } from "./course.js";
import type { TraceSettings } from "./options.js";
import type { TracePlay } from "./play.js";

/** A mean above so many capacities is asked back for: most likely the trace is of a larger system. */
const FAR_ABOVE = 2;

/**
 * Plays a course: the rate of slot k of length D is
 *
 *   scale * (1 / (p D)) * integral of lambda from s + k p D to s + (k + 1) p D,
 *
 * p the seconds of the trace that pass in one of the cluster's, s the start. The scale is 1, `factor`, or what brings the course's
 * highest rate to `peak` x capacity, or its mean to `mean` x capacity.
 * @param name what messages call the trace.
 * @throws InputError where a course without load is to be scaled.
 */
export function ratePlay(course: Course, settings: TraceSettings, name: string): TracePlay {
  const { peak, mean, factor, press, end } = settings;
  const highest = course.pieces.reduce((most, { value }) => Math.max(most, value), 0);
  const average = course.pieces.reduce((sum, { length, value }) => sum + length * value, 0) / course.length;
  if ((peak !== undefined || mean !== undefined) && highest === 0)
    throw new InputError(`${name}: all rates are 0: there is nothing to scale to a share of capacity`);
  const isAsItIs = peak === undefined && mean === undefined && factor === undefined;
  const scale = (capacity: number) => {
    if (peak !== undefined) return (peak * capacity) / highest;
    if (mean !== undefined) return (mean * capacity) / average;
    return factor ?? 1;
  };
  const pressOf = ({ timeScale }: TraceRequest) => press ?? timeScale;
  return {
    length: course.length,
    end: course.end,
    slack: 0,
    press: pressOf,
    trace(request, start) {
      const { capacity, slots, slotLength } = request;
      if (isAsItIs && average > FAR_ABOVE * capacity)
        throw new InputError(
          `${name} has ${shown(average)} requests/s on average, where the whole fleet serves ${shown(capacity)}: scale it, as with peak=0.8 (of capacity), or say factor=1 where that is meant`,
        );
      const slot = pieceMean(walk(course, end === "repeat" ? "repeat" : "stop", start));
      const length = slotLength * pressOf(request);
      const times = scale(capacity);
      return Float64Array.from({ length: slots }, (_, k) => times * slot(k * length, length));
    },
  };
}

function shown(rate: number): string {
  return String(Number(rate.toPrecision(4)));
}
