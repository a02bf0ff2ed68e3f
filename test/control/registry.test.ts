import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { ContainerState } from "../../lib/cluster/contract.js";
import {
  commonParameters,
  composeController,
  controllerNames,
  controllerParameters,
  createController,
  type ParameterTable,
  parameterValues,
  pickContainers,
  roundRobin,
  routerFamilies,
  scalingFamilies,
  writeupPid,
  writeupThreshold,
} from "../../lib/control/index.js";
import { observation, plainSpec } from "./helpers.js";

const { off, starting, ready, draining } = ContainerState;

function refused(name: string, parameters?: Record<string, unknown>): string {
  let message = "";
  assert.throws(
    () => createController(name, parameters === undefined ? {} : { parameters }),
    (error: Error) => {
      assert.ok(error instanceof InputError, `${error.name}: ${error.message}`);
      message = error.message;
      assert.ok(!message.includes("\n"));
      return true;
    },
  );
  return message;
}

test("a bare name means round robin; +router and +pick compose in any order", () => {
  assert.equal(createController("threshold").name, "threshold");
  assert.equal(createController("threshold+round-robin").name, "threshold");
  assert.equal(createController("pid+pick+least-queue").name, "pid+least-queue+pick");
  const seen = observation({ cpu: [1, 1, 0], state: [ready, ready, off], serviceRate: [4, 8, 12] });
  const act = (name: string) => {
    const controller = createController(name);
    return controller.decide(seen, controller.start(plainSpec(3), 1)).action;
  };
  assert.deepEqual(act("threshold").weights, new Float64Array([1, 1, 1]));
  assert.deepEqual(act("threshold+capacity").weights, new Float64Array([4, 8, 12]));
  assert.equal(act("threshold").containers, undefined);
  assert.deepEqual(act("threshold+pick").containers, [2]);
  assert.equal(act("threshold+pick").scale, 1);
});

test("every registered name makes a controller that acts within its contract", () => {
  assert.ok(new Set(controllerNames()).size === controllerNames().length);
  for (const rule of controllerNames())
    for (const router of routerFamilies.map((family) => family.name)) {
      const controller = createController(`${rule}+${router}+pick`);
      const memory = controller.start(plainSpec(2), 7);
      const { action } = controller.decide(observation({ cpu: [0.5, 0.9], arrivalRate: 9 }), memory);
      assert.ok([-1, 0, 1].includes(action.scale));
      assert.ok(action.weights.length === 2 && Array.from(action.weights).every((weight) => weight >= 0));
    }
});

test("unknown names and parameters are refused in one line that lists the known ones", () => {
  assert.match(
    refused("treshold"),
    /unknown rule "treshold"; known: threshold, pid, hpa, kpa, square-root, staffing, newsvendor, base-stock, static, random, writeup-threshold, writeup-pid$/,
  );
  assert.match(
    refused("pid+fastest"),
    /unknown router "fastest"; known: round-robin, capacity, least-queue, least-connections, power-of-two, pick$/,
  );
  assert.match(refused("pid+capacity+least-queue"), /more than one router/);
  assert.match(refused("pid+pick+pick"), /more than one/);
  refused("");
  refused("threshold+");
  refused("constructor");
  assert.match(
    refused("threshold", { upp: 0.8 }),
    /unknown parameter "upp"; known: up, down, upShare, downShare, dwell, window, floor$/,
  );
  assert.match(refused("threshold", { horizon: 1 }), /unknown parameter "horizon"/);
  assert.match(
    refused("threshold", { up: 1.5 }),
    /controller "threshold": up must be between 0 and 1, got 1.5/,
  );
  assert.match(refused("threshold", { up: "0.5" }), /up must be a number/);
  assert.match(refused("threshold", { up: 0.2, down: 0.4 }), /down must be less than up/);
  assert.match(refused("static", { fleetSize: 2.5 }), /fleetSize must be a whole number/);
  assert.match(refused("threshold", { dwell: -1 }), /dwell must be at least 0/);
  assert.match(refused("threshold", { window: -1 }), /window must be at least 0/);
  assert.match(refused("threshold", { floor: 1.1 }), /floor must be between 0 and 1/);
  assert.match(refused("pid+least-queue", { horizon: 0 }), /horizon must be at least 0.001/);
});

