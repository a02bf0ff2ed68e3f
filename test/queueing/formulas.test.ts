import assert from "node:assert/strict";
import { test } from "node:test";
import {
  ekm1,
  ekm1k,
  ekm1ResponseTimeQuantile,
  ekm1ResponseTimeTail,
  ekm1WaitingTimeQuantile,
  ekm1WaitingTimeTail,
  erlangB,
  erlangC,
  gm1,
  mm1,
  mm1k,
  mm1kResponseTimeQuantile,
  mm1kResponseTimeTail,
  mm1kWaitingTimeQuantile,
  mm1kWaitingTimeTail,
  mm1ResponseTimeQuantile,
  mm1ResponseTimeTail,
  mm1WaitingTimeQuantile,
  mm1WaitingTimeTail,
  mmc,
  mmcResponseTimeQuantile,
  mmcResponseTimeTail,
  mmcWaitingTimeQuantile,
  mmcWaitingTimeTail,
  type QueueMeasures,
} from "../../lib/queueing/index.js";
import { assertMeasuresClose, close } from "./close.js";

const LOADS = [1e-9, 0.01, 0.3, 0.5, 0.8, 0.95, 0.999, 1 - 1e-9];
const TIMES = [0, 1e-6, 0.03, 0.4, 1, 5, 40];
const PROBABILITIES = [0, 1e-6, 0.1, 0.5, 0.95, 0.999, 1 - 1e-12];

test("M/M/1 at utilization 0.8: 4 in the system on average (Eq. queueing.mm1.number-in-system)", () => {
  const queue = mm1({ arrivalRate: 6.4, serviceRate: 8 });
  close(queue.utilization, 0.8);
  close(queue.meanNumberInSystem, 0.8 / (1 - 0.8));
  close(queue.meanNumberInQueue, 3.2);
});

test("M/M/1 mean response time is the integral of its tail (Eq. queueing.mm1.response-time)", () => {
  const queue = { arrivalRate: 6.4, serviceRate: 8 };
  close(mm1(queue).meanResponseTime, 1 / 1.6);
  close(
    integral((time) => mm1ResponseTimeTail({ ...queue, time }), 30),
    mm1(queue).meanResponseTime,
    1e-9,
  );
  close(
    integral((time) => mm1WaitingTimeTail({ ...queue, time }), 30),
    mm1(queue).meanWaitingTime,
    1e-9,
  );
});

test("M/M/1 response time has the tail of an exponential (Eq. queueing.mm1.response-time-tail)", () => {
  close(mm1ResponseTimeTail({ arrivalRate: 6.4, serviceRate: 8, time: 1.25 }), Math.exp(-2));
  close(mm1ResponseTimeQuantile({ arrivalRate: 7, serviceRate: 8, probability: 1 - Math.exp(-3) }), 3);
});

test("Little's law holds in every queue (Eq. queueing.little)", () => {
  const check = (queue: QueueMeasures, throughput: number) => {
    close(queue.meanNumberInSystem, throughput * queue.meanResponseTime);
    close(queue.meanNumberInQueue, throughput * queue.meanWaitingTime);
  };
  for (const arrivalRate of [0.001, 0.4, 0.97]) {
    check(mm1({ arrivalRate, serviceRate: 1 }), arrivalRate);
    check(mmc({ arrivalRate: 7 * arrivalRate, serviceRate: 1, servers: 7 }), 7 * arrivalRate);
    check(ekm1({ arrivalRate, serviceRate: 1, phases: 3 }), arrivalRate);
    for (const load of [1, 1.5, 40]) {
      const queue = mm1k({ arrivalRate: arrivalRate * load, serviceRate: 1, capacity: 9 });
      check(queue, arrivalRate * load * (1 - queue.blockingProbability));
    }
  }
});

