import { RandomStream } from "../../random/index.js";
import type { TraceRequest } from "../contract.js";
import type { TraceSettings } from "./options.js";
import type { TracePlay } from "./play.js";
import type { RequestTimes } from "./requests.js";

/**
 * Plays requests at their very times: the one of time t comes at (t - s) / p in the cluster's time, s the start, p the seconds of
 * the trace that pass in one of the cluster's (1 unless said otherwise: rates are then those of the file, else p times them).
 *
 * Where stamps are coarse, as the whole seconds of access logs, the seed spreads each request evenly over what its stamp may mean.
 */
export function requestPlay(
  { times, resolution, length }: RequestTimes,
  { press = 1, end }: TraceSettings,
): TracePlay {
  const arrivals = (request: TraceRequest, start: number): Float64Array => {
    const { seed, slots, slotLength } = request;
    const random = RandomStream.of(seed, "workload", "trace");
    const stop = start + slots * slotLength * press;
    const found: number[] = [];
    for (let round = 0; round * length < stop; round++) {
      const shift = round * length;
      for (
        let i = firstFrom(times, start - shift - resolution);
        i < times.length && times[i] + shift < stop;
        i++
      ) {
        const time = times[i] + shift + (resolution === 0 ? 0 : resolution * random.uniform());
        if (time >= start && time < stop) found.push((time - start) / press);
      }
      if (end !== "repeat" || length === 0) break;
    }
    return Float64Array.from(found).sort();
  };
  return {
    length,
    end: "the last request",
    slack: 1,
    press: () => press,
    arrivals,
    trace(request, start) {
      const { slots, slotLength } = request;
      const rates = new Float64Array(slots);
      for (const time of arrivals(request, start))
        rates[Math.min(slots - 1, Math.floor(time / slotLength))] += 1 / slotLength;
      return rates;
    },
  };
}

/** Place of the first time that is at least `least`. */
function firstFrom(times: Float64Array, least: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle] < least) low = middle + 1;
    else high = middle;
  }
  return low;
}