test("the write-up's rules are named configurations whose settings can still be changed", () => {
  assert.deepEqual(createController("writeup-threshold").parameters, {
    up: 0.75,
    down: 0.25,
    upShare: 0,
    downShare: 0,
    dwell: 0,
    window: 0,
    floor: 0,
  });
  const { setpoint, kp, ki, kd, level, deadBand, antiWindup } = createController("writeup-pid").parameters;
  assert.deepEqual([setpoint, kp, ki, kd, level, deadBand, antiWindup], [0.6, 1.5, 0.1, 0.5, 0.4, 0, false]);
  assert.equal(createController("writeup-pid", { parameters: { kp: 2 } }).parameters.kp, 2);
  assert.equal(controllerParameters("writeup-threshold").down.default, 0.25);
  assert.equal(controllerParameters("threshold+least-queue").horizon.default, 1);
  for (const configuration of [writeupThreshold, writeupPid])
    assert.equal(
      createController(`${configuration.name}+least-queue`).name,
      `${configuration.name}+least-queue`,
    );
});

test("parameters as data: no two of a composition share a name, defaults and search ranges are valid", () => {
  for (const scaling of scalingFamilies)
    for (const router of routerFamilies) {
      const tables = [scaling.parameters, commonParameters, router.parameters];
      const names = tables.flatMap((table) => Object.keys(table));
      assert.equal(new Set(names).size, names.length, `${scaling.name}+${router.name}`);
    }
  const families = [...scalingFamilies, ...routerFamilies].map((family) => family.parameters);
  for (const table of [...families, commonParameters as ParameterTable]) {
    parameterValues(table);
    for (const [name, parameter] of Object.entries(table)) {
      assert.ok(parameter.meaning.length > 0);
      if (parameter.type === "switch" || parameter.search === undefined) continue;
      const { low, high, scale } = parameter.search;
      assert.ok(low < high && (scale === "linear" || low > 0), name);
      for (const edge of [low, high]) parameterValues(table, { ...lowest(table), [name]: edge });
      assert.ok(parameter.default >= low && parameter.default <= high, name);
    }
  }
});

function lowest(table: (typeof scalingFamilies)[number]["parameters"]): Record<string, unknown> {
  return "down" in table ? { down: 0 } : {};
}

test("dwell: no change until it has passed, divided by the time scale", () => {
  const command = (dwell: number, timeScale: number, timeSinceScaleChange: number) => {
    const controller = createController("threshold", { parameters: { dwell } });
    const seen = observation({ cpu: [1, 1], timeSinceScaleChange });
    return controller.decide(seen, controller.start(plainSpec(2, { timeScale }), 1)).action.scale;
  };
  assert.deepEqual([command(3, 1, 2), command(3, 1, 3), command(0, 1, 0)], [0, 1, 1]);
  assert.deepEqual([command(30, 10, 2), command(30, 10, 3)], [0, 1]);
  // Sums of intervals such as 0.1 x 3 aren't exact.
  assert.equal(command(0.6, 1, 0.1 + 0.2 + 0.3 - 2 ** -53), 1);
});

/** Commands of a controller under which each of these fleets, the rule's commands beside them, is seen a second after the other. */
function composed(
  settings: { readonly window?: number; readonly floor?: number; readonly dwell?: number },
  spec: ReturnType<typeof plainSpec>,
  seen: readonly { running: number; asks: number; since?: number }[],
): number[] {
  const controller = composeController({
    name: "scripted",
    rule: {
      name: "scripted",
      start: () => 0,
      decide: (_seen, memory) => ({ scale: seen[memory as number].asks, memory: (memory as number) + 1 }),
    },
    router: roundRobin.create(),
    ...settings,
  });
  let memory = controller.start(spec, 1);
  return seen.map(({ running, since }, time) => {
    const state = spec.containers.map((_, i) => (i < running ? ready : off));
    const view = observation({ state, time, ...(since !== undefined && { timeSinceScaleChange: since }) });
    const decision = controller.decide(view, memory);
    memory = decision.memory;
    return decision.action.scale;
  });
}

test("a command is cut to the largest step, of one container or of several", () => {
  const seen = [9, 2, 0, -2, -9].map((asks) => ({ running: 5, asks }));
  assert.deepEqual(composed({}, plainSpec(9), seen), [1, 1, 0, -1, -1]);
  assert.deepEqual(composed({}, plainSpec(9, { largestScaleStep: 4 }), seen), [4, 2, 0, -2, -4]);
});

