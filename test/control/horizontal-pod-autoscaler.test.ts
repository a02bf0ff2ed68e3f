import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerState } from "../../lib/cluster/contract.js";
import { horizontalPodAutoscaler, hpa, type ScalingRule } from "../../lib/control/index.js";
import { observation, plainSpec } from "./helpers.js";

const { off, starting, ready: up, draining } = ContainerState;
const { desiredReplicas, limitedReplicas, replicasFor } = horizontalPodAutoscaler;
const none = Number.NaN;

/** `+` is a ready pod, `-` one that isn't. */
function replicas(utilizations: readonly number[], readiness: string, target: number, tolerance = 0.1) {
  const ready = [...readiness].map((sign) => sign === "+");
  return desiredReplicas({ utilizations, ready, target, tolerance });
}

test("desiredReplicas: the examples of Kubernetes' documentation", () => {
  // 200m at a wanted 100m doubles, 50m halves.
  assert.equal(replicas([0.2, 0.2, 0.2], "+++", 0.1), 6);
  assert.equal(replicas([0.05, 0.05, 0.05, 0.05], "++++", 0.1), 2);
  // The walkthrough's: one pod at 305 % of a target of 50 % becomes 7.
  assert.equal(replicas([3.05], "+", 0.5), 7);
  // 50 pods at 90 % with a target of 75 % become 60.
  assert.equal(replicas(new Array(50).fill(0.9), "+".repeat(50), 0.75), 60);
});

test("desiredReplicas: what Kubernetes' own tests of its replica calculator expect", () => {
  const cases: readonly (readonly [string, readonly number[], string, number, number])[] = [
    ["ScaleUp", [0.3, 0.5, 0.7], "+++", 0.3, 5],
    ["ScaleUpUnreadyLessScale", [0.3, 0.5, 0.7], "-++", 0.3, 4],
    ["ScaleUpUnreadyNoScale", [0.4, 0.5, 0.7], "+--", 0.3, 3],
    ["ScaleUpIgnoresFailedPods", [0.5, 0.7], "++", 0.3, 4],
    ["ScaleDown", [0.1, 0.3, 0.5, 0.25, 0.25], "+++++", 0.5, 3],
    ["ScaleDownIncludeUnreadyPods", [0.1, 0.3, 0.5, 0.25, 0.25], "+++--", 0.5, 2],
    ["ScaleDownExcludeUnscheduledPods", [0.1, none, none, none, none], "+----", 0.5, 1],
    ["Tolerance", [1.01, 1.03, 1.02], "+++", 1, 3],
    ["SuperfluousMetrics", [4, 9.5, 3, 7], "++++", 1, 24],
    ["MissingMetrics", [0.4, 0.095, none, none], "++++", 1, 3],
    ["MissingMetricsNoChangeEq", [1, none], "++", 1, 2],
    ["MissingMetricsNoChangeGt", [1.9, none], "++", 1, 2],
    ["MissingMetricsNoChangeLt", [0.6, none], "++", 1, 2],
    ["MissingMetricsUnreadyChange", [0.1, 0.45, none], "-++", 0.5, 3],
    ["MissingMetricsUnreadyScaleUp", [0.1, 2, none], "-++", 0.5, 4],
    ["MissingMetricsUnreadyScaleDown", [0.1, 0.1, 0.1, none], "-+++", 0.5, 3],
  ];
  for (const [name, utilizations, readiness, target, expected] of cases)
    assert.equal(replicas(utilizations, readiness, target), expected, name);
});

test("desiredReplicas by hand: edges of tolerance and rounding, high targets, nothing to go by", () => {
  assert.equal(replicas([0.55, 0.55], "++", 0.5), 2); // 1.1: within
  assert.equal(replicas([0.56, 0.56], "++", 0.5), 3); // 1.12 x 2 = 2.24
  assert.equal(replicas([0.45, 0.45, 0.45, 0.45], "++++", 0.5, 0), 4); // 3.6
  assert.equal(replicas([0.7, 0.7, 0.7], "+++", 0.3, 0), 7); // 2.1 / .3, whatever it is in binary
  // Missing ones count as the target where that is above 100 %: (.3 + 1.5) / 1.5 = 1.2, with 1 it were .87 and one pod.
  assert.equal(replicas([0.3, none], "++", 1.5), 2);
  assert.equal(replicas([none, none, none], "++-", 0.5), 3);
  assert.equal(replicas([0.9, 0.9], "--", 0.5), 2);
  assert.equal(replicas([0, 0], "++", 0.5), 0);
});