test("M/M/c with one server, M/M/1/K with a large K and E_1/M/1 are M/M/1", () => {
  for (const load of LOADS) {
    const queue = { arrivalRate: 2.5 * load, serviceRate: 2.5 };
    // 1 - load has lost digits near load 1; both sides lose them in their own way.
    const tolerance = 1e-13 / (1 - load);
    assertMeasuresClose(mmc({ ...queue, servers: 1 }), mm1(queue), tolerance);
    assertMeasuresClose(ekm1({ ...queue, phases: 1 }), mm1(queue), tolerance);
    if (load < 0.99) assertMeasuresClose(mm1k({ ...queue, capacity: 5000 }), mm1(queue), 1e-12);
    for (const time of TIMES) {
      const at = { ...queue, time };
      const tail = mm1ResponseTimeTail(at);
      const waitingTail = mm1WaitingTimeTail(at);
      close(mmcResponseTimeTail({ ...at, servers: 1 }), tail, 1e-12);
      close(mmcWaitingTimeTail({ ...at, servers: 1 }), waitingTail, 1e-12);
      close(ekm1ResponseTimeTail({ ...at, phases: 1 }), tail, 1e-12);
      close(ekm1WaitingTimeTail({ ...at, phases: 1 }), waitingTail, 1e-12);
      if (load < 0.99) {
        close(mm1kResponseTimeTail({ ...at, capacity: 5000 }), tail, 1e-11);
        close(mm1kWaitingTimeTail({ ...at, capacity: 5000 }), waitingTail, 1e-11);
      }
    }
    for (const probability of PROBABILITIES) {
      const at = { ...queue, probability };
      const quantile = mm1ResponseTimeQuantile(at);
      const waitingQuantile = mm1WaitingTimeQuantile(at);
      close(mmcResponseTimeQuantile({ ...at, servers: 1 }), quantile, 1e-7);
      close(mmcWaitingTimeQuantile({ ...at, servers: 1 }), waitingQuantile, tolerance);
      close(ekm1ResponseTimeQuantile({ ...at, phases: 1 }), quantile, tolerance);
      close(ekm1WaitingTimeQuantile({ ...at, phases: 1 }), waitingQuantile, tolerance);
    }
  }
});

test("Erlang B by recursion is the truncated Poisson distribution (Eq. queueing.erlang-b)", () => {
  for (const offeredLoad of [1e-3, 0.7, 4, 19])
    for (const servers of [1, 2, 5, 12]) {
      let weight = 1;
      let sum = 1;
      for (let n = 1; n <= servers; n++) {
        weight *= offeredLoad / n;
        sum += weight;
      }
      close(erlangB({ offeredLoad, servers }), weight / sum);
    }
});

test("Erlang C follows from Erlang B at c and at c - 1 servers (Eq. queueing.erlang-c)", () => {
  for (const servers of [2, 9, 400, 10_000])
    for (const load of [0.05, 0.6, 0.99, 0.99999]) {
      const offeredLoad = load * servers;
      const before = erlangB({ offeredLoad, servers: servers - 1 });
      // 1 / C = 1 + (c - a) / (a B(c - 1)): Erlang C from the queue without a waiting room and one server fewer.
      const expected = 1 / (1 + (servers - offeredLoad) / (offeredLoad * before));
      close(erlangC({ offeredLoad, servers }), expected, 1e-10);
    }
});

test("Erlang B and C stay sane at loads beyond all reason", () => {
  assert.equal(erlangB({ offeredLoad: 1e-300, servers: 10_000 }), 0);
  assert.equal(erlangB({ offeredLoad: 1e300, servers: 10_000 }), 1);
  close(erlangB({ offeredLoad: 1e-5, servers: 3 }), 1e-15 / 6, 1e-4);
  close(erlangC({ offeredLoad: 9999.999_999, servers: 10_000 }), 1, 1e-6);
  const quiet = mmc({ arrivalRate: 1e-300, serviceRate: 2, servers: 10_000 });
  assert.equal(quiet.meanWaitingTime, 0);
  assert.equal(quiet.meanResponseTime, 0.5);
});

test("M/M/c wait: the mean is the integral of the tail (Eq. queueing.mmc.waiting-time) (Eq. queueing.mmc.waiting-time-tail)", () => {
  const queue = { arrivalRate: 6.5, serviceRate: 1, servers: 8 };
  close(
    integral((time) => mmcWaitingTimeTail({ ...queue, time }), 40),
    mmc(queue).meanWaitingTime,
    1e-8,
  );
  close(mmcWaitingTimeTail({ ...queue, time: 0 }), mmc(queue).waitProbability);
});

test("M/M/c response time: the mean is the integral of the tail, also where c mu - lambda = mu (Eq. queueing.mmc.response-time-tail)", () => {
  for (const arrivalRate of [2, 6.5, 7, 7 + 1e-9, 7.5]) {
    const queue = { arrivalRate, serviceRate: 1, servers: 8 };
    close(
      integral((time) => mmcResponseTimeTail({ ...queue, time }), 90),
      mmc(queue).meanResponseTime,
      1e-7,
    );
    assert.equal(mmcResponseTimeTail({ ...queue, time: 0 }), 1);
    assert.equal(mmcResponseTimeTail({ ...queue, time: 1e9 }), 0);
  }
});

test("M/M/1/K shares are geometric, cut off and sum to 1 (Eq. queueing.mm1k.distribution)", () => {
  for (const load of [1e-6, 0.3, 1 - 1e-9, 1, 1 + 1e-9, 1.7, 1e6])
    for (const capacity of [1, 2, 32]) {
      const queue = mm1k({ arrivalRate: load * 4, serviceRate: 4, capacity });
      const weights = Array.from({ length: capacity + 1 }, (_, n) => Math.min(load, 1 / load) ** n);
      if (load > 1) weights.reverse();
      const total = weights.reduce((sum, weight) => sum + weight);
      const mean = weights.reduce((sum, weight, n) => sum + (n * weight) / total, 0);
      close(queue.blockingProbability, weights[capacity] / total);
      close(queue.utilization, weights.slice(1).reduce((sum, weight) => sum + weight) / total);
      close(queue.meanNumberInSystem, mean);
      close(queue.throughput, 4 * load * (1 - queue.blockingProbability), load > 1e3 ? 1e-9 : 1e-12);
    }
});

