import assert from "node:assert/strict";
import { test } from "node:test";
import { actionBatch, ContainerState, clusterSpec, SimulatedClusterBatch } from "../../lib/cluster/index.js";
import { CommonQueue } from "../../lib/cluster/simulated/common-queue.js";
import { mmc, simulateQueue } from "../../lib/queueing/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { constantLoad, fullFleet } from "./helpers.js";

const { ready, off } = ContainerState;

for (const capacity of [undefined, 12])
  test(`one common queue is lib/queueing's on the same requests${capacity === undefined ? "" : ", refused ones, too"}`, () => {
    const servers = 3;
    const customers = 20_000;
    const queue = {
      arrivalRate: 21,
      serviceRate: 8,
      servers,
      customers,
      seed: 4,
      ...(capacity && { capacity }),
    };
    const answered = simulateQueue(queue).responseTimes.filter((time) => !Number.isNaN(time));
    const sla = 0.5;
    const spec = fullFleet(servers, { queueLimit: capacity === undefined ? 1000 : capacity / servers, sla });
    const common = new CommonQueue(1, spec);
    const arrivals = RandomStream.of(4, "queue", "arrivals");
    const services = RandomStream.of(4, "queue", "services");
    common.clear(0);
    common.followReady(0, new Uint8Array(servers).fill(ready), 0);
    const statistics = common.statistics(0);
    const sums = { completions: 0, errors: 0, violations: 0, responseTimeSum: 0 };
    let step = 0;
    const close = () => {
      common.close(0, ++step);
      for (const name of ["completions", "errors", "violations", "responseTimeSum"] as const)
        sums[name] += statistics[name];
      common.begin(0);
    };
    let time = 0;
    for (let n = 0; n < customers; n++) {
      time += arrivals.exponential() / queue.arrivalRate;
      while (step + 1 < time) close();
      common.arrive(0, time, services.exponential());
    }
    for (let rest = 0; rest < 100; rest++) close();
    const expected = answered.reduce((sum, responseTime) => sum + responseTime, 0);
    assert.ok(Math.abs(sums.responseTimeSum / expected - 1) < 1e-9);
    assert.equal(sums.completions, answered.length);
    assert.equal(sums.errors, customers - answered.length);
    assert.equal(sums.violations, answered.filter((responseTime) => responseTime > sla).length + sums.errors);
    assert.ok(sums.violations > 100 && (capacity === undefined || sums.errors > 100));
  });

test("one common queue of a whole fleet is M/M/c", () => {
  const size = 6;
  const steps = 20_000;
  const means = [1, 2, 3, 4].map((seed) => {
    const spec = fullFleet(size, { queueLimit: 200 });
    const clusters = new SimulatedClusterBatch(1, {
      spec,
      workload: constantLoad(0.8),
      steps,
      commonQueue: true,
    });
    clusters.reset(0, seed);
    const actions = actionBatch(1, spec);
    let sum = 0;
    let count = 0;
    for (let step = 0; step < steps; step++) {
      clusters.step(actions);
      sum += clusters.commonQueueStatistics(0).responseTimeSum;
      count += clusters.commonQueueStatistics(0).completions;
    }
    return sum / count;
  });
  const mean = means.reduce((sum, value) => sum + value, 0) / means.length;
  const expected = mmc({ arrivalRate: 0.8 * size * 8, serviceRate: 8, servers: size }).meanResponseTime;
  assert.ok(Math.abs(mean / expected - 1) < 0.01, `${mean} s, not ${expected} s`);
});

/** The common queue as lists: requests that wait, and what each server does. */
class SlowCommonQueue {
  readonly waiting: { arrival: number; demand: number }[] = [];
  readonly servers: { ready: boolean; arrival: number; departure: number; responseTimes: number[] }[];
  readonly responseTimes: number[] = [];
  refused = 0;

  constructor(
    readonly rates: readonly number[],
    readonly limit: number,
  ) {
    this.servers = rates.map(() => ({
      ready: false,
      arrival: 0,
      departure: Number.POSITIVE_INFINITY,
      responseTimes: [],
    }));
  }

  goOn(now: number): void {
    for (;;) {
      const next = Math.min(...this.servers.map(({ departure }) => departure));
      if (next > now) return;
      const server = this.servers.find(({ departure }) => departure === next);
      if (server === undefined) return;
      this.responseTimes.push(next - server.arrival);
      server.departure = Number.POSITIVE_INFINITY;
      this.fill(next);
    }
  }

  /** Free servers take what waits, the fastest first. */
  fill(now: number): void {
    const order = this.rates.map((_, i) => i).sort((i, j) => this.rates[j] - this.rates[i] || i - j);
    for (const i of order) {
      const server = this.servers[i];
      if (!server.ready || server.departure < Number.POSITIVE_INFINITY) continue;
      const request = this.waiting.shift();
      if (request === undefined) return;
      server.arrival = request.arrival;
      server.departure = now + request.demand / this.rates[i];
    }
  }

  setReady(flags: readonly boolean[], now: number): void {
    this.goOn(now);
    for (const [i, server] of this.servers.entries()) server.ready = flags[i];
    this.fill(now);
  }