test("desiredReplicas refuses senseless arguments by name", () => {
  assert.throws(() => replicas([], "", 0.5), /RangeError: utilizations must not be empty/);
  assert.throws(() => replicas([0.5], "++", 0.5), /RangeError: ready must have 1 entries/);
  assert.throws(
    () => replicas([0.5, -1], "++", 0.5),
    /RangeError: utilizations\[1\] must be zero or more, got -1/,
  );
  assert.throws(() => replicas([0.5], "+", 0), /RangeError: target must be positive, got 0/);
  assert.throws(() => replicas([0.5], "+", 0.5, -1), /RangeError: tolerance must be zero or more/);
});

test("replicasFor never goes against the ratio's direction where more pods run than are asked for", () => {
  // .4 / .5 of 5 pods is 4, but only 2 are asked for.
  const pods = { measured: 5, utilization: 2, missing: 0, notReady: 0 };
  assert.equal(replicasFor({ ...pods, current: 2 }, 0.5, 0.1), 2);
  assert.equal(replicasFor({ ...pods, current: 5 }, 0.5, 0.1), 4);
});

test("limitedReplicas: the stories of the proposal for scaling velocity, and a period by hand", () => {
  const settle = (
    start: number,
    desired: number,
    rates: Parameters<typeof limitedReplicas>[1],
    periods: number,
  ) => {
    const fleets = [start];
    for (let i = 0; i < periods; i++)
      fleets.push(limitedReplicas({ desired, current: fleets[i], added: 0, removed: 0 }, rates));
    return fleets;
  };
  const fast = { upShare: 9, upPods: 0, downShare: 1 };
  assert.deepEqual(settle(1, 5000, fast, 3), [1, 10, 100, 1000]);
  assert.deepEqual(settle(1, 5000, { ...fast, upShare: 0, upPods: 1 }, 3), [1, 2, 3, 4]);
  const byDefault = { upShare: 1, upPods: 4, downShare: 1 };
  assert.deepEqual(settle(2, 50, byDefault, 5), [2, 6, 12, 24, 48, 50]);
  assert.deepEqual(settle(80, 10, { ...byDefault, downShare: 0.1 }, 3), [80, 72, 64, 57]);
  // 10 at the start of the period, 3 of 5 allowed are there; 8 more than allowed hold what there is.
  const rates = { upShare: 0.5, upPods: 0, downShare: 0.2 };
  assert.equal(limitedReplicas({ desired: 30, current: 13, added: 3, removed: 0 }, rates), 15);
  assert.equal(limitedReplicas({ desired: 30, current: 18, added: 8, removed: 0 }, rates), 18);
  assert.equal(limitedReplicas({ desired: 1, current: 9, added: 0, removed: 1 }, rates), 8);
  assert.equal(limitedReplicas({ desired: 1, current: 7, added: 0, removed: 3 }, rates), 7);
});

/** Fleets that follow where a fleet of `size` begins with `fleet` and sees these mean CPUs at 0, `every`, 2 `every` ... s. */
function fleets(
  rule: ScalingRule,
  cpus: readonly number[],
  {
    size,
    fleet,
    every = 60,
    timeScale = 1,
  }: { size: number; fleet: number; every?: number; timeScale?: number },
) {
  let running = fleet;
  let memory = rule.start(plainSpec(size, { initialFleet: fleet, timeScale }), 1);
  return cpus.map((cpu, i) => {
    const state = Array.from({ length: size }, (_, c) => (c < running ? up : off));
    const seen = observation({ cpu: new Array(size).fill(cpu), state, time: (i + 1) * every });
    const decision = rule.decide(seen, memory);
    memory = decision.memory;
    running += decision.scale;
    return running;
  });
}

test("hpa: the highest recommendation of the window holds a scale-down back (the proposal's fifth story)", () => {
  const rule = hpa.create({ target: 0.8, tolerance: 0, stabilization: 600, period: 60 });
  // Ten containers at r / 10 of the target are recommended to be r.
  const recommended = [10, 9, 8, 9, 9, 8, 9, 8, 9, 8, 7];
  const seen = recommended.map((pods) => (0.8 * pods) / 10);
  assert.deepEqual(fleets(rule, seen, { size: 12, fleet: 10 }), [...new Array(10).fill(10), 9]);
});

test("hpa: the lowest recommendation of the other window holds a scale-up back", () => {
  const rule = hpa.create({ target: 0.1, tolerance: 0, stabilizationUp: 300, period: 60 });
  // Two containers are recommended to be 3, 5, 4, 5, 5: the two of the start leave the window at 300 s, then the least is 3.
  const seen = [3, 5, 4, 5, 5].map((pods) => (0.1 * pods) / 2);
  assert.deepEqual(fleets(rule, seen, { size: 12, fleet: 2 }), [2, 2, 2, 2, 3]);
});