test("M/M/1/K at load 1: every number present is equally likely, whatever K (Eq. queueing.mm1k.waiting-time)", () => {
  for (const capacity of [1, 2, 3, 32, 1e6]) {
    const queue = mm1k({ arrivalRate: 8, serviceRate: 8, capacity });
    close(queue.blockingProbability, 1 / (capacity + 1));
    close(queue.meanNumberInSystem, capacity / 2);
    close(queue.meanWaitingTime, (capacity - 1) / 16);
    close(queue.waitProbability, (capacity - 1) / capacity);
  }
});

test("M/M/1/K has no seam at load 1 or where its two formulas meet", () => {
  for (const capacity of [1, 2, 32, 5000])
    for (const load of [1, 0.5 ** (1 / capacity), 0.5 ** (1 / (capacity + 1))]) {
      const below = mm1k({ arrivalRate: load * (1 - 1e-13), serviceRate: 1, capacity });
      const above = mm1k({ arrivalRate: load * (1 + 1e-13), serviceRate: 1, capacity });
      assertMeasuresClose(below, above, 1e-9);
    }
});

test("M/M/1/K with room for one: nobody waits and the response time is the service (Eq. queueing.mm1k.response-time-tail)", () => {
  for (const arrivalRate of [0.1, 3, 500]) {
    const queue = { arrivalRate, serviceRate: 3, capacity: 1 };
    assert.equal(mm1k(queue).meanWaitingTime, 0);
    close(mm1kResponseTimeTail({ ...queue, time: 0.7 }), Math.exp(-2.1));
    assert.equal(mm1kWaitingTimeTail({ ...queue, time: 0 }), 0);
    assert.equal(mm1kWaitingTimeQuantile({ ...queue, probability: 0.99 }), 0);
  }
});

test("M/M/1/K times: the mean is the integral of the tail, below, at and above load 1 (Eq. queueing.mm1k.response-time-tail)", () => {
  for (const arrivalRate of [0.5, 1, 1.5]) {
    const queue = { arrivalRate, serviceRate: 1, capacity: 10 };
    close(
      integral((time) => mm1kResponseTimeTail({ ...queue, time }), 80),
      mm1k(queue).meanResponseTime,
      1e-7,
    );
    close(
      integral((time) => mm1kWaitingTimeTail({ ...queue, time }), 80),
      mm1k(queue).meanWaitingTime,
      1e-7,
    );
    close(mm1kWaitingTimeTail({ ...queue, time: 0 }), mm1k(queue).waitProbability);
    assert.equal(mm1kResponseTimeTail({ ...queue, time: 0 }), 1);
  }
});

test("GI/M/1 with exponential gaps is M/M/1, with Erlang gaps E_k/M/1 (Eq. queueing.gm1.root)", () => {
  const queue = { arrivalRate: 3, serviceRate: 4 };
  assertMeasuresClose(gm1({ ...queue, gapTransform: (s) => 3 / (3 + s) }), mm1(queue), 1e-12);
  assertMeasuresClose(
    gm1({ ...queue, gapTransform: (s) => (15 / (15 + s)) ** 5 }),
    ekm1({ ...queue, phases: 5 }),
    1e-12,
  );
});

test("E_k/M/1 solves its own equation and waits less with every phase (Eq. queueing.ekm1.root)", () => {
  for (const load of LOADS) {
    let previous = Number.POSITIVE_INFINITY;
    for (const phases of [1, 2, 5, 25, 1000]) {
      const queue = ekm1({ arrivalRate: load, serviceRate: 1, phases });
      const sigma = queue.waitProbability;
      const idle = 1 / queue.meanResponseTime;
      close(sigma, (1 + idle / (phases * load)) ** -phases, 1e-9);
      assert.ok(queue.meanWaitingTime < previous || queue.meanWaitingTime === 0);
      previous = queue.meanWaitingTime;
    }
  }
  // D/M/1 at load 0.8, sigma = e^(-(1 - sigma) / 0.8): the limit of many phases.
  const { waitProbability } = ekm1({ arrivalRate: 0.8, serviceRate: 1, phases: 1e7 });
  close(waitProbability, Math.exp(-(1 - waitProbability) / 0.8), 1e-6);
});

