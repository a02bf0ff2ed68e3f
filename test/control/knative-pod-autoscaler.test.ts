import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerState } from "../../lib/cluster/contract.js";
import { knativePodAutoscaler, kpa, type ScalingRule } from "../../lib/control/index.js";
import { observation, plainSpec } from "./helpers.js";

const { off, ready: up } = ContainerState;
const { CALM, desiredReplicas } = knativePodAutoscaler;

/** As Knative's own tests set it. */
const settings = { panicThreshold: 2, stableWindow: 60, maxScaleUp: 10, maxScaleDown: 10 };

test("desiredReplicas: what Knative's own tests expect of one decision", () => {
  const cases: readonly (readonly [string, object, number, number, number, number])[] = [
    // target, stable, panic, ready, fleet
    ["no load", { target: 10 }, 0, 0, 1, 0],
    ["large target", { target: 181 }, 21, 26, 1, 1],
    ["StableModeNoChange", { target: 10 }, 50, 50, 1, 5],
    ["StableModeNoChangeAlreadyScaled", { target: 10 }, 50, 50, 5, 5],
    ["StableModeIncreaseWithSmallScaleUpRate", { target: 1, maxScaleUp: 1.1 }, 3, 3.1, 2, 3],
    ["StableModeDecreaseWithSmallScaleDownRate", { target: 10, maxScaleDown: 1.1 }, 1, 1, 100, 90],
    ["PanicModeDoublePodCount", { target: 10 }, 50, 100, 1, 10],
    ["RateLimitScaleUp", { target: 10 }, 1000, 1001, 1, 10],
    ["RateLimitScaleUp again", { target: 10 }, 1000, 1001, 10, 100],
    ["RateLimitScaleDown", { target: 10 }, 1, 1, 100, 10],
    ["RateLimitScaleDown again", { target: 10 }, 1, 1, 10, 1],
    ["no pod ready", { target: 10 }, 1000, 888, 0, 10],
  ];
  for (const [name, changed, stable, panic, ready, expected] of cases) {
    const { replicas } = desiredReplicas({ stable, panic, ready, time: 0 }, CALM, {
      ...settings,
      target: 1,
      ...changed,
    });
    assert.equal(replicas, expected, name);
  }
  const inPanic = { since: -5, most: 5 };
  const seen = { ready: 5, time: 0 };
  const one = { ...settings, target: 1 };
  assert.equal(desiredReplicas({ ...seen, stable: 50, panic: 30 }, inPanic, one).replicas, 50);
  assert.equal(desiredReplicas({ ...seen, stable: 20, panic: 30 }, inPanic, one).replicas, 30);
});

test("desiredReplicas: panic ends a stable window after its last trigger, which a surge moves (Knative's own tests)", () => {
  const one = { ...settings, target: 1 };
  const jump = desiredReplicas({ stable: 11, panic: 25, ready: 10, time: 0 }, CALM, one);
  assert.deepEqual(jump, { replicas: 25, panic: { since: 0, most: 25 } });
  const half = desiredReplicas({ stable: 30, panic: 41, ready: 40, time: 30 }, jump.panic, one);
  assert.deepEqual(half, { replicas: 41, panic: { since: 0, most: 41 } });
  const end = desiredReplicas({ stable: 50, panic: 56, ready: 55, time: 62 }, half.panic, one);
  assert.deepEqual(end, { replicas: 50, panic: CALM });
  const surging = desiredReplicas({ stable: 30, panic: 80, ready: 40, time: 30 }, jump.panic, one);
  assert.deepEqual(surging, { replicas: 80, panic: { since: 30, most: 80 } });
});

test("desiredReplicas: no scale-down in panic, then down at once (Knative's own test)", () => {
  const ten = { ...settings, target: 10 };
  const panic = desiredReplicas({ stable: 100, panic: 1000, ready: 10, time: 0 }, CALM, ten);
  assert.equal(panic.replicas, 100);
  const dropped = desiredReplicas({ stable: 1, panic: 1, ready: 10, time: 30 }, panic.panic, ten);
  assert.equal(dropped.replicas, 100);
  assert.equal(desiredReplicas({ stable: 1, panic: 1, ready: 10, time: 61 }, dropped.panic, ten).replicas, 1);
});

/** Fleets that follow where these numbers of requests are held, one look a second; containers are ready at once. */
function fleets(
  rule: ScalingRule,
  held: readonly number[],
  { size, fleet, timeScale = 1 }: { size: number; fleet: number; timeScale?: number },
) {
  let running = fleet;
  let memory = rule.start(plainSpec(size, { initialFleet: fleet, timeScale }), 1);
  return held.map((requests, i) => {
    const state = Array.from({ length: size }, (_, c) => (c < running ? up : off));
    const queueDepth = state.map((_, c) => (c === 0 ? requests : 0));
    const seen = observation({ queueDepth, state, time: i + 1, arrivalRate: requests });
    const decision = rule.decide(seen, memory);
    memory = decision.memory;
    running += decision.scale;
    return running;
  });
}

test("kpa: the mean of the stable window decides, a decision every two seconds; panic acts on its tenth", () => {
  const rule = kpa.create({ target: 1, stableWindow: 10 });
  // One container, so no panic at the start. At 8 s nine requests are held: 9 >= 2 x 1.
  const load = [1, 1, 1, 1, 1, 1, 9, 9, 0, 0, 0, 0, 0, 0];
  assert.deepEqual(fleets(rule, load, { size: 20, fleet: 1 }), [
    ...new Array(7).fill(1),
    ...new Array(7).fill(9),
  ]);
  // Without panic: ceil(24 / 8), then ceil(24 / 10), ceil(22 / 10), ceil(20 / 10).
  const calm = kpa.create({ target: 1, stableWindow: 10, panicThreshold: 10 });
  const slow = [...new Array(7).fill(1), ...new Array(6).fill(3), 2];
  assert.deepEqual(fleets(calm, load, { size: 20, fleet: 1 }), slow);
});

test("kpa: begins in panic, leaves it after a stable window, then halves at most; the time scale divides its windows", () => {
  const rule = kpa.create({ target: 1 });
  // 60 s / 10 are 6 steps: no scale-down until 6 s, then 8 -> 4 -> 2 -> 1.
  const fleet = fleets(rule, new Array(10).fill(0), { size: 20, fleet: 8, timeScale: 10 });
  assert.deepEqual(fleet, [8, 8, 8, 8, 8, 8, 4, 2, 1, 1]);
});

test("kpa: a delay keeps the largest fleet asked for", () => {
  const rule = kpa.create({
    target: 10,
    stableWindow: 1,
    maxScaleDown: 10,
    panicThreshold: 10,
    scaleDownDelay: 4,
  });
  // Four containers are asked for at 2 s and hold until 6 s.
  assert.deepEqual(fleets(rule, [40, 40, 0, 0, 0, 0], { size: 9, fleet: 1 }), [1, 4, 4, 4, 4, 1]);
});

test("kpa on the rate: a share of the service rate for each container", () => {
  const rule = kpa.create({ onRate: true, target: 0.5, stableWindow: 1, panicThreshold: 10 });
  // 24 requests/s are three containers of 8 at full load, six at half.
  assert.deepEqual(fleets(rule, [24, 24], { size: 9, fleet: 1 }), [1, 6]);
});