test("hpa: windows and periods are divided by the time scale; decisions are a period apart in the mean", () => {
  const rule = hpa.create({ target: 0.4, tolerance: 0, period: 25 });
  // At twice the target it doubles with each decision, looked at once a second: at 2.5, 5, 7.5, 10 s, or at 25 s.
  const doubled = fleets(rule, new Array(10).fill(0.8), { size: 100, fleet: 4, every: 1, timeScale: 10 });
  assert.deepEqual(doubled, [4, 4, 8, 8, 16, 16, 16, 32, 32, 64]);
  const slow = fleets(rule, new Array(25).fill(0.8), { size: 100, fleet: 4, every: 1 });
  assert.deepEqual(slow, [...new Array(24).fill(4), 8]);
  const low = [0.8, 0.2, 0.2, 0.2, 0.2];
  const held = hpa.create({ target: 0.4, tolerance: 0, stabilization: 30, period: 1 });
  assert.deepEqual(fleets(held, low, { size: 100, fleet: 4, every: 1, timeScale: 10 }), [8, 8, 8, 4, 4]);
});

test("hpa: at most max(100 %, 4 containers) more within the period of the rates", () => {
  const rule = hpa.create({ target: 0.1, tolerance: 0, period: 5 });
  // 2 + 4 at once, no more for 15 s, then twice as many.
  const seen = new Array(7).fill(1);
  assert.deepEqual(fleets(rule, seen, { size: 100, fleet: 2, every: 5 }), [6, 6, 6, 12, 12, 12, 24]);
});

test("hpa: what starts counts 0 % when scaling up and not at all when scaling down; what drains doesn't count", () => {
  const rule = hpa.create({ target: 0.5, tolerance: 0, stabilization: 0 });
  const asked = (cpu: readonly number[], state: readonly number[]) => {
    const running = state.filter((value) => value === up || value === starting).length;
    const seen = observation({ cpu, state, time: 15 });
    return (
      running + rule.decide(seen, rule.start(plainSpec(state.length, { initialFleet: running }), 1)).scale
    );
  };
  assert.equal(asked([0.9, 0.9, 0, 0, 0, 0], [up, up, off, off, off, off]), 4);
  assert.equal(asked([0.9, 0.9, 0, 0, 0, 0], [up, up, starting, off, off, off]), 4); // 1.8 / .5 of 3
  assert.equal(asked([0.6, 0.6, 0, 0, 0, 0], [up, up, starting, starting, off, off]), 4); // it would turn: none
  assert.equal(asked([0.2, 0.2, 0.2, 0, 0, 0], [up, up, up, starting, starting, off]), 2);
  assert.equal(asked([0.9, 0.9, 1, 0, 0, 0], [up, up, draining, off, off, off]), 4);
});

test("hpa: a container that became ready within the interval isn't counted yet, nor one that a largest step held back", () => {
  const rule = hpa.create({ target: 0.5, tolerance: 0, stabilization: 0, period: 1 });
  const at = (time: number, cpu: readonly number[], state: readonly number[]) =>
    observation({ cpu, state, time });
  let { scale, memory } = rule.decide(
    at(1, [0.9, 0, 0, 0], [up, starting, off, off]),
    rule.start(plainSpec(4, { initialFleet: 2 }), 1),
  );
  assert.equal(scale, 0); // .9 / .5 of 2
  ({ scale, memory } = rule.decide(at(2, [0.2, 0, 0, 0], [up, up, off, off]), memory));
  assert.equal(scale, -1); // .2 / .5 of the first alone; both together would be .2 / .5 as well
  ({ scale, memory } = rule.decide(at(3, [0.6, 0.6, 0, 0], [up, up, off, off]), memory));
  // Three are needed and asked for, 1.2 / .5 of 2; one is held back.
  assert.equal(scale, 1);
  const before = memory;
  ({ scale } = rule.decide(at(4, [0.7, 0.7, 0, 0], [up, up, off, off]), before));
  assert.equal(scale, 1); // 1.4 / .5 of 3 with the one that is to come: still three
});

test("hpa holds where nothing has been observed yet and keeps to 1 .. N", () => {
  const rule = hpa.create({ stabilization: 0, tolerance: 0 });
  const start = rule.start(plainSpec(3), 1);
  assert.equal(rule.decide(observation({ cpu: [0, 0, 0], time: 0 }), start).scale, 0);
  assert.deepEqual(fleets(rule, [0, 0], { size: 3, fleet: 3 }), [1, 1]);
  assert.deepEqual(fleets(rule, [1, 1, 1], { size: 3, fleet: 2 }), [3, 3, 3]);
});
