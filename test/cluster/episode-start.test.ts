import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  actionBatch,
  clusterSpec,
  costReward,
  ladderReward,
  SimulatedCluster,
  SimulatedClusterBatch,
  type StepStatistics,
  worldByName,
} from "../../lib/cluster/index.js";
import { workloadByName } from "../../lib/workload/index.js";

const spec = clusterSpec({ size: 4 });
const reward = costReward(10);
const step = { containerSeconds: 3, violations: 2, scaleEffect: -1, effectReversed: true, sinceChange: 4 };
const statistics = step as StepStatistics;

describe("rates given at a reset", () => {
  it("give the course of a workload with these rates", () => {
    const workload = workloadByName("log-ou-0.6-60");
    const usual = new SimulatedClusterBatch(1, { spec, workload, steps: 30 });
    const given = new SimulatedClusterBatch(2, { spec, steps: 30 });
    usual.reset(0, 7, 3);
    const request = { seed: 7, capacity: 32, slots: 40, slotLength: 1, timeScale: spec.timeScale };
    const rates = workload.trace(request);
    given.reset(0, 7, 3, rates);
    given.reset(
      1,
      7,
      3,
      rates.map((rate) => 2 * rate),
    );
    let others = 0;
    for (let k = 0; k < 30; k++) {
      usual.step(actionBatch(1, spec));
      given.step(actionBatch(2, spec));
      assert.deepEqual(given.statistics(0), usual.statistics(0));
      assert.equal(given.statistics(1).offeredRate, 2 * given.statistics(0).offeredRate);
      others += Number(given.statistics(1).requests !== given.statistics(0).requests);
    }
    assert.ok(others > 10);
  });

  it("are there, for every step", () => {
    const clusters = new SimulatedClusterBatch(1, { spec, steps: 3 });
    assert.throws(() => clusters.reset(0, 1), { name: "RangeError", message: /^rates must be given/ });
    assert.throws(
      () => clusters.reset(0, 1, 2, new Float64Array(2)),
      /rates must be those of 3 steps, got 2/,
    );
  });
});

describe("the ladder's reward", () => {
  const rewardOf = (price: number, weights = {}) => {
    const model = ladderReward(price, weights);
    const penalties = model.terms.map(
      (term) => (model.weights[term.name] ?? 0) * term.penalty(statistics, spec),
    );
    return -penalties.reduce((sum, value) => sum + value, 0);
  };

  it("is -(container-seconds + price x violations) / (N sqrt price)", () => {
    assert.equal(rewardOf(1), -(3 + 2) / 4);
    assert.equal(rewardOf(4), -(3 + 4 * 2) / (4 * 2));
    assert.equal(rewardOf(0.25), -(3 + 0.25 * 2) / (4 * 0.5));
  });

  it("prices what is started or stopped, and reversals, on the same scale", () => {
    assert.equal(rewardOf(4, { switching: 0.5 }), -(11 + 0.5) / 8);
    assert.equal(rewardOf(4, { reversal: 0.5 }), -11 / 8 - 0.5 / 2);
    const twice = { ...statistics, scaleEffect: 2 };
    assert.equal(ladderReward(1).terms[2].penalty(twice, spec), 2 / 4);
  });

  it("refuses a price that isn't above 0, and weights of no term", () => {
    assert.throws(() => ladderReward(0), /price must be/);
    assert.throws(() => ladderReward(1, { latency: 1 }), /weights.latency belongs to no reward term/);
  });
});

describe("a reward of a cluster's own", () => {
  it("is its alone, from its next step on", () => {
    const setting = { size: 4, steps: 5, reward: ladderReward(1) };
    const clusters = worldByName("sim").openEpisodes?.(2, setting) as SimulatedClusterBatch;
    clusters.setReward(1, ladderReward(4));
    for (const b of [0, 1]) clusters.reset(b, 3, 2, new Float64Array(5).fill(40));
    for (let k = 0; k < 5; k++) {
      clusters.step(actionBatch(2, clusters.spec));
      const { containerSeconds, violations } = clusters.statistics(0);
      assert.equal(clusters.statistics(1).violations, violations);
      assert.ok(Math.abs(clusters.rewards[0] + (containerSeconds + violations) / 4) < 1e-12);
      assert.ok(Math.abs(clusters.rewards[1] + (containerSeconds + 4 * violations) / 8) < 1e-12);
    }
    assert.ok(clusters.statistics(0).violations > 0);
  });

  it("has the terms of the others", () => {
    const simulated = new SimulatedClusterBatch(1, { spec, steps: 5, reward });
    assert.throws(() => simulated.setReward(0, ladderReward(1)), /reward must have the terms/);
  });
});

it("a cluster that is opened for evaluation has a workload", () => {
  const cluster = new SimulatedCluster({ spec, workload: workloadByName("constant-0.5"), steps: 3 });
  assert.equal(cluster.reset(1).fleetSize, 2);
});