  arrive(time: number, demand: number): void {
    this.goOn(time);
    const able = this.servers.filter((server) => server.ready);
    const served = able.filter(({ departure }) => departure < Number.POSITIVE_INFINITY).length;
    if (served + this.waiting.length >= this.limit * able.length) {
      this.refused++;
      return;
    }
    this.waiting.push({ arrival: time, demand });
    this.fill(time);
  }
}

test("a container that is stopped finishes its request, one that becomes ready takes the first that waits", () => {
  for (const size of [2, 5, 17]) {
    const draws = RandomStream.of(size, "common");
    const rates = Array.from({ length: size }, () => (size === 5 ? 8 : 4 + draws.integer(3)));
    const containers = rates.map((serviceRate) => ({ cpuShare: 0.04, memoryMiB: 128, serviceRate }));
    const common = new CommonQueue(1, clusterSpec({ containers, queueLimit: 3 }));
    const slow = new SlowCommonQueue(rates, 3);
    common.clear(0);
    let time = 0;
    for (let step = 0; step < 400; step++) {
      const flags = rates.map((_, i) => i === step % size || draws.uniform() < 0.6);
      const states = Uint8Array.from(flags, (flag) => (flag ? ready : off));
      const begin = step / 4;
      common.begin(0);
      common.followReady(0, states, begin);
      slow.setReady(flags, begin);
      slow.responseTimes.length = 0;
      slow.refused = 0;
      for (time = begin; ; ) {
        time += draws.exponential() / (0.6 * 8 * size);
        if (time >= begin + 1 / 4) break;
        const demand = draws.exponential();
        common.arrive(0, time, demand);
        slow.arrive(time, demand);
      }
      common.close(0, begin + 1 / 4);
      slow.goOn(begin + 1 / 4);
      const { completions, errors, responseTimeSum, waiting } = common.statistics(0);
      const sum = slow.responseTimes.reduce((total, one) => total + one, 0);
      assert.deepEqual(
        [completions, errors, waiting],
        [slow.responseTimes.length, slow.refused, slow.waiting.length],
      );
      assert.ok(Math.abs(responseTimeSum - sum) < 1e-9);
    }
  }
});

test("least connections is never faster in the mean than one common queue on the same requests", () => {
  for (const [size, load] of [
    [2, 0.9],
    [5, 0.5],
    [5, 0.85],
    [15, 0.8],
    [15, 0.95],
  ]) {
    const spec = fullFleet(size, { dispatch: "least-connections" });
    const options = { spec, workload: constantLoad(load), steps: 3000, commonQueue: true };
    const clusters = new SimulatedClusterBatch(1, options);
    const actions = actionBatch(1, spec);
    clusters.reset(0, 1);
    const common = { sum: 0, completions: 0, violations: 0 };
    const actual = { ...common };
    for (let step = 0; step < 3000; step++) {
      clusters.step(actions);
      for (const [sums, statistics] of [
        [common, clusters.commonQueueStatistics(0)],
        [actual, clusters.statistics(0)],
      ] as const) {
        sums.sum += statistics.responseTimeSum;
        sums.completions += statistics.completions;
        sums.violations += statistics.violations;
      }
    }
    const where = `N = ${size}, load ${load}`;
    assert.ok(common.completions > 10_000, where);
    const means = [common, actual].map(({ sum, completions }) => sum / completions);
    assert.ok(means[0] <= means[1], `${where}: ${means[0]} s against ${means[1]} s`);
    assert.ok(common.violations <= actual.violations, `${where}: violations`);
  }
});

test("a common queue beside a cluster changes nothing of it, and goes on from episode to episode as if alone", () => {
  const spec = clusterSpec({ size: 5, coldStart: 1.5 });
  const options = { spec, workload: constantLoad(0.7), steps: 50 };
  const clusters = new SimulatedClusterBatch(2, { ...options, commonQueue: true });
  const alone = new SimulatedClusterBatch(1, options);
  const draws = RandomStream.of(1, "moves");
  clusters.reset(0, 7);
  for (const seed of [1, 2]) {
    clusters.reset(1, seed);
    alone.reset(0, seed);
  }
  clusters.reset(0, 2);
  const actions = actionBatch(2, spec);
  for (let step = 0; step < 50; step++) {
    actions.scale.fill(draws.integer(3) - 1);
    clusters.step(actions);
    alone.step({ weights: actions.weights.subarray(5), scale: actions.scale.subarray(1) });
    assert.deepEqual(clusters.statistics(1), alone.statistics(0));
    assert.deepEqual(clusters.commonQueueStatistics(0), clusters.commonQueueStatistics(1));
    assert.ok(clusters.commonQueueStatistics(0).completions > 0);
  }
});

test("there is no common queue unless it was asked for", () => {
  const clusters = new SimulatedClusterBatch(1, {
    spec: fullFleet(2),
    workload: constantLoad(0.5),
    steps: 2,
  });
  assert.throws(() => clusters.commonQueueStatistics(0), /RangeError: commonQueue must be true/);
});
