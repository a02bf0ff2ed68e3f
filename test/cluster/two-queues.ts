/**
 * Mean response time of two exponential servers of rate 1, Poisson arrivals of rate 2 x load, where an arrival that finds unequal
 * queues joins the shorter one with probability `shorter` (1: join the shortest queue; 3/4: the better of two drawn with
 * replacement; 1/2: at random). From the stationary distribution of (longer, shorter), each at most `limit`, by sweeps over the
 * balance equations, and Little's law.
 */
export function twoQueuesMeanResponseTime(load: number, shorter: number, limit = 80): number {
  const rate = 2 * load;
  const size = limit + 1;
  let p: Float64Array = new Float64Array(size * size);
  p[0] = 1;
  const at = (long: number, short: number) => long * size + short;
  // The chain made uniform in time, stepped until nothing changes.
  const clock = rate + 2;
  for (let sweep = 0; ; sweep++) {
    const next = new Float64Array(size * size);
    for (let long = 0; long <= limit; long++)
      for (let short = 0; short <= long; short++) {
        const mass = p[at(long, short)] / clock;
        if (mass === 0) continue;
        const toShorter = long === short ? 0 : rate * shorter;
        const toLonger = rate - toShorter;
        next[at(long, short + (long === short ? 0 : 1))] += mass * toShorter;
        next[at(Math.min(long + 1, limit), short)] += mass * toLonger;
        // A departure from either queue; from equal ones, the one that lost is the shorter.
        if (long === short) next[at(long, Math.max(short - 1, 0))] += mass * 2;
        else {
          next[at(Math.max(long - 1, short), short)] += mass;
          next[at(long, Math.max(short - 1, 0))] += mass;
        }
      }
    let change = 0;
    for (let k = 0; k < p.length; k++) change += Math.abs(next[k] - p[k]);
    p = next;
    if (change < 1e-10) break;
    if (sweep > 100_000) throw new Error(`still changing by ${change}`);
  }
  let number = 0;
  for (let long = 0; long <= limit; long++)
    for (let short = 0; short <= long; short++) number += p[at(long, short)] * (long + short);
  return number / rate;
}
