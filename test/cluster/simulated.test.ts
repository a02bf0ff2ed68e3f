import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Action,
  bucketMiddle,
  ContainerState,
  ContractError,
  checkCluster,
  clusterSpec,
  costReward,
  DISPATCHES,
  SimulatedCluster,
  SimulatedClusterBatch,
  STANDARD_CONTAINER,
  type StepResult,
  type StepStatistics,
} from "../../lib/cluster/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { constantLoad, equalWeights, fullFleet } from "./helpers.js";

const { off, starting, ready, draining } = ContainerState;

test("the simulated cluster passes the contract checker, with every dispatch and unequal containers", async () => {
  for (const dispatch of DISPATCHES) {
    await checkCluster(
      () =>
        new SimulatedCluster({
          spec: clusterSpec({ size: 5, dispatch }),
          workload: constantLoad(0.6),
          steps: 40,
        }),
    );
    const containers = [0.4, 1, 1.6].map((capacity) => ({
      cpuShare: 0.04 * capacity,
      memoryMiB: 128,
      serviceRate: 8 * capacity,
    }));
    await checkCluster(
      () =>
        new SimulatedCluster({
          spec: clusterSpec({ containers, dispatch, coldStart: 1.6 }),
          workload: constantLoad(0.9),
          steps: 40,
        }),
    );
  }
});

test("the checker refuses a cluster that loses a reward term", async () => {
  class Broken extends SimulatedCluster {
    override step(action: Action) {
      const result = super.step(action);
      return {
        ...result,
        observation: result.observation,
        statistics: result.statistics,
        truncated: result.truncated,
        reward: result.reward,
        terms: { violations: 1 },
      };
    }
  }
  await assert.rejects(
    checkCluster(
      () => new Broken({ spec: clusterSpec({ size: 3 }), workload: constantLoad(0.5), steps: 40 }),
    ),
    (error) => error instanceof ContractError && /reward terms add up/.test(error.message),
  );
});

test("the checker holds every field of observation and statistics against its table", async () => {
  const broken = (change: (result: StepResult) => Partial<StepResult>) => {
    class Broken extends SimulatedCluster {
      override step(action: Action): StepResult {
        const result = super.step(action);
        const { observation, reward, terms, truncated, statistics } = result;
        return { observation, reward, terms, truncated, statistics, ...change(result) };
      }
    }
    return checkCluster(
      () => new Broken({ spec: clusterSpec({ size: 3 }), workload: constantLoad(0.5), steps: 40 }),
    );
  };
  const statistics = (part: Partial<StepStatistics>) =>
    broken((result) => ({ statistics: { ...result.statistics, ...part } }));
  await assert.rejects(
    statistics({ cpuMean: 1.5 }),
    /statistics\.cpuMean is 1\.5, not of type amount from 0 to 1/,
  );
  await assert.rejects(statistics({ waiting: Number.NaN }), /statistics\.waiting is NaN/);
  await assert.rejects(statistics({ requests: 0.5 }), /statistics\.requests is 0\.5, not of type count/);
  const late = (result: StepResult) => Object.create(result.observation, { time: { value: -1 } });
  await assert.rejects(
    broken((result) => ({ observation: late(result) })),
    /observation\.time is -1/,
  );
});

test("a batch of 1 and a batch of B give the same trajectories for the same seeds", () => {
  const size = 6;
  const options = {
    spec: clusterSpec({ size, coldStart: 1.3 }),
    workload: constantLoad(0.7),
    steps: 60,
    referenceRouter: (_: unknown, weights: Float64Array) => weights.fill(1),
  };
  const batch = new SimulatedClusterBatch(4, options);
  const singles = [11, 12, 13, 14].map(() => new SimulatedClusterBatch(1, options));
  for (const [b, seed] of [11, 12, 13, 14].entries()) {
    batch.reset(b, seed);
    singles[b].reset(0, seed);
  }
  const draws = RandomStream.of(5, "actions");
  const weights = new Float64Array(4 * size);
  const scale = new Int16Array(4);
  for (let step = 0; step < 60; step++) {
    for (let i = 0; i < weights.length; i++) weights[i] = draws.uniform();
    for (let b = 0; b < 4; b++) scale[b] = draws.integer(3) - 1;
    batch.step({ weights, scale });
    for (let b = 0; b < 4; b++) {
      singles[b].step({
        weights: weights.subarray(b * size, (b + 1) * size),
        scale: scale.subarray(b, b + 1),
      });
      assert.deepEqual(batch.statistics(b), singles[b].statistics(0));
      assert.equal(batch.rewards[b], singles[b].rewards[0]);
      assert.deepEqual(batch.observation(b).latency, singles[b].observation(0).latency);
    }
  }
});

