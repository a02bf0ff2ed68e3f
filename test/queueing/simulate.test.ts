import assert from "node:assert/strict";
import { test } from "node:test";
import {
  mm1,
  mm1k,
  mmc,
  type SimulatedQueue,
  type SimulatedTimes,
  simulateQueue,
} from "../../lib/queueing/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { close } from "./close.js";

/**
 * The same queue as a literal event list: arrivals and departures in order of time, a line of waiting customers, servers
 * that are busy or free. Slow, and shares nothing with the library but the random numbers.
 */
function simulateEventList(queue: SimulatedQueue): SimulatedTimes {
  const arrivals = RandomStream.of(queue.seed, "queue", "arrivals");
  const services = RandomStream.of(queue.seed, "queue", "services");
  const waitingTimes = new Float64Array(queue.customers);
  const responseTimes = new Float64Array(queue.customers);
  const arrivalTimes: number[] = [];
  const demands: number[] = [];
  const line: number[] = [];
  let busy = 0;
  const events: { time: number; departing?: number }[] = [
    { time: arrivals.exponential() / queue.arrivalRate },
  ];
  const begin = (customer: number, now: number) => {
    busy++;
    waitingTimes[customer] = now - arrivalTimes[customer];
    events.push({ time: now + demands[customer], departing: customer });
  };
  while (events.length > 0) {
    events.sort((a, b) => b.time - a.time);
    const { time, departing } = events.pop() as { time: number; departing?: number };
    if (departing !== undefined) {
      busy--;
      responseTimes[departing] = time - arrivalTimes[departing];
      const next = line.shift();
      if (next !== undefined) begin(next, time);
      continue;
    }
    const customer = arrivalTimes.length;
    arrivalTimes.push(time);
    demands.push(services.exponential() / queue.serviceRate);
    if (busy + line.length === queue.capacity) waitingTimes[customer] = responseTimes[customer] = Number.NaN;
    else if (busy < queue.servers) begin(customer, time);
    else line.push(customer);
    if (customer + 1 < queue.customers)
      events.push({ time: time + arrivals.exponential() / queue.arrivalRate });
  }
  return { waitingTimes, responseTimes };
}

function assertSameTimes(actual: SimulatedTimes, expected: SimulatedTimes): void {
  for (const name of ["waitingTimes", "responseTimes"] as const)
    for (let n = 0; n < expected[name].length; n++) {
      const [a, b] = [actual[name][n], expected[name][n]];
      const same = Number.isNaN(b) ? Number.isNaN(a) : Math.abs(a - b) < 1e-8;
      assert.ok(same, `${name}[${n}]: ${a}, event list ${b}`);
    }
}

test("one server: equal to a literal event list on the same random numbers (Eq. queueing.simulate.lindley)", () => {
  for (const arrivalRate of [0.3, 0.95, 1.2]) {
    const queue = { arrivalRate, serviceRate: 1, servers: 1, customers: 4000, seed: 7 };
    assertSameTimes(simulateQueue(queue), simulateEventList(queue));
  }
});

test("many servers and bounded queues: equal to a literal event list on the same random numbers (Eq. queueing.simulate.kiefer-wolfowitz)", () => {
  for (const [servers, capacity] of [
    [2],
    [3],
    [8],
    [1, 1],
    [1, 2],
    [1, 5],
    [3, 3],
    [3, 4],
    [5, 12],
    [2, 9000],
  ])
    for (const utilization of [0.5, 0.95, 1.4]) {
      const queue = {
        arrivalRate: 2.5 * servers * utilization,
        serviceRate: 2.5,
        servers,
        customers: 2500,
        seed: 11,
        ...(capacity === undefined ? {} : { capacity }),
      };
      const times = simulateQueue(queue);
      assertSameTimes(times, simulateEventList(queue));
      const rejected = times.waitingTimes.filter(Number.isNaN).length;
      assert.equal(
        rejected > 0,
        capacity !== undefined && capacity < 20 && (rejected > 0 || utilization > 1),
      );
    }
});

test("a bound that is never reached changes nothing, and one server goes the same way in both loops", () => {
  const queue = { arrivalRate: 0.8, serviceRate: 1, servers: 1, customers: 50_000, seed: 3 };
  assertSameTimes(simulateQueue({ ...queue, capacity: 1e6 }), simulateQueue(queue));
});

test("the same seed gives the same times, another seed others, and a longer run begins like a shorter one", () => {
  for (const servers of [1, 3]) {
    const queue = { arrivalRate: 0.8 * servers, serviceRate: 1, servers, customers: 1000, seed: 5 };
    assert.deepEqual(simulateQueue(queue), simulateQueue(queue));
    assert.deepEqual(
      simulateQueue({ ...queue, customers: 2000 }).waitingTimes.slice(0, 1000),
      simulateQueue(queue).waitingTimes,
    );
    assert.notDeepEqual(simulateQueue({ ...queue, seed: 6 }), simulateQueue(queue));
  }
});

