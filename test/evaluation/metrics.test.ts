import assert from "node:assert/strict";
import { test } from "node:test";
import { bucketIndex, ResponseTimeBuckets } from "../../lib/cluster/index.js";
import {
  METRICS,
  quantileFromHistogram,
  type RecordTable,
  recordMetrics,
  runEpisode,
  termMeans,
} from "../../lib/evaluation/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { idleController, type ScriptedStep, scriptedCluster } from "./scripted-cluster.js";

function record(script: readonly ScriptedStep[], options = {}): Promise<RecordTable> {
  const cluster = scriptedCluster(script, options);
  return runEpisode({ cluster, controller: idleController(), seed: 1, steps: script.length });
}

/** Two steps of 2 s on 4 containers; every sum below is done by hand. */
const TWO_STEPS: readonly ScriptedStep[] = [
  {
    offeredRate: 3,
    requests: 6,
    responseTimes: [0.1, 0.2, 0.3, 0.4],
    errors: 1,
    violations: 2,
    containerSeconds: 4,
    ready: 2,
    cpuMean: 0.5,
    memoryMean: 0.25,
    latencyMean: 0.25,
    queueMean: 1,
    errorRateSum: 0.2,
    scaleCommand: 1,
    scaleEffect: 1,
    routingError: 0.1,
    routingLoss: 0.02,
    reward: -1,
    terms: { a: -0.75, b: -0.25 },
  },
  {
    offeredRate: 6,
    requests: 4,
    responseTimes: [1, 2],
    containerSeconds: 6,
    ready: 3,
    cpuMean: 0.7,
    memoryMean: 0.35,
    latencyMean: 1.5,
    queueMean: 2,
    errorRateSum: 0.1,
    scaleCommand: 1,
    routingError: 0.3,
    reward: -2,
    terms: { a: -1.25, b: -0.75 },
  },
];

function close(actual: number, expected: number, name = ""): void {
  assert.ok(
    Math.abs(actual - expected) <= 1e-12 * Math.max(1, Math.abs(expected)),
    `${name}: ${actual} not ${expected}`,
  );
}

test("metrics of two steps are what one computes by hand", async () => {
  const metrics = recordMetrics(await record(TWO_STEPS), { price: 3 });
  const expected = {
    users_per_container: 6 / 10,
    throughput: 6 / 4,
    response_time_mean: 4 / 6,
    sla_violation_rate: 2 / 10,
    error_rate: 1 / 10,
    churn_rate: 1 / 2,
    reversal_rate: 0,
    routing_error: 0.2,
    fleet_size_mean: 10 / 4,
    reward_mean: -1.5,
    command_rate: 1,
    routing_loss: 0.02,
    cpu_mean: 0.6,
    memory_mean: 0.3,
    queue_mean: 1.5,
    latency_mean: (0.25 + 1.5) / 2,
    fleet_share: 10 / 16,
    offered_users_per_container: (3 / 2 + 6 / 3) / 2,
    failed: 0.3,
    writeup_sla_violation_rate: 1 / 2,
    cost: (10 + 3 * 2) / 4,
    requests: 10,
  };
  for (const [name, value] of Object.entries(expected))
    close(metrics[name as keyof typeof expected], value, name);
  assert.ok(Math.abs(metrics.response_time_p95 / 2 - 1) < 0.01);
  assert.ok(Math.abs(metrics.response_time_p99 / 2 - 1) < 0.01);
  assert.deepEqual(Object.keys(metrics).sort(), Object.keys(METRICS).sort());
});

test("what can't be known is NaN: cost without a price, rates of nothing, means over steps with nothing ready", async () => {
  const metrics = recordMetrics(await record([{ ready: 0, cpuMean: 9, routingError: Number.NaN }]));
  for (const name of [
    "cost",
    "users_per_container",
    "response_time_mean",
    "response_time_p95",
    "sla_violation_rate",
    "error_rate",
    "routing_error",
    "routing_loss",
    "cpu_mean",
    "offered_users_per_container",
  ] as const)
    assert.ok(Number.isNaN(metrics[name]), `${name}: ${metrics[name]}`);
  assert.equal(metrics.throughput, 0);
  assert.equal(metrics.fleet_size_mean, 0);
  assert.throws(() => recordMetrics([]), /RangeError: records must hold at least one table/);
  assert.throws(() => recordMetrics([], { price: -1 }), /RangeError: price .*got -1/);
});

