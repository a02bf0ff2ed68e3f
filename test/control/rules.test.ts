import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerState } from "../../lib/cluster/contract.js";
import {
  fixedFleet,
  pid,
  randomScaling,
  type ScalingRule,
  squareRoot,
  threshold,
  writeupPid,
  writeupThreshold,
} from "../../lib/control/index.js";
import { observation, plainSpec } from "./helpers.js";

const { off, starting, ready, draining } = ContainerState;

/** Commands of a rule that sees these mean CPUs one after the other on a half-used fleet of 4. */
function commands(
  rule: ScalingRule,
  cpus: readonly number[],
  state: readonly number[] = [ready, ready, off, off],
) {
  let memory = rule.start(plainSpec(4), 1);
  return cpus.map((cpu) => {
    const decision = rule.decide(observation({ cpu: [cpu, cpu, cpu, cpu], state }), memory);
    memory = decision.memory;
    return decision.scale;
  });
}

test("threshold: up above its band, down below, hold on its edges", () => {
  const rule = threshold.create(writeupThreshold.parameters);
  assert.deepEqual(commands(rule, [0.76, 0.75, 0.5, 0.25, 0.24]), [1, 0, 0, 0, -1]);
});

test("threshold averages the CPU of ready containers only", () => {
  const rule = threshold.create({ up: 0.7, down: 0.3 });
  const memory = rule.start(plainSpec(4), 1);
  const seen = { cpu: [0.9, 0.6, 0, 1], state: [ready, ready, starting, draining] };
  assert.equal(rule.decide(observation(seen), memory).scale, 1); // (0.9 + 0.6) / 2 = 0.75
  assert.equal(rule.decide(observation({ ...seen, cpu: [0.7, 0.6, 0, 1] }), memory).scale, 0);
});

test("rules hold where nothing has been observed yet", () => {
  for (const family of [threshold, pid, squareRoot]) {
    const rule = family.create();
    const unseen = observation({ cpu: [0, 0, 0], time: 0 });
    assert.equal(rule.decide(unseen, rule.start(plainSpec(3), 1)).scale, 0, family.name);
    const noneReady = observation({ cpu: [0, 0], state: [starting, starting], arrivalRate: 8 });
    if (family !== squareRoot)
      assert.equal(rule.decide(noneReady, rule.start(plainSpec(2), 1)).scale, 0, family.name);
  }
});

test("pid: u = 1.5 e + 0.1 I + 0.5 (e - e') by hand", () => {
  const rule = pid.create(writeupPid.parameters);
  // e .3 I .3: u = .45 + .03 = .48; e .1 I .4: u = .15 + .04 - .1 = .09; e -.2 I .2: u = -.3 + .02 - .15 = -.43.
  assert.deepEqual(commands(rule, [0.9, 0.7, 0.4]), [1, 0, -1]);
  // The integral is what decides: at e = 0.05, u = 0.075 + 0.005 k passes 0.4 with the 66th step.
  const crept = commands(rule, new Array(67).fill(0.65));
  assert.deepEqual([crept.indexOf(1), crept[64], crept[66]], [65, 0, 1]);
});

test("pid: without anti-windup a long overload keeps asking for more after it has gone, with it it doesn't", () => {
  const full = [ready, ready, ready, ready];
  const load = [...new Array(50).fill(1), ...new Array(5).fill(0.5)];
  const wound = commands(pid.create(writeupPid.parameters), load, full);
  assert.ok(wound.slice(51).every((command) => command >= 1));
  const limited = commands(pid.create({ ...writeupPid.parameters, antiWindup: true }), load, full);
  assert.ok(limited.slice(51).every((command) => command <= 0));
});

test("pid: anti-windup limits the integral away from the ends of the fleet, too", () => {
  const rule = pid.create({ ...writeupPid.parameters, antiWindup: true, integralLimit: 0.2 });
  let memory = rule.start(plainSpec(4), 1);
  for (let step = 0; step < 100; step++)
    memory = rule.decide(observation({ cpu: [1, 1, 1, 1], state: [ready, ready, off, off] }), memory).memory;
  assert.deepEqual(memory, { integral: 2, lastError: 0.4 }); // ki I = 0.1 x 2
});

test("pid: anti-windup doesn't integrate towards an end of the fleet, only away from it", () => {
  const rule = pid.create({ ...writeupPid.parameters, antiWindup: true, integralLimit: 9 });
  const integral = (cpu: number, running: number) => {
    const state = Array.from({ length: 4 }, (_, i) => (i < running ? ready : off));
    const seen = observation({ cpu: [cpu, cpu, cpu, cpu], state });
    const { memory } = rule.decide(seen, rule.start(plainSpec(4), 1));
    return Math.round(1e9 * (memory as { integral: number }).integral) / 1e9;
  };
  assert.deepEqual([integral(0.9, 4), integral(0.9, 3), integral(0.9, 1)], [0, 0.3, 0.3]);
  assert.deepEqual([integral(0.4, 4), integral(0.4, 2), integral(0.4, 1)], [-0.2, -0.2, 0]);
});

test("pid: inside the dead band it holds and doesn't integrate", () => {
  const parameters = { ...writeupPid.parameters, deadBand: 0.1 };
  assert.ok(commands(pid.create(parameters), new Array(200).fill(0.65)).every((command) => command === 0));
  assert.ok(commands(pid.create(writeupPid.parameters), new Array(200).fill(0.65))[199] > 0);
});

