import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerState } from "../../lib/cluster/contract.js";
import { clusterSpec, dispatchedSpec, SimulatedCluster } from "../../lib/cluster/index.js";
import {
  capacityRouter,
  createController,
  equalizingShares,
  leastConnections,
  leastQueue,
  powerOfTwo,
  type Router,
  roundRobin,
} from "../../lib/control/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { observation } from "./helpers.js";

const { off, starting, ready } = ContainerState;

function routed(router: Router, seen: Parameters<typeof observation>[0]): number[] {
  const view = observation(seen);
  const weights = new Float64Array(view.size).fill(Number.NaN);
  router.route(view, weights);
  return [...weights];
}

const nearly = (actual: readonly number[], expected: readonly number[]) => {
  for (const [i, value] of expected.entries())
    assert.ok(Math.abs(actual[i] - value) < 1e-12, `${actual} is not ${expected}`);
};

test("round robin gives equal weights, capacity those of the service rates", () => {
  assert.deepEqual(routed(roundRobin.create(), { serviceRate: [4, 8, 12] }), [1, 1, 1]);
  assert.deepEqual(routed(capacityRouter.create(), { serviceRate: [4, 8, 12] }), [4, 8, 12]);
});

test("least connections and power of two name their dispatch and weigh containers by their service rates", () => {
  for (const [family, name] of [
    [leastConnections, "least-connections"],
    [powerOfTwo, "power-of-two"],
  ] as const) {
    assert.deepEqual(routed(family.create(), { serviceRate: [4, 8, 12] }), [4, 8, 12]);
    assert.equal(createController(`threshold+${name}`).dispatch, name);
    const spec = clusterSpec({ size: 3 });
    assert.equal(dispatchedSpec(spec, createController(`static+${name}+pick`)).dispatch, name);
    assert.equal(dispatchedSpec(spec, createController("static")).dispatch, spec.dispatch);
  }
});

test("least queue by hand: 8 requests over queues 0, 2, 6 at equal rates level at 5", () => {
  // Level 16 / 3 < 6 leaves out the third; then (8 + 0 + 2) / 2 = 5: 5 and 3 of 8 requests.
  nearly(routed(leastQueue.create({ horizon: 1 }), { queueDepth: [0, 2, 6], arrivalRate: 8 }), [
    5 / 8,
    3 / 8,
    0,
  ]);
  // Twice the horizon, 16 requests: (16 + 8) / 3 = 8.
  nearly(routed(leastQueue.create({ horizon: 2 }), { queueDepth: [0, 2, 6], arrivalRate: 8 }), [
    8 / 16,
    6 / 16,
    2 / 16,
  ]);
});

test("least queue by hand: unequal rates level the time to empty, not the number", () => {
  // 4 h + 8 h = 10 + 2 + 0, h = 1 s: 4 - 2 = 2 and 8 - 0 = 8 of 10 requests.
  nearly(
    routed(leastQueue.create(), { queueDepth: [2, 0], serviceRate: [4, 8], arrivalRate: 10 }),
    [0.2, 0.8],
  );
});

test("least queue at its edges", () => {
  const router = leastQueue.create();
  nearly(routed(router, { queueDepth: [3, 3], serviceRate: [8, 8], arrivalRate: 5 }), [0.5, 0.5]);
  nearly(routed(router, { queueDepth: [0, 0], serviceRate: [4, 12], arrivalRate: 0 }), [0.25, 0.75]);
  nearly(routed(router, { queueDepth: [4, 0, 9], arrivalRate: 0 }), [0, 1, 0]);
  nearly(routed(router, { queueDepth: [7, 0, 0], state: [ready, off, starting], arrivalRate: 3 }), [1, 0, 0]);
  nearly(routed(router, { queueDepth: [7, 0], state: [starting, off], arrivalRate: 3 }), [0, 0]);
  const busy = routed(router, { queueDepth: [30, 0], serviceRate: [4, 12], arrivalRate: 1e9 });
  assert.ok(Math.abs(busy[0] - 0.25) < 1e-6);
});

test("water-filling: shares sum to 1, whoever gets some ends level, whoever gets none lies above", () => {
  const random = RandomStream.of(3, "water-filling");
  for (let trial = 0; trial < 500; trial++) {
    const size = 1 + random.integer(25);
    const view = observation({
      queueDepth: Array.from({ length: size }, () => random.integer(33)),
      serviceRate: Array.from({ length: size }, () => 1 + 20 * random.uniform()),
      state: Array.from({ length: size }, (_, i) => (i === 0 || random.uniform() < 0.7 ? ready : off)),
    });
    const arrivals = 0.01 + 200 * random.uniform();
    const shares = new Float64Array(size);
    equalizingShares(view, arrivals, shares);
    const timeToEmpty = (i: number) => (view.queueDepth[i] + arrivals * shares[i]) / view.serviceRate[i];
    const served = [...shares.keys()].filter((i) => shares[i] > 0);
    const level = timeToEmpty(served[0]);
    assert.ok(Math.abs(shares.reduce((sum, share) => sum + share, 0) - 1) < 1e-9);
    for (const i of served) assert.ok(Math.abs(timeToEmpty(i) - level) < 1e-9 && view.state[i] === ready);
    for (let i = 0; i < size; i++)
      if (shares[i] === 0 && view.state[i] === ready) assert.ok(timeToEmpty(i) >= level - 1e-9);
  }
});

test("on the exact cluster least queue beats equal weights, and capacity weights on unequal containers", () => {
  const meanResponseTime = (name: string, capacities: readonly number[]) => {
    const containers = capacities.map((capacity) => ({
      cpuShare: 0.04 * capacity,
      memoryMiB: 128,
      serviceRate: 8 * capacity,
    }));
    const cluster = new SimulatedCluster({
      spec: clusterSpec({ containers, initialFleet: containers.length }),
      workload: {
        name: "constant",
        family: "constant",
        split: "train",
        parameters: {},
        trace: ({ slots, capacity }) => new Float64Array(slots).fill(0.85 * capacity),
      },
      steps: 3000,
    });
    const controller = createController(name);
    let seen = cluster.reset(5);
    let memory = controller.start(cluster.spec, 5);
    let sum = 0;
    let completions = 0;
    for (;;) {
      const decision = controller.decide(seen, memory);
      memory = decision.memory;
      const { observation: next, statistics, truncated } = cluster.step(decision.action);
      sum += statistics.responseTimeSum;
      completions += statistics.completions;
      seen = next;
      if (truncated) return sum / completions;
    }
  };
  const equal = new Array(6).fill(1);
  const unequal = [0.4, 0.4, 1, 1, 1.6, 1.6];
  assert.ok(meanResponseTime("static+least-queue", equal) < 0.9 * meanResponseTime("static", equal));
  assert.ok(
    meanResponseTime("static+least-queue", unequal) < 0.9 * meanResponseTime("static+capacity", unequal),
  );
});
