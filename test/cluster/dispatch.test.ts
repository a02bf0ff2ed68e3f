import assert from "node:assert/strict";
import { test } from "node:test";
import {
  actionBatch,
  ContainerState,
  clusterSpec,
  DISPATCHES,
  SimulatedClusterBatch,
} from "../../lib/cluster/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { constantLoad } from "./helpers.js";
import { SlowLoop } from "./slow-loop.js";

const STEPS = 30;
const SIZES = [1, 2, 3, 7, 15, 26, 39, 50, 100, 110, 70];

/** Weights as controllers set them: all alike, a few whole numbers, anything, or some of them at times. */
const WEIGHTS: readonly ((draws: RandomStream, last: number, step: number) => number)[] = [
  () => 1,
  (draws) => draws.integer(4),
  (draws) => draws.uniform() ** 2,
  (draws, last, step) => (step % 4 === 0 ? 0.5 + draws.uniform() : last),
];

for (const dispatch of DISPATCHES)
  test(`${dispatch} chooses what a literal loop over all servers and requests chooses`, () => {
    let refused = 0;
    for (const [trial, size] of SIZES.entries()) {
      const draws = RandomStream.of(trial, dispatch);
      const containers = Array.from({ length: size }, () => ({
        cpuShare: 0.04,
        memoryMiB: 128,
        serviceRate: trial % 2 === 0 ? 8 : 4 + draws.integer(9),
      }));
      const spec = clusterSpec({ containers, dispatch, coldStart: 1.3, queueLimit: 5, largestScaleStep: 4 });
      const load = constantLoad(0.4 + 0.1 * (trial % 5));
      const clusters = new SimulatedClusterBatch(1, { spec, workload: load, steps: STEPS });
      clusters.reset(0, trial);
      const capacity = containers.reduce((sum, { serviceRate }) => sum + serviceRate, 0);
      const rates = load.trace({ slots: STEPS, capacity, seed: trial, slotLength: 1, timeScale: 1 });
      const slow = new SlowLoop(spec, rates, trial);
      const actions = actionBatch(1, spec);
      for (let step = 0; step < STEPS; step++) {
        for (let i = 0; i < size; i++)
          actions.weights[i] = WEIGHTS[trial % WEIGHTS.length](draws, actions.weights[i], step);
        actions.scale[0] = draws.integer(9) - 4;
        clusters.step(actions);
        const expected = slow.step(actions.weights, actions.scale[0]);
        const { state, queueDepth, latency } = clusters.observation(0);
        const where = `N = ${size}, step ${step}`;
        assert.equal(clusters.statistics(0).errors, expected.refused, where);
        refused += expected.refused;
        let responseTimes = 0;
        for (const [i, server] of expected.servers.entries()) {
          const sum = server.answered.reduce((total, time) => total + time, 0);
          responseTimes += sum;
          assert.equal(state[i], ContainerState[server.state], where);
          assert.equal(queueDepth[i], server.held, where);
          // One that has drained shows nothing more.
          const mean = server.state === "off" || sum === 0 ? 0 : sum / server.answered.length;
          assert.ok(Math.abs(latency[i] - mean) < 1e-9, `${where}: ${latency[i]}, not ${mean}`);
        }
        assert.ok(Math.abs(clusters.statistics(0).responseTimeSum - responseTimes) < 1e-9, where);
      }
    }
    assert.ok(refused > 0, "the trial must also meet full queues");
  });

for (const dispatch of DISPATCHES)
  test(`${dispatch} doesn't depend on the batch`, () => {
    for (const size of [6, 60]) {
      const spec = clusterSpec({ size, dispatch, coldStart: 1.3, largestScaleStep: 2 });
      const options = { spec, workload: constantLoad(0.7), steps: 40 };
      const batch = new SimulatedClusterBatch(3, options);
      const singles = [21, 22, 23].map(() => new SimulatedClusterBatch(1, options));
      for (const [b, single] of singles.entries()) {
        // An episode before leaves nothing behind.
        batch.reset(b, 5 + b);
        batch.reset(b, 21 + b);
        single.reset(0, 21 + b);
      }
      const draws = RandomStream.of(5, "actions");
      const actions = actionBatch(3, spec);
      for (let step = 0; step < 40; step++) {
        for (let i = 0; i < actions.weights.length; i++) actions.weights[i] = draws.uniform();
        for (let b = 0; b < 3; b++) actions.scale[b] = draws.integer(5) - 2;
        batch.step(actions);
        for (const [b, single] of singles.entries()) {
          const weights = actions.weights.subarray(b * size, (b + 1) * size);
          single.step({ weights, scale: actions.scale.subarray(b, b + 1) });
          assert.deepEqual(single.statistics(0), batch.statistics(b));
        }
      }
    }
  });