test("requests are neither lost nor made: arrived = answered + refused + still held", () => {
  const cluster = new SimulatedCluster({
    spec: clusterSpec({ size: 5, queueLimit: 4 }),
    workload: constantLoad(0.9),
    steps: 500,
  });
  cluster.reset(3);
  const draws = RandomStream.of(9, "actions");
  let open = 0;
  let errors = 0;
  for (let step = 0; step < 500; step++) {
    const scale = (draws.integer(3) - 1) as -1 | 0 | 1;
    const { statistics, observation } = cluster.step({ weights: equalWeights(5), scale });
    open += statistics.requests - statistics.completions - statistics.errors;
    errors += statistics.errors;
    assert.equal(
      open,
      observation.queueDepth.reduce((sum, depth) => sum + depth, 0),
    );
  }
  assert.ok(errors > 0, "the trial must also meet full queues");
});

test("all controllers meet the same requests: arrivals don't depend on actions", () => {
  const arrivals = (scale: -1 | 0 | 1) => {
    const cluster = new SimulatedCluster({
      spec: clusterSpec({ size: 5 }),
      workload: constantLoad(0.5),
      steps: 50,
    });
    cluster.reset(8);
    return Array.from(
      { length: 50 },
      () => cluster.step({ weights: equalWeights(5), scale }).statistics.requests,
    );
  };
  assert.deepEqual(arrivals(1), arrivals(-1));
});

test("the oldest request is a second older after a second, until it is answered", () => {
  // One slow container, ten seconds a request: the front stays for many steps.
  const containers = [{ ...STANDARD_CONTAINER, serviceRate: 0.1 }];
  const spec = clusterSpec({ containers, initialFleet: 1 });
  const cluster = new SimulatedCluster({ spec, workload: constantLoad(4), steps: 60 });
  cluster.reset(3);
  let before: { readonly age: number; readonly held: boolean } = { age: 0, held: false };
  let followed = 0;
  for (let step = 0; step < 60; step++) {
    const { statistics, observation } = cluster.step({ weights: [1], scale: 0 });
    const held = observation.queueDepth[0] > 0;
    const age = statistics.oldestAge;
    if (!held) assert.equal(age, 0);
    else if (!before.held) assert.ok(age > 0 && age <= 1, `${age} of a request of this step`);
    else if (statistics.completions === 0) {
      assert.ok(Math.abs(age - before.age - 1) < 1e-9, `${before.age}, then ${age}`);
      followed++;
    } else assert.ok(age < before.age + 1);
    before = { age, held };
  }
  assert.ok(followed > 30, `${followed} steps with the same request at the front`);
});

test("a container starts cold: it is billed at once and serves after the cold start, also within an interval", () => {
  const spec = clusterSpec({ size: 3, initialFleet: 1, coldStart: 1.5, dispatch: "random" });
  const cluster = new SimulatedCluster({ spec, workload: constantLoad(0.3), steps: 10 });
  cluster.reset(1);
  const first = cluster.step({ weights: [0, 1, 0], scale: 1 });
  assert.deepEqual([...first.observation.state], [ready, starting, off]);
  assert.equal(first.statistics.containerSeconds, 2);
  assert.equal(first.statistics.scaleEffect, 1);
  assert.equal(first.observation.cpu[1], 0);
  const second = cluster.step({ weights: [0, 1, 0], scale: 0 });
  assert.deepEqual([...second.observation.state], [ready, ready, off]);
  assert.ok(second.observation.cpu[1] > 0 && second.observation.cpu[1] <= 0.5);
  assert.equal(second.statistics.scaleEffect, 0);
});

