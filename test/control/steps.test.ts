import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerState } from "../../lib/cluster/contract.js";
import { createController, pid, randomScaling, threshold } from "../../lib/control/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { observation, plainSpec } from "./helpers.js";

const { off, ready } = ContainerState;

test("threshold: a command is of its share of the largest step, of one container at least", () => {
  const command = (k: number, cpu: number, upShare: number, downShare: number) => {
    const rule = threshold.create({ up: 0.7, down: 0.3, upShare, downShare });
    return rule.decide(observation({ cpu: [cpu] }), rule.start(plainSpec(9, { largestScaleStep: k }), 1))
      .scale;
  };
  assert.deepEqual([command(8, 0.8, 0.5, 0), command(8, 0.2, 0.5, 0.25)], [4, -2]);
  assert.deepEqual([command(8, 0.8, 0, 1), command(8, 0.2, 0, 0)], [1, -1]);
  assert.deepEqual([command(1, 0.8, 1, 1), command(1, 0.2, 1, 1), command(8, 0.5, 1, 1)], [1, -1, 0]);
});

test("pid: a container for each whole level of its output", () => {
  const command = (cpu: number, level: number) => {
    const rule = pid.create({ setpoint: 0.5, kp: 4, ki: 0, kd: 0, deadBand: 0, antiWindup: false, level });
    const seen = observation({ cpu: new Array(9).fill(cpu) });
    return rule.decide(seen, rule.start(plainSpec(9), 1)).scale;
  };
  // u = 4 (c - 0.5): 1, 0.5, 2, -1, -2.
  assert.deepEqual(
    [0.75, 0.625, 1, 0.25, 0].map((cpu) => command(cpu, 0.4)),
    [2, 1, 5, -2, -5],
  );
  assert.deepEqual([command(0.625, 0.5), command(0.5, 0.5)], [0, 0]); // beyond the level, not at it
  assert.deepEqual([command(0.75, 0), command(0.25, 0), command(0.5, 0)], [9, -9, 0]);
});

test("random: every number of containers up to the largest step comes equally often", () => {
  const rule = randomScaling.create({ change: 0.8 });
  const k = 4;
  let memory = rule.start(plainSpec(9, { largestScaleStep: k }), 3);
  const counts = new Map<number, number>();
  const draws = 9000;
  for (let i = 0; i < draws; i++) {
    const decision = rule.decide(observation({ size: 9 }), memory);
    memory = decision.memory;
    counts.set(decision.scale, (counts.get(decision.scale) ?? 0) + 1);
  }
  assert.deepEqual(
    [...counts.keys()].sort((a, b) => a - b),
    [-4, -3, -2, -1, 0, 1, 2, 3, 4],
  );
  for (const [scale, count] of counts) {
    const probability = scale === 0 ? 0.2 : 0.1;
    const error = Math.sqrt((probability * (1 - probability)) / draws);
    assert.ok(Math.abs(count / draws - probability) < 4 * error, `${scale}: ${count}`);
  }
});

test("static goes to its fleet by the largest step, whatever that is", () => {
  const command = (k: number, running: number) => {
    const controller = createController("static", { parameters: { fleetShare: 0.8 } });
    const state = Array.from({ length: 10 }, (_, i) => (i < running ? ready : off));
    const memory = controller.start(plainSpec(10, { largestScaleStep: k }), 1);
    return controller.decide(observation({ state }), memory).action.scale;
  };
  assert.deepEqual([command(1, 2), command(4, 2), command(10, 2)], [1, 4, 6]);
  assert.deepEqual([command(1, 10), command(4, 10), command(4, 8)], [-1, -2, 0]);
});

test("with a largest step of one every rule moves as rules of one container do", () => {
  const random = RandomStream.of(11, "steps of one");
  const size = 12;
  const settings = { beta: 0.8, hysteresis: 0.7, smoothing: 5 };
  const root = createController("square-root", { parameters: settings });
  const output = createController("writeup-pid");
  let rootMemory = root.start(plainSpec(size), 1);
  let pidMemory = output.start(plainSpec(size), 1);
  const literal = { rate: Number.NaN, integral: 0, last: Number.NaN };
  const seenCommands = new Set<number>();
  for (let step = 0; step < 2000; step++) {
    const running = 1 + random.integer(size);
    const cpu = random.uniform();
    const arrivalRate = 8 * size * random.uniform();
    const serviceRate = Array.from({ length: size }, (_, i) => 6 + (i % 3) * 2);
    const state = Array.from({ length: size }, (_, i) => (i < running ? ready : off));
    const seen = observation({ cpu: new Array(size).fill(cpu), state, arrivalRate, serviceRate });

    // Up while C < c mu, down while C (n - 1)/n >= (c + hysteresis) mu.
    literal.rate = Number.isNaN(literal.rate)
      ? arrivalRate
      : literal.rate + (1 - Math.exp(-1 / settings.smoothing)) * (arrivalRate - literal.rate);
    const mean = 8;
    const capacity = serviceRate.slice(0, running).reduce((sum, rate) => sum + rate, 0);
    const needed = literal.rate / mean + settings.beta * Math.sqrt(literal.rate / mean);
    const up = capacity + 1e-9 * mean < Math.max(needed, 1) * mean && running < size;
    const down =
      running > 1 &&
      (capacity * (running - 1)) / running + 1e-9 * mean >= (needed + settings.hysteresis) * mean;
    const rootDecision = root.decide(seen, rootMemory);
    rootMemory = rootDecision.memory;
    assert.equal(rootDecision.action.scale, up ? 1 : down ? -1 : 0);

    // u = 1.5 e + 0.1 I + 0.5 (e - e'), up where u > 0.4, down where u < -0.4. The mean is taken as the rule takes it.
    const error = new Array(running).fill(cpu).reduce((sum, value) => sum + value, 0) / running - 0.6;
    literal.integral += error;
    const u =
      1.5 * error + 0.1 * literal.integral + 0.5 * (Number.isNaN(literal.last) ? 0 : error - literal.last);
    literal.last = error;
    const pidDecision = output.decide(seen, pidMemory);
    pidMemory = pidDecision.memory;
    assert.equal(pidDecision.action.scale, u > 0.4 ? 1 : u < -0.4 ? -1 : 0);
    seenCommands.add(rootDecision.action.scale).add(pidDecision.action.scale);
  }
  assert.equal(seenCommands.size, 3);
});
