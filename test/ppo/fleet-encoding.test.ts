import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerState, clusterSpec, type Observation, SimulatedCluster } from "../../lib/cluster/index.js";
import { createController } from "../../lib/control/index.js";
import {
  ActorCritic,
  categorical,
  coversSize,
  type FleetEncodingOptions,
  featureNames,
  fleetEncoding,
  loadTensorFlow,
  mlp,
  ObservationNormalizer,
  offsetNetwork,
  RateHistory,
  trainedAgent,
  trainingConfig,
  trainingPreset,
} from "../../lib/ppo/index.js";
import { configuredPolicy } from "../../lib/ppo/training/world.js";
import { RandomStream } from "../../lib/random/index.js";
import { workloadByName } from "../../lib/workload/index.js";
import { observation, plainSpec } from "../control/helpers.js";
import { untrained } from "./untrained-fleet.js";

const { off, starting, ready, draining } = ContainerState;
const WINDOWS = [5, 10, 20, 40, 100];
const RISES = [2, 6, 12];

test("what a history knows in O(1) a step is what the whole series says", () => {
  const random = RandomStream.of(7, "history");
  const history = new RateHistory();
  const series: number[] = [];
  const rises = [0, 0, 0];
  let [maximum, spell, longest] = [0, 0, 0];
  for (let t = 0; t < 400; t++) {
    // Ramps up and down with noise, so that largest and smallest values are now new, now old.
    series.push(Math.abs(Math.sin(t / 37)) + 0.1 * random.uniform());
    history.add(series[t]);
    const lag = (l: number) => series[Math.max(t - l, 0)];
    maximum = Math.max(maximum, series[t]);
    spell = series[t] < 0.5 * maximum ? spell + 1 : 0;
    longest = Math.max(longest, spell);
    RISES.forEach((steps, i) => {
      rises[i] = Math.max(rises[i], series[t] - lag(steps));
      assert.equal(history.largestRise(i), rises[i]);
    });
    for (let l = 0; l < 12; l++) assert.equal(history.lag(l), lag(l));
    WINDOWS.forEach((steps, i) => {
      const window = series.slice(-steps);
      const mean = window.reduce((sum, value) => sum + value, 0) / window.length;
      const variance = window.reduce((sum, value) => sum + (value - mean) ** 2, 0) / window.length;
      assert.equal(history.largest(i), Math.max(...window));
      assert.equal(history.smallest(i), Math.min(...window));
      assert.ok(Math.abs(history.mean(i) - mean) < 1e-12);
      assert.ok(Math.abs(history.deviation(i) - Math.sqrt(variance)) < 1e-6);
    });
    assert.deepEqual([history.maximum, history.lowSpell, history.longestLowSpell], [maximum, spell, longest]);
  }
});

test("a copy of a history goes on by itself", () => {
  const [history, same] = [new RateHistory(), new RateHistory()];
  for (const value of [1, 3, 2]) for (const one of [history, same]) one.add(value);
  const copy = history.copy();
  for (const value of [9, 0]) history.add(value);
  assert.deepEqual(copy, same);
  copy.add(5);
  assert.deepEqual([copy.lag(0), copy.largest(0), copy.mean(0), copy.largestRise(0)], [5, 5, 2.75, 2]);
  assert.deepEqual([history.lag(0), history.largest(0)], [0, 9]);
});

/** What an encoding shows of these observations, the last one, by name; and its offsets. */
function shown(views: readonly Observation[], options: FleetEncodingOptions = {}, k = 1, price = 1) {
  const { size } = views[0];
  const encoding = fleetEncoding({ size, ...options });
  const names = featureNames({ history: options.history ?? true, wish: options.prior !== null });
  const vector = new Float64Array(encoding.observationLength);
  const spec = plainSpec(size, { largestScaleStep: k });
  let memory = encoding.start({ spec, price });
  for (const view of views) memory = encoding.observe(view, memory, vector);
  const features = Object.fromEntries(names.map((name, i) => [name, vector[i]]));
  assert.equal(names.length, new Set(names).size);
  assert.equal(names.length + (encoding.offsets as number), vector.length);
  return { features, offsets: [...vector.subarray(names.length)] };
}

const near = (value: number, expected: number) =>
  assert.ok(Math.abs(value - expected) < 1e-9, `${value} isn't ${expected}`);