test("a stopped container drains: no new requests, billed until its last answer, then off", () => {
  const spec = fullFleet(2, { dispatch: "random" });
  const cluster = new SimulatedCluster({ spec, workload: constantLoad(1), steps: 60 });
  cluster.reset(4);
  let held = 0;
  for (let step = 0; step < 40; step++)
    held = cluster.step({ weights: [0, 1], scale: 0 }).observation.queueDepth[1];
  assert.ok(held >= 30, `a full queue, got ${held}`);
  let previous = held;
  for (let step = 40; step < 60; step++) {
    const { observation, statistics } = cluster.step({ weights: [0, 1], scale: step === 40 ? -1 : 0 });
    assert.ok(observation.queueDepth[1] <= previous);
    previous = observation.queueDepth[1];
    if (observation.state[1] === off) {
      assert.ok(statistics.containerSeconds > 1 && statistics.containerSeconds < 2);
      assert.equal(observation.fleetSize, 1);
      return;
    }
    assert.equal(observation.state[1], draining);
    assert.equal(statistics.containerSeconds, 2);
  }
  assert.fail("the container never drained");
});

test("a draining container that is started again is ready at once", () => {
  const cluster = new SimulatedCluster({ spec: fullFleet(2), workload: constantLoad(1.2), steps: 30 });
  cluster.reset(4);
  for (let step = 0; step < 20; step++) cluster.step({ weights: [1, 1], scale: 0 });
  assert.equal(cluster.step({ weights: [1, 1], scale: -1 }).observation.state[1], draining);
  const again = cluster.step({ weights: [1, 1], scale: 1 });
  assert.equal(again.observation.state[1], ready);
  assert.equal(again.statistics.effectReversed, true);
  assert.equal(again.statistics.commandReversed, true);
});

test("the last ready container always stays, and a full fleet can't grow: commands without effect", () => {
  const cluster = new SimulatedCluster({
    spec: clusterSpec({ size: 2, initialFleet: 1 }),
    workload: constantLoad(0.2),
    steps: 10,
  });
  cluster.reset(1);
  const down = cluster.step({ weights: [1, 1], scale: -1 }).statistics;
  assert.equal(down.scaleCommand, -1);
  assert.equal(down.scaleEffect, 0);
  cluster.step({ weights: [1, 1], scale: 1 });
  assert.equal(cluster.step({ weights: [1, 1], scale: 1 }).statistics.scaleEffect, 0);
});

test("a picked container is started and stopped instead of the next in order", () => {
  const cluster = new SimulatedCluster({
    spec: clusterSpec({ size: 4, initialFleet: 2, coldStart: 0 }),
    workload: constantLoad(0.1),
    steps: 10,
  });
  cluster.reset(1);
  cluster.step({ weights: equalWeights(4), scale: 1, containers: [3] });
  const { observation } = cluster.step({ weights: equalWeights(4), scale: -1, containers: [0] });
  assert.equal(observation.state[3], ready);
  assert.notEqual(observation.state[0], ready);
  assert.equal(observation.state[1], ready);
});

test("a command of several containers starts and stops them one after the other, named ones first", () => {
  const spec = clusterSpec({ size: 6, initialFleet: 2, coldStart: 0, largestScaleStep: 3 });
  const cluster = new SimulatedCluster({ spec, workload: constantLoad(0.01), steps: 10 });
  cluster.reset(1);
  const weights = equalWeights(6);
  const states = () =>
    [...cluster.step({ weights, scale: 0 }).observation.state].map((s) => Number(s === ready));
  const up = cluster.step({ weights, scale: 3, containers: [5] }).statistics;
  assert.deepEqual([up.scaleCommand, up.scaleEffect, up.commandReversed], [3, 3, false]);
  assert.deepEqual(states(), [1, 1, 1, 1, 0, 1]);
  // Only one is left to start, and a container that runs already can't be it.
  const last = cluster.step({ weights, scale: 2, containers: [0, 1] }).statistics;
  assert.deepEqual([last.scaleCommand, last.scaleEffect], [2, 1]);
  const down = cluster.step({ weights, scale: -3, containers: [1] }).statistics;
  assert.deepEqual([down.scaleEffect, down.commandReversed, down.effectReversed], [-3, true, true]);
  assert.deepEqual(states(), [1, 0, 1, 1, 0, 0]);
  assert.equal(cluster.step({ weights, scale: -3 }).statistics.scaleEffect, -2);
  const none = cluster.step({ weights, scale: -3 }).statistics.scaleEffect;
  assert.ok(Object.is(none, 0), `${none}`);
  assert.throws(() => cluster.step({ weights, scale: 4 }), /RangeError: scale must be .* -3 to 3, got 4/);
  assert.throws(() => cluster.step({ weights, scale: 1, containers: [1, 2] }), /RangeError: containers/);
});

