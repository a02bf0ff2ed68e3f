import assert from "node:assert/strict";
import { test } from "node:test";
import { RandomStream } from "../../lib/random/index.js";
import { mean } from "../../lib/statistics/index.js";
import { TwoStateQueue, twoStateEnvironment } from "../../lib/study/index.js";

const queue = new TwoStateQueue(0.8);
const fast = [0.3, 0.6];

test("the values solve Bellman's equation, and the mean advantage of a policy's own actions is 0", () => {
  const values = queue.values(fast);
  for (const s of [0, 1]) {
    const backedUp = queue.overActions(fast, s, (a) => queue.actionValue(values, s, a));
    assert.ok(Math.abs(values[s] - backedUp) < 1e-12);
    assert.ok(Math.abs(queue.overActions(fast, s, (a) => queue.advantage(values, s, a))) < 1e-12);
  }
});

test("the policy gradient is the slope of the value of a short queue", () => {
  const theta = [-0.4, 0.3];
  const value = (change: readonly number[]) =>
    queue.values(queue.fastShares(theta.map((x, s) => x + change[s])))[0];
  const slopes = [
    [1, 0],
    [0, 1],
  ].map((way) => (value(way.map((x) => 1e-5 * x)) - value(way.map((x) => -1e-5 * x))) / 2e-5);
  queue.policyGradient(theta).forEach((slope, s) => {
    assert.ok(Math.abs(slope - slopes[s]) < 1e-8);
  });
});

test("episodes have the values for mean returns", () => {
  const random = RandomStream.of(1, "two states");
  const returns = Array.from({ length: 20_000 }, () => queue.returns(queue.episode(fast, random).rewards)[0]);
  assert.ok(Math.abs(mean(returns) - queue.values(fast)[0]) < 0.05);
});

test("the environment serves fast from 0.5 on, and cuts episodes at 50 steps without ending the task", () => {
  const environment = twoStateEnvironment(queue, 2);
  environment.reset(3);
  for (let step = 1; step <= 100; step++) {
    const states = [...environment.observations];
    environment.step(Float32Array.of(0.4, 0.5));
    assert.deepEqual([...environment.rewards], [queue.reward(states[0], 0), queue.reward(states[1], 1)]);
    assert.equal(environment.truncated[0], step % 50 === 0 ? 1 : 0);
    if (step % 50 === 0) assert.deepEqual([...environment.observations], [0, 0]);
    else assert.deepEqual(environment.observations, environment.reached);
    assert.deepEqual([...environment.terminated], [0, 0]);
  }
});