test("features are fractions of the cluster's capacity, by hand", () => {
  const state = [ready, ready, starting, draining, off];
  const first = observation({ size: 5, arrivalRate: 10, time: 1, state });
  const second = observation({
    arrivalRate: 20,
    time: 2,
    state,
    queueDepth: [3, 1, 0, 5, 0],
    cpu: [1, 0.5, 0, 1, 0],
    timeSinceScaleChange: 2,
  });
  const { features } = shown([first, second], {}, 2, 10);
  // 20 of 40 requests/s, and 10 before: rates of .5 and .25 on -1 .. 1.
  near(features["rate 0 ago"], 0);
  near(features["rate 1 ago"], -0.5);
  near(features["rate 11 ago"], -0.5);
  near(features["mean of 20"], -0.25);
  near(features["deviation of 5"], 5 * 0.125);
  near(features["largest rise over 2"], 3 * 0.25);
  near(features.ready, 2 * 0.4 - 1);
  near(features.starting, 4 * 0.2);
  near(features.draining, 4 * 0.2);
  // 2 + 4 wait, of 40 a second.
  near(features.backlog, Math.log1p((4 * 6) / 40));
  near(features.cpu, 2 * 0.75 - 1);
  // R = 2.5: 2 ready, 3 running.
  near(features["spare, ready"], -0.5 / (3 * Math.sqrt(2.5)));
  near(features["spare, running"], 0.5 / (3 * Math.sqrt(2.5)));
  near(features.containers, 1);
  near(features.price, 1);
  near(features["largest step"], 0.4);
  near(features.time, 0.02);
  // Price 10, b = 1: ceil(2.5 + 1.58) = 5 containers, of which 3 run.
  near(features["prior's command"], 2 / 4);
});

test("the share of violations is estimated from what containers show", () => {
  const seen = {
    ...observation({ size: 3, arrivalRate: 9, time: 1, cpu: [1, 0.5, 0] }),
    latency: Float64Array.of(1.25, 0.125, 0),
    errorRate: Float64Array.of(0.2, 0, 0),
  };
  // 8 requests at mean times of the SLA itself, a fifth of them refused; 4 at a tenth of it.
  const share = (8 * (0.2 + 0.8 * Math.exp(-1)) + 4 * Math.exp(-10)) / 12;
  const { features } = shown([seen]);
  near(features["violations of 1"], 1 + Math.log10(1e-4 + share) / 2);
  near(features["violations of 100"], features["violations of 1"]);
  near(features["response time"], Math.log1p((4 * (8 * 1.25 + 4 * 0.125)) / 12 / 1.25));
  const calm = observation({ size: 3, arrivalRate: 9, time: 2 });
  near(shown([seen, calm]).features["violations of 1"], -1);
  near(shown([seen, calm]).features["violations of 10"], 1 + Math.log10(1e-4 + share / 2) / 2);
});

test("offsets are distances from base stock, and rule out what can't be done", () => {
  const view = (running: number, load: number, time = 5) =>
    observation({
      state: Array.from({ length: 10 }, (_, i) => (i < running ? ready : off)),
      arrivalRate: 8 * load,
      time,
    });
  const commands = [1, 2, 4];
  const never = -1e4;
  // Price 10, b = 1: 4 + 2 = 6 containers; 4 run, so that 2 more are wanted. k = 4; there is no fleet of 4 - 4 = 0.
  const options = { commands, prior: { strength: 0.5 } };
  assert.deepEqual(shown([view(4, 4)], options, 4, 10).offsets, [never, -2, -1.5, -1, -0.5, 0, -1]);
  // k = 2: no command of 4.
  assert.deepEqual(shown([view(4, 4)], options, 2, 10).offsets[6], never);
  // The whole fleet runs: nothing can be started.
  assert.deepEqual(shown([view(10, 4)], options, 4, 10).offsets, [0, -1, -1.5, -2, never, never, never]);
  // A peak of 9 + 3 = 12 some steps ago keeps .8 of it, 9.6: 10 containers.
  assert.deepEqual(shown([view(10, 9, 4), view(10, 4, 5)], options, 4, 10).offsets, [
    -2,
    -1,
    -0.5,
    0,
    never,
    never,
    never,
  ]);
  // No prior: what can be done is as likely as hold; no wish is shown.
  const plain = shown([view(4, 4)], { commands, prior: null }, 4, 10);
  assert.deepEqual(plain.offsets, [never, 0, 0, 0, 0, 0, 0]);
  assert.equal(plain.features["prior's command"], undefined);
  // Nothing has been observed yet: it holds.
  assert.deepEqual(shown([view(4, 0, 0)], { commands: [1] }).offsets, [-1, 0, -1]);
});

