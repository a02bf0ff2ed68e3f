import assert from "node:assert/strict";
import { test } from "node:test";
import { clusterSpec, SimulatedCluster } from "../../lib/cluster/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { constant } from "../../lib/workload/index.js";

const SERVICE_RATE = 8;

/** Every request of one container, one after the other: arrival, and departure max(a, d') + s. NaN for one refused. */
function literalQueue(seed: number, rate: number, queueLimit: number, until: number) {
  const gaps = RandomStream.of(seed, "arrivals");
  const demands = RandomStream.of(seed, "demands");
  const requests: { arrival: number; departure: number }[] = [];
  const departures: number[] = [];
  for (let arrival = gaps.exponential() / rate; arrival < until; arrival += gaps.exponential() / rate) {
    const service = demands.exponential() / SERVICE_RATE;
    const present = departures.filter((departure) => departure > arrival).length;
    const departure = present < queueLimit ? Math.max(arrival, departures.at(-1) ?? 0) + service : Number.NaN;
    if (present < queueLimit) departures.push(departure);
    requests.push({ arrival, departure });
  }
  return requests;
}

for (const queueLimit of [1, 4, 1000])
  test(`a container with room for ${queueLimit} answers each request when a literal queue does (Eq. cluster.lindley)`, () => {
    const steps = 200;
    const level = 0.9;
    const spec = clusterSpec({ size: 1, initialFleet: 1, queueLimit });
    const cluster = new SimulatedCluster({ spec, workload: constant({ level }), steps });
    cluster.reset(3);
    const requests = literalQueue(3, level * SERVICE_RATE, queueLimit, steps);
    for (let step = 0; step < steps; step++) {
      const { statistics } = cluster.step({ weights: [1], scale: 0 });
      const within = (time: number) => time > step && time <= step + 1;
      const answered = requests.filter(({ departure }) => within(departure));
      const refused = requests.filter(({ arrival, departure }) => within(arrival) && Number.isNaN(departure));
      const sum = answered.reduce((total, { arrival, departure }) => total + departure - arrival, 0);
      assert.equal(statistics.completions, answered.length, `completions of step ${step}`);
      assert.equal(statistics.errors, refused.length, `refusals of step ${step}`);
      assert.ok(Math.abs(statistics.responseTimeSum - sum) < 1e-8, `response times of step ${step}`);
    }
  });
