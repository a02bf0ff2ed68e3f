import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type ClusterSpec,
  ContainerState,
  type Observation,
  type StepStatistics,
} from "../../lib/cluster/contract.js";
import { clusterSpec, evaluateReward } from "../../lib/cluster/index.js";
import {
  WRITEUP_REWARD_RANGES,
  WRITEUP_REWARD_WEIGHTS,
  writeupAction,
  writeupErrorRate,
  writeupLatency,
  writeupMemory,
  writeupNumberInSystem,
  writeupNumberWaiting,
  writeupObservation,
  writeupQueue,
  writeupReward,
  writeupSpec,
} from "../../lib/cluster/writeup/index.js";

const { off, starting, ready } = ContainerState;

function near(actual: number, expected: number, tolerance = 1e-12): void {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not ${expected}`);
}

test("latency: S/(1 - rho), from rho = 0.95 on the line 20 S + 5 (rho - 0.95), without a gap", () => {
  near(writeupLatency(0), 0.05);
  near(writeupLatency(0.5), 0.1);
  near(writeupLatency(0.9), 0.5);
  near(writeupLatency(0.95), 1);
  near(writeupLatency(0.95 - 1e-9), 1, 1e-6);
  near(writeupLatency(1.15), 2);
});

test("error rate: none below rho = 0.9, then the logistic around 1.05", () => {
  assert.equal(writeupErrorRate(0.8999), 0);
  near(writeupErrorRate(0.9), 1 / (1 + Math.exp(2.25)));
  near(writeupErrorRate(1.05), 0.5);
  near(writeupErrorRate(1.15), 1 / (1 + Math.exp(-1.5)));
});

test("number in the system: rho/(1 - rho), from 0.95 on 19 + 200 (rho - 0.95); waiting is L - rho, from L alone", () => {
  near(writeupNumberInSystem(0.5), 1);
  near(writeupNumberInSystem(0.95), 19);
  near(writeupNumberInSystem(1), 29);
  for (const utilization of [0, 0.2, 0.5, 0.9, 0.949, 0.95, 1, 1.4, 3]) {
    const number = writeupNumberInSystem(utilization);
    near(writeupNumberWaiting(number), number - utilization, 1e-9);
  }
  near(writeupMemory(10), 0.3);
});

/** Statistics of a quiet step of 4 of 10 containers: nothing to pay for but the containers. */
function statistics(changes: Partial<StepStatistics> = {}): StepStatistics {
  return {
    step: 0,
    offeredRate: 0,
    requests: 0,
    completions: 0,
    errors: 0,
    violations: 0,
    responseTimeSum: 0,
    histogram: new Uint32Array(0),
    containerSeconds: 4,
    starting: 0,
    ready: 4,
    draining: 0,
    cpuMean: 0.5,
    memoryMean: 0.2,
    latencyMean: 0.1,
    queueMean: 0,
    waiting: 0,
    oldestAge: 0,
    errorRateSum: 0,
    scaleCommand: 0,
    scaleEffect: 0,
    commandReversed: false,
    effectReversed: false,
    sinceChange: 0,
    routingError: 0,
    routingLoss: Number.NaN,
    ...changes,
  };
}

function terms(
  changes: Partial<StepStatistics>,
  weights: Record<string, number> = {},
  spec: ClusterSpec = writeupSpec({ size: 10 }),
) {
  const values: Record<string, number> = {};
  const reward = evaluateReward(writeupReward(weights), statistics(changes), spec, values);
  return { reward, ...values } as Record<string, number>;
}

test("a quiet step costs its containers: 5 n/N", () => {
  near(terms({}).reward, -2);
  near(terms({ starting: 1, draining: 1 }).cost, -3);
});

test("latency: 10 l^2 above 0.1 s, nothing at 0.1 s, no more than at 1 s", () => {
  near(terms({ latencyMean: 0.1 }).latency, 0);
  near(terms({ latencyMean: 0.2 }).latency, -0.4);
  near(terms({ latencyMean: 0.5 }).latency, -2.5);
  near(terms({ latencyMean: 3 }).latency, -10);
});

test("errors: 50 times the mean error rate of ready containers", () => {
  near(terms({ errorRateSum: 0.4 }).errors, -5);
});

test("CPU: 4 (0.40 - c) below, 5 (c - 0.85) above, and 15 (c - 0.92) more", () => {
  const cpu = (cpuMean: number) => {
    const { idle, preventive, saturation } = terms({ cpuMean });
    return [idle, preventive, saturation].map((term) => Math.round(term * 1e9) / 1e9 + 0);
  };
  assert.deepEqual(cpu(0.15), [-1, 0, 0]);
  assert.deepEqual(cpu(0.4), [0, 0, 0]);
  assert.deepEqual(cpu(0.85), [0, 0, 0]);
  assert.deepEqual(cpu(0.9), [0, -0.25, 0]);
  assert.deepEqual(cpu(0.96), [0, -0.55, -0.6]);
});

test("memory: 15 (m - 0.85) above; it shares its weight with saturated CPU", () => {
  near(terms({ memoryMean: 0.85 }).saturation, 0);
  near(terms({ memoryMean: 0.95 }).saturation, -1.5);
  near(terms({ memoryMean: 0.95, cpuMean: 0.96 }).saturation, -2.1);
});

test("queue: 15 waiting / 3N, cut to 1; friction: 1 for a command that reverses", () => {
  near(terms({ waiting: 6 }).queue, -3);
  near(terms({ waiting: 99 }).queue, -15);
  near(terms({ commandReversed: true }).friction, -1);
  near(terms({ effectReversed: true }).friction, 0);
});

test("all terms add up, and weights can be changed by name", () => {
  const busy = { latencyMean: 0.2, errorRateSum: 0.4, cpuMean: 0.96, memoryMean: 0.95, waiting: 6 };
  near(terms({ ...busy, commandReversed: true }).reward, -(0.4 + 5 + 2 + 2.1 + 0.55 + 3 + 1), 1e-9);
  near(terms({ errorRateSum: 0.4 }, { errors: 25 }).errors, -2.5);
  assert.throws(() => writeupReward({ error: 25 }), /RangeError: weights.error belongs to no reward term/);
});

test("an empty fleet costs 200 and nothing else", () => {
  const empty = { ready: 0, cpuMean: Number.NaN, memoryMean: Number.NaN, latencyMean: Number.NaN };
  near(terms({ ...empty, starting: 1, commandReversed: true }).reward, -200);
  const byRequests = { "request-latency": 10, "request-errors": 50, "request-queue": 15 };
  near(terms({ ...empty, requests: 5, errors: 5, waiting: 5 }, byRequests).reward, -200);
});

test("request-latency: 10 l^2 above 0.1 s, l the mean over completions cut to 1; none, nothing", () => {
  const latency = (responseTimeSum: number, completions: number) =>
    terms({ responseTimeSum, completions, latencyMean: 9 }, { "request-latency": 10 })["request-latency"];
  near(latency(2, 20), 0);
  near(latency(4, 20), -0.4);
  near(latency(10, 20), -2.5);
  near(latency(60, 20), -10);
  near(latency(0, 0), 0);
});

test("request-errors: 50 times errors / requests; without requests nothing", () => {
  const errors = (errors: number, requests: number) =>
    terms({ errors, requests, errorRateSum: 4 }, { "request-errors": 50 })["request-errors"];
  near(errors(3, 12), -12.5);
  near(errors(0, 12), 0);
  near(errors(0, 0), 0);
});

test("request-queue: 15 waiting / nK, cut to 1", () => {
  const queue = (waiting: number, ready: number, queueLimit: number) =>
    terms({ waiting, ready }, { "request-queue": 15 }, clusterSpec({ size: 10, queueLimit }))[
      "request-queue"
    ];
  // 16 of 4 x 8 places; the containers that are off don't count.
  near(queue(16, 4, 8), -7.5);
  near(queue(16, 8, 8), -3.75);
  near(queue(99, 4, 8), -15);
  near(queue(16, 4, 32), -1.875);
});

test("dwell: 1 for a change up to ten steps after the last one", () => {
  const dwell = (scaleEffect: number, sinceChange: number) =>
    terms({ scaleEffect, sinceChange }, { dwell: 1 }).dwell;
  assert.deepEqual(
    [0, 1, 10, 11].map((since) => dwell(-1, since) + 0),
    [0, -1, -1, 0],
  );
  near(dwell(0, 3), 0);
  near(dwell(2, 3), -1);
});

test("terms of our own are in the reward only where a weight names them", () => {
  const names = (weights: Record<string, number>) => writeupReward(weights).terms.map(({ name }) => name);
  const usual = names({});
  assert.equal(usual.length, 11);
  assert.deepEqual(names({ latency: 0, "request-queue": 15, dwell: 0 }), [
    ...usual,
    "dwell",
    "request-queue",
  ]);
  assert.throws(() => writeupReward({ dwel: 1 }), /weights.dwel belongs .* dwell, request-latency, /);
});

test("everything sent to one of 25 containers is cheap by containers, and dear by requests", () => {
  // 140 requests/s on containers that serve 8/s and hold 32: one second serves 8 and refuses 132, whose share is 33/35. The
  // one container is full (31 wait) at 4 s, the others show nothing.
  const spec = clusterSpec({ size: 25, queueLimit: 32 });
  const collapsed = {
    ready: 25,
    containerSeconds: 25,
    requests: 140,
    completions: 8,
    errors: 132,
    responseTimeSum: 32,
    cpuMean: 1 / 25,
    latencyMean: 4 / 25,
    errorRateSum: 33 / 35,
    waiting: 31,
  };
  const byContainers = terms(collapsed, {}, spec);
  near(byContainers.errors, (-50 * 33) / 35 / 25);
  near(byContainers.latency, -10 * 0.16 * 0.16);
  near(byContainers.queue, (-15 * 31) / 75);
  // With the whole fleet (5) and idle CPU (4 x 0.36).
  near(byContainers.reward, -(66 / 35 + 0.256 + 6.2 + 5 + 1.44), 1e-9);
  const weights = { latency: 0, errors: 0, queue: 0 };
  const requestWeights = { "request-latency": 10, "request-errors": 50, "request-queue": 15 };
  const byRequests = terms(collapsed, { ...weights, ...requestWeights }, spec);
  near(byRequests["request-errors"], -330 / 7);
  near(byRequests["request-latency"], -10);
  near(byRequests["request-queue"], (-15 * 31) / 800);
  near(byRequests.reward, -(330 / 7 + 10 + 465 / 800 + 5 + 1.44), 1e-9);
});

test("the sensitivity study's ranges hold the weights they are about", () => {
  for (const [name, [low, high]] of Object.entries(WRITEUP_REWARD_RANGES)) {
    const weight = WRITEUP_REWARD_WEIGHTS[name as keyof typeof WRITEUP_REWARD_WEIGHTS];
    assert.ok(low <= weight && weight <= high, name);
  }
  assert.equal(Object.keys(WRITEUP_REWARD_RANGES).length, 8);
});

function seen(changes: Partial<Observation> = {}): Observation {
  const zeros = () => new Float64Array(3);
  return {
    size: 3,
    time: 1,
    state: new Uint8Array([ready, ready, off]),
    cpu: zeros(),
    memory: zeros(),
    latency: zeros(),
    errorRate: zeros(),
    queueDepth: zeros(),
    cpuShare: zeros(),
    memoryMiB: zeros(),
    serviceRate: zeros(),
    arrivalRate: 0,
    arrivalTrend: 0,
    fleetSize: 2,
    timeSinceScaleChange: 1,
    lastWeights: zeros(),
    lastScale: 0,
    ...changes,
  };
}

test("observation vector: 6N + 1 numbers in blocks, what isn't ready shows zeros", () => {
  const observation = seen({
    cpu: new Float64Array([0.5, 0.75, 0.9]),
    memory: new Float64Array([0.2, 0.3, 0.9]),
    // L = 1 has rho 0.5, L = 3 has rho 0.75: waiting 0.5 + 2.25 = 2.75 of 9.
    queueDepth: new Float64Array([1, 3, 7]),
    latency: new Float64Array([0.1, 2.5, 0.3]),
    errorRate: new Float64Array([0, 0.25, 1]),
    arrivalRate: 13.5,
  });
  const vector = writeupObservation(observation, 27);
  const queue = 2.75 / 9;
  near(writeupQueue(observation), queue);
  const expected = [0.5, 0.75, 0, 0.2, 0.3, 0, queue, queue, 0, 0.1, 1, 0, 0, 0.25, 0, 1, 1, 0, 0.5];
  assert.equal(vector.length, 19);
  for (const [i, value] of expected.entries()) near(vector[i], value);
  // What is starting isn't active yet; a given vector is filled anew; more than the peak counts as the peak.
  const reused = writeupObservation(
    seen({ ...observation, state: new Uint8Array([starting, ready, off]), arrivalRate: 99 }),
    27,
    vector,
  );
  assert.equal(reused, vector);
  assert.deepEqual([reused[0], reused[15], reused[16], reused[18]], [0, 0, 1, 1]);
  assert.throws(
    () => writeupObservation(observation, 27, new Float64Array(18)),
    /RangeError: vector must have length 19/,
  );
  assert.throws(() => writeupObservation(observation, 0), /RangeError: peakRate/);
});

test("action vector: N weights and a scale, cut to [0, 1]; from 0.7 up, to 0.3 down", () => {
  const scale = (value: number) => writeupAction([1, 1, value], 2).scale;
  assert.deepEqual([0.71, 0.7, 0.69, 0.31, 0.3, -4, 9].map(scale), [1, 1, 0, 0, -1, -1, 1]);
  assert.deepEqual(writeupAction([-0.5, 0.25, 0.5], 2).weights, new Float64Array([0, 0.25]));
  assert.deepEqual(writeupAction([1.5, 0.25, 0.5], 2).weights, new Float64Array([1, 0.25]));
  assert.throws(() => writeupAction([1, 1], 2), /RangeError: vector must have length 3, got 2/);
  assert.throws(() => writeupAction([1, Number.NaN, 1], 2), /RangeError: vector\[1\] must be finite/);
  assert.throws(() => writeupAction([1, 1, Number.POSITIVE_INFINITY], 2), /RangeError: vector\[2\]/);
});