test("without history only the last interval is shown; lengths never depend on N", () => {
  const lengths = [1, 5, 25].map((size) => fleetEncoding({ size }).observationLength);
  assert.equal(new Set(lengths).size, 1);
  const views = [5, 9].map((load, t) => observation({ size: 15, arrivalRate: 8 * load, time: t + 1 }));
  const other = [2, 9].map((load, t) => observation({ size: 15, arrivalRate: 8 * load, time: t + 1 }));
  const blind = { history: false, prior: null };
  assert.deepEqual(shown(views, blind), shown(other, blind));
  assert.notDeepEqual(shown(views), shown(other));
});

test("routing shows containers one by one and corrects the weights of the dispatch", () => {
  const state = [ready, starting, off];
  const seen = observation({
    state,
    arrivalRate: 6,
    time: 1,
    queueDepth: [3, 0, 0],
    cpu: [0.5, 0, 0],
    serviceRate: [4, 8, 12],
  });
  const encoding = fleetEncoding({ size: 3, routing: { slots: 4, span: 2 } });
  assert.deepEqual(encoding.layout, { containers: 4, blocks: 6 });
  const containers = [4, 8, 12].map((serviceRate) => ({ cpuShare: 0.1, memoryMiB: 128, serviceRate }));
  const spec = clusterSpec({ containers });
  const vector = new Float64Array(encoding.observationLength);
  const memory = encoding.observe(seen, encoding.start({ spec, price: 1 }), vector);
  assert.deepEqual(
    [...vector.subarray(0, 24)],
    [
      [1, 0, 0, 0],
      [0, 1, 0, 0],
      [Math.log1p(3) / 2, 0, 0, 0],
      [0.5, 0, 0, 0],
      [0, 0, 0, 0],
      [0.5, 1, 1.5, 0],
    ].flat(),
  );
  // Behind them comes what is shown without routing.
  const plain = fleetEncoding({ size: 3 });
  const rest = new Float64Array(plain.observationLength);
  const other = plain.observe(seen, plain.start({ spec, price: 1 }), rest);
  assert.deepEqual(vector.subarray(24), rest);
  // Twice, half, and beyond the span as at its end; the fourth has no container; the last is the choice.
  assert.deepEqual(Array.from(encoding.action([1, -1, 9, 5, 2], memory).weights), [8, 4, 24]);
  assert.equal(encoding.action([0, 0, 0, 0, 2], memory).scale, 1);
  assert.deepEqual(Array.from(encoding.action([0, 0, 0, 0, 1], memory).weights), [4, 8, 12]);
  assert.deepEqual(Array.from(plain.action([0], other).weights), [4, 8, 12]);
  assert.throws(
    () => fleetEncoding({ size: 5, routing: { slots: 4 } }),
    /size must be at most the model's 4 slots, got 5/,
  );
});

test("an agent that has learned nothing is the base-stock rule, for every N, price and largest step", async () => {
  const one = untrained([5, 15], [1]);
  const several = untrained([5, 15], [1, 2, 3, 4]);
  const routing = { encoding: { routing: { slots: 25 } }, policy: { network: { kind: "shared" } } };
  for (const [trained, size, k, price] of [
    [one, 5, 1, 0.3],
    [one, 15, 1, 10],
    [several, 25, 4, 3],
    [several, 15, 4, 30],
    [untrained([5, 15], [1], routing), 10, 1, 3],
  ] as const) {
    assert.ok(coversSize(trained.config, size));
    const agent = trainedAgent(trained, { price });
    const rule = createController("base-stock+least-connections", { parameters: { price } });
    assert.equal(agent.dispatch, rule.dispatch);
    const spec = clusterSpec({ size, largestScaleStep: k, dispatch: "least-connections" });
    const cluster = new SimulatedCluster({ spec, workload: workloadByName("mmpp-0.8-300"), steps: 150 });
    let seen = await cluster.reset(3);
    let [own, other] = [agent.start(spec, 1) as unknown, rule.start(spec, 1)];
    let changes = 0;
    for (let t = 0; t < 150; t++) {
      const [mine, theirs] = [agent.decide(seen, own as never), rule.decide(seen, other)];
      assert.equal(mine.action.scale, theirs.action.scale, `N ${size}, k ${k}, step ${t}`);
      assert.deepEqual(mine.action.weights, theirs.action.weights);
      if (mine.action.scale !== 0) changes++;
      // Its memory can be kept: deciding again from it is the same decision.
      assert.deepEqual(agent.decide(seen, own as never).action.scale, mine.action.scale);
      [own, other] = [mine.memory, theirs.memory];
      seen = (await cluster.step(mine.action)).observation;
    }
    assert.ok(changes >= 10, `${changes} changes`);
  }
});