test("E_k/M/1 response time is exponential with the mean it reports (Eq. queueing.ekm1.response-time-tail)", () => {
  const queue = { arrivalRate: 0.8, serviceRate: 1, phases: 5 };
  const { meanResponseTime, meanWaitingTime } = ekm1(queue);
  close(ekm1ResponseTimeTail({ ...queue, time: 2 }), Math.exp(-2 / meanResponseTime));
  close(
    integral((time) => ekm1WaitingTimeTail({ ...queue, time }), 90),
    meanWaitingTime,
    1e-8,
  );
});

test("a quantile is where the tail falls to 1 - probability, and 0 where nobody waits", () => {
  const queue = { arrivalRate: 6, serviceRate: 1, servers: 8, capacity: 12, phases: 4 };
  const single = { ...queue, arrivalRate: 0.75 };
  for (const probability of [0.01, 0.2, 0.5, 0.9, 0.99, 0.9999]) {
    const pairs: [number, (time: number) => number][] = [
      [
        mm1ResponseTimeQuantile({ ...single, probability }),
        (t) => mm1ResponseTimeTail({ ...single, time: t }),
      ],
      [mm1WaitingTimeQuantile({ ...single, probability }), (t) => mm1WaitingTimeTail({ ...single, time: t })],
      [mmcResponseTimeQuantile({ ...queue, probability }), (t) => mmcResponseTimeTail({ ...queue, time: t })],
      [mmcWaitingTimeQuantile({ ...queue, probability }), (t) => mmcWaitingTimeTail({ ...queue, time: t })],
      [
        mm1kResponseTimeQuantile({ ...single, probability }),
        (t) => mm1kResponseTimeTail({ ...single, time: t }),
      ],
      [
        mm1kWaitingTimeQuantile({ ...single, probability }),
        (t) => mm1kWaitingTimeTail({ ...single, time: t }),
      ],
      [
        ekm1ResponseTimeQuantile({ ...single, probability }),
        (t) => ekm1ResponseTimeTail({ ...single, time: t }),
      ],
      [
        ekm1WaitingTimeQuantile({ ...single, probability }),
        (t) => ekm1WaitingTimeTail({ ...single, time: t }),
      ],
    ];
    for (const [quantile, tail] of pairs) {
      if (quantile === 0) assert.ok(tail(0) <= 1 - probability + 1e-12);
      else close(tail(quantile), 1 - probability, 1e-10);
    }
  }
});

/** Simpson's rule on [0, upper]. */
function integral(f: (time: number) => number, upper: number): number {
  const intervals = 20_000;
  const h = upper / intervals;
  let sum = f(0) + f(upper);
  for (let i = 1; i < intervals; i++) sum += (i % 2 === 1 ? 4 : 2) * f(i * h);
  return (sum * h) / 3;
}

test("E_1/M/1/K is M/M/1/K, and a large K comes to E_k/M/1", () => {
  for (const load of [0.3, 0.95, 1, 1.5])
    for (const capacity of [1, 2, 8, 32]) {
      const queue = { arrivalRate: 8 * load, serviceRate: 8, capacity };
      assertMeasuresClose(ekm1k({ ...queue, phases: 1 }), mm1k(queue), 1e-11);
    }
  const queue = { arrivalRate: 5.6, serviceRate: 8, phases: 25 };
  assertMeasuresClose(ekm1k({ ...queue, capacity: 80 }), ekm1(queue), 1e-11);
});

test("E_2/M/1/1 by hand: refused where no service ends in a gap of two phases", () => {
  // Phases of rate 2, service rate 2: each of the two phases ends before the service with probability 1/2.
  const { blockingProbability, throughput, meanWaitingTime } = ekm1k({
    arrivalRate: 1,
    serviceRate: 2,
    phases: 2,
    capacity: 1,
  });
  close(blockingProbability, 1 / 4);
  close(throughput, 3 / 4);
  assert.equal(meanWaitingTime, 0);
});

test("E_2/M/1/2 by hand", () => {
  // As above: no service in a gap 1/4, one 2 (1/8) = 1/4. Found present: p0 = 3/4 p0 + 1/2 (p1 + p2), p1 = (p0 + p1 + p2)/4, p2 = (p1 + p2)/4.
  const { blockingProbability, meanWaitingTime } = ekm1k({
    arrivalRate: 1,
    serviceRate: 2,
    phases: 2,
    capacity: 2,
  });
  close(blockingProbability, 1 / 12);
  close(meanWaitingTime, 3 / 22);
});

test("a server that hardly rests refuses the rest of an overload, whatever the gaps", () => {
  for (const phases of [1, 4, 13])
    close(
      ekm1k({ arrivalRate: 10, serviceRate: 8, phases, capacity: 64 }).blockingProbability,
      1 - 8 / 10,
      1e-4,
    );
  assert.throws(() => ekm1k({ arrivalRate: 1, serviceRate: 1, phases: 1, capacity: 0 }), RangeError);
});