test("a step with nothing ready doesn't pull means over ready containers down", async () => {
  const metrics = recordMetrics(await record([{ ready: 0 }, { ready: 2, cpuMean: 0.8, offeredRate: 4 }]));
  assert.equal(metrics.cpu_mean, 0.8);
  assert.equal(metrics.offered_users_per_container, 2);
});

test("pooled records give the metrics of the longer record, not the mean of two", async () => {
  const [first, second] = TWO_STEPS;
  const pooled = recordMetrics([await record([first]), await record([second])], { price: 3 });
  const whole = recordMetrics(await record(TWO_STEPS), { price: 3 });
  for (const name of Object.keys(METRICS) as (keyof typeof METRICS)[]) close(pooled[name], whole[name], name);
});

test("pooling clusters of different sizes weighs the fleet share by containers", async () => {
  const small = await record([{ containerSeconds: 4 }], { size: 2 });
  const large = await record([{ containerSeconds: 4 }], { size: 6 });
  assert.equal(recordMetrics([small, large]).fleet_share, 8 / (2 * 2 + 6 * 2));
});

test("a reversal is an effect against the last effect, at most 10 steps after it", async () => {
  const rate = async (effects: readonly (-1 | 0 | 1)[]) =>
    recordMetrics(await record(effects.map((scaleEffect) => ({ scaleEffect })))).reversal_rate *
    effects.length;
  const quiet = (steps: number) => new Array<0>(steps).fill(0);
  assert.equal(await rate([1, -1]), 1);
  assert.equal(await rate([1, 1, -1, -1, 1]), 2);
  assert.equal(await rate([1, ...quiet(9), -1]), 1);
  assert.equal(await rate([1, ...quiet(10), -1]), 0);
  assert.equal(await rate([-1, ...quiet(3), -1]), 0);
});

test("reversals don't reach from one record into the next", async () => {
  const up = await record([{ scaleEffect: 1 }]);
  const down = await record([{ scaleEffect: -1 }]);
  assert.equal(recordMetrics([up, down]).reversal_rate, 0);
});

test("means of the reward's terms add up to the mean reward", async () => {
  const records = await record(TWO_STEPS);
  assert.deepEqual(termMeans(records), { a: -1, b: -0.5 });
  assert.equal(recordMetrics(records).reward_mean, -1.5);
});

test("a quantile from the histogram is within 1 % of the order statistic", () => {
  const random = RandomStream.of(5, "quantile");
  const times = Float64Array.from({ length: 20_001 }, () => 0.2 * random.exponential());
  const histogram = new Float64Array(ResponseTimeBuckets.count);
  for (const time of times) histogram[bucketIndex(time)]++;
  times.sort();
  for (const q of [0.01, 0.5, 0.9, 0.95, 0.99, 0.999, 1]) {
    const exact = times[Math.max(1, Math.ceil(q * times.length)) - 1];
    assert.ok(Math.abs(quantileFromHistogram(histogram, q) / exact - 1) < 0.01, `${q}`);
  }
});

test("the rank of a quantile isn't pushed up by rounding: 0.07 of 100 is the 7th", () => {
  const histogram = new Float64Array(ResponseTimeBuckets.count);
  histogram[100] = 7;
  histogram[900] = 93;
  assert.equal(quantileFromHistogram(histogram, 0.07), quantileFromHistogram(histogram, 0));
  assert.notEqual(quantileFromHistogram(histogram, 0.08), quantileFromHistogram(histogram, 0.07));
  assert.throws(() => quantileFromHistogram(histogram, 1.5), /RangeError: q .*1.5/);
  assert.throws(
    () => quantileFromHistogram([1, 2], 0.5),
    /RangeError: histogram must have 1620 buckets, got 2/,
  );
  assert.ok(Number.isNaN(quantileFromHistogram(new Float64Array(ResponseTimeBuckets.count), 0.5)));
});

test("a quantile outside 0.1 ms to 1,000 s isn't known, and takes no other one with it", () => {
  const histogram = new Float64Array(ResponseTimeBuckets.count);
  for (const time of [1e-6, 2e-6, 0.2, 0.3, 5000, 90_000]) histogram[bucketIndex(time)]++;
  const quantile = (q: number) => quantileFromHistogram(histogram, q);
  assert.deepEqual([quantile(0), quantile(0.3), quantile(0.9), quantile(1)], new Array(4).fill(Number.NaN));
  assert.ok(Math.abs(quantile(0.5) / 0.2 - 1) < 0.01 && Math.abs(quantile(0.6) / 0.3 - 1) < 0.01);
});