test("an agent acts for a price where its policy sees one", () => {
  const trained = untrained([5], [1]);
  assert.throws(() => trainedAgent(trained, { price: 0 }), /price must be/);
  const blind = trainingConfig({ sizes: [5] }, trainingPreset("ppo-writeup"));
  const parameters = configuredPolicy(blind, 1).parameters.values;
  const policy = {
    ...trained,
    config: blind,
    parameters,
    observationMoments: { mean: new Array(31).fill(0), variance: new Array(31).fill(1), count: 1 },
  };
  assert.throws(
    () => trainedAgent(policy, { price: 3 }),
    /ppo-writeup sees no price, got price 3: leave it out/,
  );
});

test("offsets are added to the last outputs, in plain arrays and in TensorFlow, and the network doesn't see them", async () => {
  const tf = await loadTensorFlow();
  const inner = mlp({ observationLength: 3, outputLength: 4, hidden: [5] });
  const whole = new ActorCritic(offsetNetwork(inner, 2), categorical(4), 1);
  const alone = new ActorCritic(inner, categorical(4), 1);
  const rows = [
    [0.5, -1, 2, 3, -1e4],
    [1, 0, -0.5, -2, 0.25],
  ];
  const own = alone.network
    .plain(alone.parameters)
    .outputs(Float32Array.from(rows.flatMap((row) => row.slice(0, 3))), 2);
  const expected = [...own]
    .slice(0, 8)
    .map((value, i) => value + ([2, 3].includes(i % 4) ? rows[i >> 2][(i % 4) + 1] : 0));
  const { outputs, values } = whole.network.plain(whole.parameters);
  assert.deepEqual([...outputs(Float32Array.from(rows.flat()), 2)].slice(0, 8), expected);
  const tensors = whole.parameters.named(whole.parameters.tensors(tf));
  const forward = whole.network.forward(tf, tensors, tf.tensor2d(rows));
  forward.outputs.dataSync().forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) < 1e-3 * Math.max(1, Math.abs(expected[i]) / 1e3));
  });
  const plain = [...values(Float32Array.from(rows.flat()), 2)].slice(0, 2);
  forward.values.dataSync().forEach((value, i) => {
    assert.ok(Math.abs(value - plain[i]) < 1e-5);
  });
  assert.throws(() => offsetNetwork(inner, 5), /offsets must be/);
});

test("offsets aren't normalised", () => {
  const normalizer = new ObservationNormalizer(2, { offsets: 1 });
  normalizer.update([1, -1e4, 3, 0], 2);
  const normalized = new Float32Array(4);
  normalizer.normalize([1, -1e4, 3, 0.5], 2, normalized);
  assert.deepEqual(
    [...normalized].map((value) => Number(value.toFixed(3))),
    [-1, -1e4, 1, 0.5],
  );
});

test("head and encoding must fit each other", () => {
  const bad = trainingConfig(
    { encoding: { kind: "fleet" }, policy: { head: { kind: "categorical-scale" } } },
    trainingPreset("ppo-writeup"),
  );
  assert.throws(
    () => configuredPolicy(bad, 1),
    /categorical-scale chooses a command, but encoding.scale reads a step/,
  );
  const other = trainingConfig({ policy: { head: { kind: "fleet-scale" } } }, trainingPreset("ppo-writeup"));
  assert.throws(() => configuredPolicy(other, 1), /set encoding.kind to fleet/);
  assert.throws(
    () => trainingConfig({ encoding: { kind: "fleet", commands: [2, 1] } }, trainingPreset("ppo-writeup")),
    /commands must ascend/,
  );
});
