import assert from "node:assert/strict";
import { test } from "node:test";
import { ActorCritic, DivergenceLimit, gaussianBox, mlp } from "../../lib/ppo/index.js";
import { RandomStream } from "../../lib/random/index.js";

const INPUTS = 3;
const ACTIONS = 2;
const policyOf = (seed: number) =>
  new ActorCritic(
    mlp({ observationLength: INPUTS, outputLength: ACTIONS, hidden: [8] }),
    gaussianBox(ACTIONS),
    seed,
  );

/** A policy with its weights moved at random, deviations too. */
function movedPolicy(seed: number, size: number): ActorCritic {
  const policy = policyOf(1);
  const random = RandomStream.of(seed, "move");
  for (let i = 0; i < policy.parameters.values.length; i++)
    policy.parameters.values[i] += size * random.normal();
  return policy;
}

function observations(rows: number): Float32Array {
  const random = RandomStream.of(5, "observations");
  return Float32Array.from({ length: rows * INPUTS }, () => random.normal());
}

/** The integral of p ln(p/q) over a grid of the plane. */
function integral(
  mu: readonly number[],
  sigma: readonly number[],
  nu: readonly number[],
  tau: readonly number[],
) {
  const density = (x: number, mean: number, deviation: number) =>
    Math.exp(-0.5 * ((x - mean) / deviation) ** 2) / (deviation * Math.sqrt(2 * Math.PI));
  const step = 0.02;
  let sum = 0;
  for (let x = -6; x < 6; x += step)
    for (let y = -6; y < 6; y += step) {
      const p = density(x, mu[0], sigma[0]) * density(y, mu[1], sigma[1]);
      const q = density(x, nu[0], tau[0]) * density(y, nu[1], tau[1]);
      if (p > 1e-300 && q > 1e-300) sum += p * Math.log(p / q) * step * step;
    }
  return sum;
}

test("Eq. ppo.gaussian-divergence: the Gaussian head's divergence is the integral of p ln(p/q), mean over rows, and 0 from itself", () => {
  const [p, q] = [movedPolicy(1, 0.3), movedPolicy(2, 0.3)];
  const rows = 3;
  const outputs = (policy: ActorCritic) =>
    policy.network.plain(policy.parameters).outputs(observations(rows), rows).slice();
  const [means, others] = [outputs(p), outputs(q)];
  const deviations = (policy: ActorCritic) =>
    [...policy.parameters.array("head/log-deviation")].map(Math.exp);
  const expected = [0, 1, 2].map((row) =>
    integral(
      [...means.slice(2 * row, 2 * row + 2)],
      deviations(p),
      [...others.slice(2 * row, 2 * row + 2)],
      deviations(q),
    ),
  );
  const at = (policy: ActorCritic, rowsOf: Float64Array) => ({
    parameters: policy.parameters,
    outputs: rowsOf,
  });
  const found = p.head.divergence(at(p, means), at(q, others), rows);
  assert.ok(found > 0.05, "the two differ");
  assert.ok(Math.abs(found - (expected[0] + expected[1] + expected[2]) / 3) < 1e-4, `${found}, ${expected}`);
  assert.ok(Math.abs(p.head.divergence(at(p, means), at(p, means), rows)) < 1e-12);
  const backwards = p.head.divergence(at(q, others), at(p, means), rows);
  assert.notEqual(found.toFixed(4), backwards.toFixed(4));
});

test("a policy beyond the limit is pulled back to it along a straight line, one within stays as it is", () => {
  const [pretrained, policy] = [policyOf(1), movedPolicy(3, 0.5)];
  const seen = observations(20);
  const twice = { rows: 20, seen, seenByPretrained: seen };
  const start = pretrained.parameters.values.slice();
  const before = policy.parameters.values.slice();
  const limit = new DivergenceLimit(policy, pretrained, 0.2);
  assert.ok(limit.divergence(twice) > 0.4, "far beyond the limit");
  const share = limit.pullBack(twice);
  assert.ok(share > 0 && share < 1);
  const divergence = limit.divergence(twice);
  assert.ok(divergence <= 0.2 && divergence > 0.19, `${divergence} nats after pulling back`);
  policy.parameters.values.forEach((value, i) => {
    assert.ok(Math.abs(value - (start[i] + share * (before[i] - start[i]))) < 1e-6);
  });
  const kept = policy.parameters.values.slice();
  assert.equal(limit.pullBack(twice), 1);
  assert.deepEqual(policy.parameters.values, kept);
  assert.deepEqual(pretrained.parameters.values, start);
});