test("static goes to its size and stays, from either side", () => {
  const share = fixedFleet.create({ fleetShare: 0.5 });
  assert.deepEqual(commands(share, [1], [ready, off, off, off]), [1]);
  assert.deepEqual(commands(share, [1], [ready, starting, off, off]), [0]);
  assert.deepEqual(commands(share, [1], [ready, ready, draining, off]), [0]);
  assert.deepEqual(commands(share, [1], [ready, ready, ready, off]), [-1]);
  assert.deepEqual(commands(fixedFleet.create({ fleetSize: 3 }), [1], [ready, ready, off, off]), [1]);
  // All at once; the composition cuts it to the largest step.
  assert.deepEqual(commands(fixedFleet.create(), [1], [ready, draining, off, off]), [3]);
  assert.deepEqual(commands(fixedFleet.create({ fleetSize: 1 }), [1], [ready, ready, ready, off]), [-2]);
  // A target beyond the ends is cut to them.
  assert.deepEqual(commands(fixedFleet.create({ fleetSize: 9 }), [1], [ready, ready, ready, ready]), [0]);
  assert.deepEqual(commands(fixedFleet.create({ fleetShare: 0 }), [1], [ready, off, off, off]), [0]);
});

test("random: its change rate within three standard errors, the same under the same seed only", () => {
  const draw = (seed: number) => {
    const rule = randomScaling.create({ change: 0.4 });
    let memory = rule.start(plainSpec(3), seed);
    return Array.from({ length: 4000 }, () => {
      const decision = rule.decide(observation({ size: 3 }), memory);
      memory = decision.memory;
      return decision.scale;
    });
  };
  const scales = draw(1);
  const share = (command: number) => scales.filter((scale) => scale === command).length / scales.length;
  const error = 3 * Math.sqrt((0.2 * 0.8) / scales.length);
  assert.ok(Math.abs(share(1) - 0.2) < error && Math.abs(share(-1) - 0.2) < error);
  assert.deepEqual(draw(1), scales);
  assert.notDeepEqual(draw(2), scales);
});

test("square-root: the fleet settles at ceil(R + beta sqrt R)", () => {
  const size = 20;
  const rule = squareRoot.create({ beta: 1, hysteresis: 0, smoothing: 0 });
  // R = 72 / 8 = 9, so 9 + 3 = 12 containers exactly.
  const command = (running: number, arrivalRate = 72) =>
    rule.decide(
      observation({
        state: Array.from({ length: size }, (_, i) => (i < running ? ready : off)),
        arrivalRate,
      }),
      rule.start(plainSpec(size), 1),
    ).scale;
  assert.deepEqual(
    [11, 12, 13].map((running) => command(running)),
    [1, 0, -1],
  );
  // One request/s more: 12.18..., so 13.
  assert.deepEqual(
    [12, 13, 14].map((running) => command(running, 73)),
    [1, 0, -1],
  );
  assert.deepEqual([command(1, 0), command(2, 0), command(20, 1e6)], [0, -1, 0]);
});

test("square-root: hysteresis keeps spare containers, smoothing follows the rate with its time constant", () => {
  const state = Array.from({ length: 20 }, (_, i) => (i < 13 ? ready : off));
  const seen = observation({ state, arrivalRate: 72 });
  const spec = plainSpec(20);
  const lazy = squareRoot.create({ beta: 1, hysteresis: 1, smoothing: 0 });
  assert.equal(lazy.decide(seen, lazy.start(spec, 1)).scale, 0); // 12 left is less than 12 + 1
  const smooth = squareRoot.create({ smoothing: 10 });
  let { memory } = smooth.decide(observation({ state, arrivalRate: 0 }), smooth.start(spec, 1));
  for (let step = 0; step < 10; step++) memory = smooth.decide(seen, memory).memory;
  const { arrivalRate } = memory as { arrivalRate: number };
  assert.ok(Math.abs(arrivalRate - 72 * (1 - Math.exp(-1))) < 1e-9);
  // The time scale shortens the window.
  const scaled = smooth.start(plainSpec(20, { timeScale: 10 }), 1) as { gain: number };
  assert.ok(Math.abs(scaled.gain - (1 - Math.exp(-1))) < 1e-12);
});

test("square-root counts capacity, not containers, where they are unequal", () => {
  const rule = squareRoot.create({ beta: 0, hysteresis: 0, smoothing: 0 });
  const seen = (state: number[], arrivalRate: number) =>
    rule.decide(observation({ state, serviceRate: [4, 8, 12], arrivalRate }), rule.start(plainSpec(3), 1))
      .scale;
  assert.equal(seen([ready, ready, off], 11), 0); // 12 is enough
  assert.equal(seen([ready, ready, off], 13), 1);
  assert.equal(seen([off, ready, ready], 13), 0); // 20 is enough, 20 / 2 isn't
});

test("rules refuse senseless parameters by name", () => {
  assert.throws(() => threshold.create({ up: 0.3, down: 0.3 }), /RangeError: down must be less than up/);
  assert.throws(() => threshold.create({ up: 1.2 }), /RangeError: up must be between 0 and 1, got 1.2/);
  assert.throws(() => pid.create({ kp: Number.NaN }), /RangeError: kp must be finite, got NaN/);
  assert.throws(() => pid.create({ ki: -1 }), /RangeError: ki must be at least 0, got -1/);
  assert.throws(() => fixedFleet.create({ fleetSize: 2.5 }), /RangeError: fleetSize must be a whole number/);
  assert.throws(
    () => pid.create({ antiWindup: 1 as unknown as boolean }),
    /TypeError: antiWindup must be true or false/,
  );
});