test("the contract holds for commands of up to four containers", async () => {
  const spec = clusterSpec({ size: 9, coldStart: 1.4, largestScaleStep: 4 });
  await checkCluster(() => new SimulatedCluster({ spec, workload: constantLoad(0.6), steps: 40 }));
});

test("each request violates the SLA at most once, unfinished ones when they pass it", () => {
  // Ten times overload of one container: every request that isn't refused waits far beyond the SLA.
  const cluster = new SimulatedCluster({ spec: fullFleet(1), workload: constantLoad(3), steps: 200 });
  cluster.reset(2);
  let requests = 0;
  let violations = 0;
  for (let step = 0; step < 200; step++) {
    const { statistics } = cluster.step({ weights: [1], scale: 0 });
    requests += statistics.requests;
    violations += statistics.violations;
  }
  assert.ok(violations <= requests);
  assert.ok(violations > 0.95 * requests, `${violations} violations of ${requests} requests`);
});

test("unequal containers: speed and CPU follow the service rate, capacity weights have no routing error", () => {
  const containers = [0.4, 1.6].map((capacity) => ({
    cpuShare: 0.04 * capacity,
    memoryMiB: 128,
    serviceRate: 8 * capacity,
  }));
  const spec = clusterSpec({ containers, initialFleet: 2, dispatch: "random" });
  const run = (weights: number[]) => {
    const cluster = new SimulatedCluster({ spec, workload: constantLoad(0.5), steps: 4000 });
    cluster.reset(6);
    const cpu = [0, 0];
    let routingError = 0;
    for (let step = 0; step < 4000; step++) {
      const { observation, statistics } = cluster.step({ weights, scale: 0 });
      cpu[0] += observation.cpu[0] / 4000;
      cpu[1] += observation.cpu[1] / 4000;
      routingError = statistics.routingError;
    }
    return { cpu, routingError };
  };
  const proportional = run([0.4, 1.6]);
  assert.ok(Math.abs(proportional.cpu[0] - 0.5) < 0.03 && Math.abs(proportional.cpu[1] - 0.5) < 0.02);
  assert.ok(proportional.routingError < 1e-12);
  const equal = run([1, 1]);
  // Half of 8 requests/s on each: 4 / 3.2 overloads the slow one, 4 / 12.8 leaves the fast one idle.
  assert.ok(equal.cpu[0] > 0.95 && Math.abs(equal.cpu[1] - 4 / 12.8) < 0.02);
  assert.ok(Math.abs(equal.routingError - 0.3) < 1e-12);
});

test("memory rises with the queue at once and is released slowly", () => {
  const pulse = {
    ...constantLoad(0),
    trace: ({ slots, capacity }: { slots: number; capacity: number }) =>
      Float64Array.from({ length: slots }, (_, k) => (k < 20 ? 2 * capacity : 0)),
  };
  const spec = fullFleet(1);
  const cluster = new SimulatedCluster({ spec, workload: pulse, steps: 120 });
  const idle = cluster.reset(1).memory[0];
  assert.equal(idle, 40 / 128);
  const memory = Array.from(
    { length: 120 },
    () => cluster.step({ weights: [1], scale: 0 }).observation.memory[0],
  );
  assert.equal(memory[19], 72 / 128);
  assert.ok(memory[30] > 60 / 128, "not all released after 10 s");
  assert.ok(Math.abs(memory[119] - idle) < 0.02, "released after a minute and a half");
});

test("the histogram's quantiles are within 1 % of the response times", () => {
  const cluster = new SimulatedCluster({ spec: fullFleet(1), workload: constantLoad(0.5), steps: 5000 });
  cluster.reset(1);
  let sum = 0;
  let fromHistogram = 0;
  for (let step = 0; step < 5000; step++) {
    const { statistics } = cluster.step({ weights: [1], scale: 0 });
    sum += statistics.responseTimeSum;
    statistics.histogram.forEach((count, k) => {
      fromHistogram += count * bucketMiddle(k);
    });
  }
  assert.ok(Math.abs(fromHistogram / sum - 1) < 0.005);
});

