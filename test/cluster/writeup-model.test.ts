import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerState, type Observation, type StepStatistics } from "../../lib/cluster/contract.js";
import { evaluateReward } from "../../lib/cluster/index.js";
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
    errorRateSum: 0,
    scaleCommand: 0,
    scaleEffect: 0,
    commandReversed: false,
    effectReversed: false,
    routingError: 0,
    routingLoss: Number.NaN,
    ...changes,
  };
}

function terms(changes: Partial<StepStatistics>, weights: Record<string, number> = {}) {
  const values: Record<string, number> = {};
  const reward = evaluateReward(
    writeupReward(weights),
    statistics(changes),
    writeupSpec({ size: 10 }),
    values,
  );
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