test("window: a scale-down goes no lower than the largest fleet asked for within it", () => {
  const spec = plainSpec(9, { largestScaleStep: 9 });
  // Fleets asked for: 8, 3, 4, 2, 2, 2. Over 3 s the largest are 8, 8, 8, 4, 4, 2.
  const seen = [
    { running: 6, asks: 2 },
    { running: 8, asks: -5 },
    { running: 8, asks: -4 },
    { running: 8, asks: -6 },
    { running: 4, asks: -2 },
    { running: 4, asks: -2 },
  ];
  assert.deepEqual(composed({ window: 3 }, spec, seen), [2, 0, 0, -4, 0, -2]);
  assert.deepEqual(
    composed({ window: 30 }, plainSpec(9, { largestScaleStep: 9, timeScale: 10 }), seen),
    [2, 0, 0, -4, 0, -2],
  );
  // A window of one interval holds only the newest: off.
  assert.deepEqual(
    composed({ window: 1 }, spec, seen),
    seen.map(({ asks }) => asks),
  );
  // It never holds a scale-up back, nor starts one: the fleet may have shrunk since.
  const up = [
    { running: 2, asks: 6 },
    { running: 8, asks: -1 },
    { running: 3, asks: -1 },
    { running: 3, asks: 1 },
  ];
  assert.deepEqual(composed({ window: 9 }, spec, up), [6, 0, 0, 1]);
});

test("window: fleets are asked for in full, whatever the largest step", () => {
  // 9 s at 8, then down to 2 for good: once the window has passed, one container in every step.
  const seen = [8, 8, 8, 8, 7, 6, 5].map((running, time) => ({
    running,
    asks: time === 0 ? 0 : 2 - running,
  }));
  assert.deepEqual(composed({ window: 3 }, plainSpec(9), seen), [0, 0, 0, -1, -1, -1, -1]);
});

test("floor: a scale-down stops there, and a fleet below it is brought up", () => {
  const spec = plainSpec(15, { largestScaleStep: 15 });
  const commands = (floor: number) =>
    composed({ floor }, spec, [
      { running: 8, asks: -7 },
      { running: 3, asks: -1 },
      { running: 1, asks: 0 },
      { running: 1, asks: 9 },
    ]);
  assert.deepEqual(commands(0), [-7, -1, 0, 9]);
  assert.deepEqual(commands(0.2), [-5, 0, 2, 9]); // 3, though 0.2 x 15 is a little more in floating point
  assert.deepEqual(commands(0.21), [-4, 1, 3, 9]); // 3.15, so 4
  assert.deepEqual(composed({ floor: 1, dwell: 4 }, spec, [{ running: 1, asks: 0, since: 3 }]), [0]);
  assert.deepEqual(composed({ floor: 1, dwell: 4 }, spec, [{ running: 1, asks: 0, since: 4 }]), [14]);
});

test("pick starts the fastest that is off or draining and stops the slowest that runs", () => {
  const seen = observation({
    state: [ready, off, off, starting, draining, ready],
    serviceRate: [8, 8, 12, 4, 12, 4],
  });
  assert.deepEqual(pickContainers(seen, 1), [2]); // 2 and 4 are equally fast: the first
  assert.deepEqual(pickContainers(seen, -1), [5]); // 3 and 5 are equally slow: the last
  assert.deepEqual(pickContainers(seen, 0), []);
  assert.deepEqual(pickContainers(seen, 2), [2, 4]);
  assert.deepEqual(pickContainers(seen, -9), [5, 3, 0]);
  assert.deepEqual(pickContainers(observation({ state: [ready, ready] }), 1), []);
});

test("one controller serves many clusters: memories are its only state and are never changed", () => {
  for (const name of [...controllerNames(), "pid+least-queue+pick"]) {
    const controller = createController(name, { parameters: { window: 20 } });
    const views = [0.2, 0.95, 0.7, 0.4].map((cpu) =>
      observation({ cpu: [cpu, cpu, 0], state: [ready, ready, off], arrivalRate: 20 * cpu }),
    );
    const run = (interleave: boolean) => {
      let memory = controller.start(plainSpec(3), 5);
      let other = controller.start(plainSpec(3), 6);
      return views.map((view, i) => {
        if (interleave) other = controller.decide(views[views.length - 1 - i], other).memory;
        deepFreeze(memory);
        const decision = controller.decide(view, memory);
        memory = decision.memory;
        return decision.action;
      });
    };
    const actions = run(false);
    assert.deepEqual(run(true), actions);
    assert.ok(
      new Set(actions.map((action) => action.weights)).size === actions.length,
      "weights were reused",
    );
  }
});

function deepFreeze(value: unknown): void {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) deepFreeze(part);
}

test("rules written elsewhere compose as well", () => {
  const controller = composeController({
    name: "always-up",
    rule: { name: "always-up", start: () => 0, decide: (_seen, memory) => ({ scale: 1, memory }) },
    router: roundRobin.create(),
  });
  const { action } = controller.decide(observation({ size: 2 }), controller.start(plainSpec(2), 1));
  assert.equal(action.scale, 1);
  assert.throws(
    () =>
      composeController({
        name: "x",
        rule: { name: "x", start: () => 0, decide: (_s, memory) => ({ scale: 0, memory }) },
        router: roundRobin.create(),
        dwell: Number.NaN,
      }),
    /RangeError: dwell/,
  );
});