test("the queue starts empty: the first customers don't wait, and the response is waiting plus service", () => {
  const queue = { arrivalRate: 20, serviceRate: 1, customers: 500, seed: 1 };
  for (const servers of [1, 4]) {
    const { waitingTimes, responseTimes } = simulateQueue({ ...queue, servers });
    assert.deepEqual([...waitingTimes.slice(0, servers)], new Array(servers).fill(0));
    const services = RandomStream.of(1, "queue", "services");
    for (let n = 0; n < 500; n++) close(responseTimes[n] - waitingTimes[n], services.exponential(), 1e-6);
  }
});

test("a faster clock only changes the unit of time", () => {
  const queue = { arrivalRate: 0.8, serviceRate: 1, servers: 2, customers: 1000, seed: 2 };
  const slow = simulateQueue(queue).responseTimes;
  const fast = simulateQueue({ ...queue, arrivalRate: 800, serviceRate: 1000 }).responseTimes;
  for (let n = 0; n < 1000; n++) close(1000 * fast[n], slow[n], 1e-8);
});

// Seven intervals are looked at below; at 99 % each, all of them hold in at least 93 of 100 such test suites.
// Student's t for 63 degrees of freedom: scipy.stats.t.ppf(0.995, 63).
const RUNS = 64;
const T_QUANTILE = 2.6561450251;

/** Mean over 64 runs (seeds 0 to 63) of a number per run, with its 99 % half-width. */
function interval(ofRun: (seed: number) => number): { mean: number; halfWidth: number } {
  const means = Array.from({ length: RUNS }, (_, seed) => ofRun(seed));
  const mean = means.reduce((sum, value) => sum + value) / RUNS;
  const variance = means.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (RUNS - 1);
  return { mean, halfWidth: T_QUANTILE * Math.sqrt(variance / RUNS) };
}

function meanAfter(values: Float64Array, burnIn: number): number {
  let sum = 0;
  let count = 0;
  for (let n = burnIn; n < values.length; n++)
    if (values[n] >= 0) {
      sum += values[n];
      count++;
    }
  return sum / count;
}

// The run length that keeps the half-width below 1 % grows like 1 / (1 - utilization)^2.
for (const [servers, utilization, customers] of [
  [1, 0.5, 60_000],
  [1, 0.8, 250_000],
  [1, 0.95, 2_000_000],
  [4, 0.5, 30_000],
  [4, 0.8, 100_000],
]) {
  test(`${servers} server(s) at utilization ${utilization}: simulated mean response time is theory's, within a half-width of 1 %`, (t) => {
    const queue = { arrivalRate: 8 * servers * utilization, serviceRate: 8, servers };
    const { meanResponseTime } = servers === 1 ? mm1(queue) : mmc(queue);
    const { mean, halfWidth } = interval((seed) =>
      meanAfter(simulateQueue({ ...queue, customers, seed }).responseTimes, customers / 50),
    );
    const percent = (value: number) => `${((100 * value) / meanResponseTime).toFixed(3)} %`;
    t.diagnostic(`difference ${percent(mean - meanResponseTime)}, half-width ${percent(halfWidth)}`);
    assert.ok(halfWidth <= 0.01 * meanResponseTime, `half-width ${percent(halfWidth)}`);
    assert.ok(
      Math.abs(mean - meanResponseTime) <= halfWidth,
      `${mean} +- ${halfWidth}, theory ${meanResponseTime}`,
    );
  });
}

test("a bounded queue above load 1: times and rejections are M/M/1/K's, within a half-width of 1 %", () => {
  const queue = { arrivalRate: 10, serviceRate: 8, servers: 1, customers: 30_000 };
  const theory = mm1k({ ...queue, capacity: 8 });
  const runs = Array.from(
    { length: RUNS },
    (_, seed) => simulateQueue({ ...queue, capacity: 8, seed }).responseTimes,
  );
  const response = interval((seed) => meanAfter(runs[seed], 1000));
  const rejected = interval((seed) => runs[seed].filter(Number.isNaN).length / queue.customers);
  for (const [simulated, exact] of [
    [response, theory.meanResponseTime],
    [rejected, theory.blockingProbability],
  ] as const) {
    assert.ok(simulated.halfWidth <= 0.01 * exact);
    assert.ok(Math.abs(simulated.mean - exact) <= simulated.halfWidth, `${simulated.mean}, theory ${exact}`);
  }
});