test("an episode may start with another fleet: as with a spec that has it", () => {
  const options = { workload: constantLoad(0.7), steps: 30 };
  const chosen = new SimulatedClusterBatch(1, { spec: clusterSpec({ size: 6 }), ...options });
  const specified = new SimulatedClusterBatch(1, {
    spec: clusterSpec({ size: 6, initialFleet: 5 }),
    ...options,
  });
  chosen.reset(0, 3, 5);
  specified.reset(0, 3);
  const actions = { weights: equalWeights(6), scale: new Int16Array(1) };
  for (let step = 0; step < 30; step++) {
    chosen.step(actions);
    specified.step(actions);
    assert.deepEqual(chosen.statistics(0), specified.statistics(0));
  }
  chosen.reset(0, 3);
  assert.equal(chosen.observation(0).fleetSize, 3);
  for (const fleet of [0, 7, 2.5])
    assert.throws(() => chosen.reset(0, 4, fleet), /RangeError: initialFleet must be .* at most 6, got/);
});

test("routing loss is 0 against the same weights and positive for a lopsided router", () => {
  const run = (weights: number[]) => {
    const cluster = new SimulatedCluster({
      spec: fullFleet(4),
      workload: constantLoad(0.6),
      steps: 300,
      referenceRouter: (_, reference) => reference.fill(1),
    });
    cluster.reset(1);
    let loss = 0;
    for (let step = 0; step < 300; step++)
      loss += cluster.step({ weights, scale: 0 }).statistics.routingLoss / 300;
    return loss;
  };
  assert.equal(run([1, 1, 1, 1]), 0);
  assert.ok(run([4, 1, 1, 1]) > 0.01);
});

test("loss against least connections: 0 for itself, positive for other dispatches, whatever the size, and nothing else changes", () => {
  for (const dispatch of DISPATCHES)
    for (const size of [6, 120]) {
      const spec = fullFleet(size, { dispatch });
      const steps = size === 6 ? 300 : 20;
      const options = { spec, workload: constantLoad(0.8), steps };
      const clusters = new SimulatedClusterBatch(1, { ...options, leastConnectionsLoss: true });
      const alone = new SimulatedClusterBatch(1, options);
      clusters.reset(0, 1);
      alone.reset(0, 1);
      const actions = { weights: equalWeights(size), scale: new Int16Array(1) };
      let loss = 0;
      for (let step = 0; step < steps; step++) {
        clusters.step(actions);
        alone.step(actions);
        loss += clusters.leastConnectionsLoss(0) / steps;
        assert.deepEqual(clusters.statistics(0), alone.statistics(0));
      }
      if (dispatch === "least-connections") assert.equal(loss, 0);
      else assert.ok(loss > 0.005, `${dispatch}, N = ${size}: ${loss} s`);
      assert.ok(Number.isNaN(alone.leastConnectionsLoss(0)));
    }
});

test("the cost reward is minus (container-seconds + price x violations) / (N x interval)", () => {
  const spec = fullFleet(2, { queueLimit: 1 });
  const cluster = new SimulatedCluster({
    spec,
    workload: constantLoad(0.8),
    steps: 20,
    reward: costReward(7),
  });
  cluster.reset(1);
  for (let step = 0; step < 20; step++) {
    const { reward, terms, statistics } = cluster.step({ weights: [1, 1], scale: 0 });
    assert.equal(terms["container-seconds"], -1);
    assert.ok(Math.abs(reward - (-1 - (7 * statistics.violations) / 2)) < 1e-12);
  }
});

test("senseless specs, seeds and steps are refused by name", () => {
  const workload = constantLoad(0.5);
  assert.throws(() => clusterSpec({ size: 0 }), /size must be a whole number of at least 1, got 0/);
  assert.throws(() => clusterSpec({ size: 2.5 }), /size .* got 2.5/);
  assert.throws(() => clusterSpec({ size: 2, initialFleet: 3 }), /initialFleet/);
  assert.throws(() => clusterSpec({ size: 2, sla: Number.NaN }), /sla must be positive, got NaN/);
  assert.throws(() => clusterSpec({ size: 2, dispatch: "fastest" as "random" }), /dispatch/);
  assert.throws(() => new SimulatedCluster({ spec: clusterSpec({ size: 2 }), workload, steps: 0 }), /steps/);
  const cluster = new SimulatedCluster({ spec: clusterSpec({ size: 2 }), workload, steps: 1 });
  assert.throws(() => cluster.step({ weights: [1, 1], scale: 0 }), /reset it/);
  assert.throws(() => cluster.reset(-1), /seed/);
  cluster.reset(1);
  assert.equal(cluster.step({ weights: [1, 1], scale: 0 }).truncated, true);
  assert.throws(() => cluster.step({ weights: [1, 1], scale: 0 }), /over/);
});
