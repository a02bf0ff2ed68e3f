import assert from "node:assert/strict";
import { test } from "node:test";
import * as queueing from "../../lib/queueing/index.js";

type Call = (argument: never) => unknown;

const functions: Record<string, unknown> = { ...queueing };

const gapTransform = (s: number) => 1 / (1 + s);
const at = { time: 1, probability: 0.5 };
const single = { arrivalRate: 1, serviceRate: 2, ...at };

/** A sensible call of every public function. */
const CALLS: Record<string, [Call, Record<string, unknown>]> = {
  ...forms("mm1", single),
  ...forms("mmc", { ...single, servers: 3 }),
  ...forms("mm1k", { ...single, capacity: 5 }),
  ...forms("ekm1", { ...single, phases: 4 }),
  ekm1k: [queueing.ekm1k as Call, { arrivalRate: 1, serviceRate: 2, phases: 4, capacity: 5 }],
  gm1: [queueing.gm1 as Call, { arrivalRate: 1, serviceRate: 2, gapTransform }],
  erlangB: [queueing.erlangB as Call, { offeredLoad: 1, servers: 2 }],
  erlangC: [queueing.erlangC as Call, { offeredLoad: 1, servers: 2 }],
  squareRootStaffing: [queueing.squareRootStaffing as Call, { arrivalRate: 1, serviceRate: 2, beta: 1 }],
  smallestServers: [
    queueing.smallestServers as Call,
    { arrivalRate: 1, serviceRate: 2, waitProbability: 0.5 },
  ],
  halfinWhittBeta: [queueing.halfinWhittBeta as Call, { waitProbability: 0.5 }],
  halfinWhittWaitProbability: [queueing.halfinWhittWaitProbability as Call, { beta: 1 }],
  simulateQueue: [
    queueing.simulateQueue as Call,
    { arrivalRate: 1, serviceRate: 2, servers: 2, customers: 3, seed: 0, capacity: 4 },
  ],
};

const SENSELESS: Record<string, readonly number[]> = {
  arrivalRate: [0, -1, Number.NaN, Number.POSITIVE_INFINITY],
  serviceRate: [0, -1, Number.NaN, Number.POSITIVE_INFINITY],
  offeredLoad: [0, -1, Number.NaN, Number.POSITIVE_INFINITY],
  servers: [0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY],
  capacity: [0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY],
  phases: [0, -1, 2.5, Number.NaN, Number.POSITIVE_INFINITY],
  customers: [0, -1, 2.5, Number.NaN],
  seed: [-1, 2.5, Number.NaN],
  time: [-1e-9, Number.NaN, Number.POSITIVE_INFINITY],
  probability: [-0.1, 1, 1.1, Number.NaN],
  waitProbability: [0, 1, -0.1, 1.1, Number.NaN],
  beta: [Number.NaN, Number.POSITIVE_INFINITY],
};

test("every public function is covered by the tests of its arguments", () => {
  const names = Object.keys(functions).filter((name) => typeof functions[name] === "function");
  assert.deepEqual(Object.keys(CALLS).sort(), names.sort());
});

for (const [name, [call, sensible]] of Object.entries(CALLS))
  test(`${name} takes sense and refuses senseless arguments by name`, () => {
    call(sensible as never);
    for (const argument of Object.keys(sensible)) {
      for (const value of SENSELESS[argument] ?? [])
        assert.throws(
          () => call({ ...sensible, [argument]: value } as never),
          (error) =>
            error instanceof RangeError &&
            error.message.startsWith(`${argument} must`) &&
            error.message.endsWith(`got ${value}`),
          `${argument} = ${value}`,
        );
      if (argument !== "gapTransform" && argument !== "capacity")
        assert.throws(
          () => call({ ...sensible, [argument]: undefined } as never),
          (error) => error instanceof TypeError && error.message.startsWith(`${argument} must be a number`),
          `${argument} missing`,
        );
    }
  });

test("a queue without a steady state is refused, at utilization 1 too", () => {
  for (const arrivalRate of [2, 2.1]) {
    const queue = { arrivalRate, serviceRate: 2, phases: 3, gapTransform };
    const expected = { name: "RangeError", message: /^arrivalRate must be below .* = 2 .* got 2/ };
    assert.throws(() => queueing.mm1(queue), expected);
    assert.throws(() => queueing.ekm1(queue), expected);
    assert.throws(() => queueing.gm1(queue), expected);
    assert.throws(() => queueing.mm1ResponseTimeQuantile({ ...queue, probability: 0.5 }), expected);
    assert.throws(() => queueing.mmc({ ...queue, servers: 1 }), expected);
  }
  assert.throws(
    () => queueing.mmc({ arrivalRate: 6, serviceRate: 2, servers: 3 }),
    /arrivalRate must be below .* = 6 /,
  );
  assert.throws(
    () => queueing.erlangC({ offeredLoad: 3, servers: 3 }),
    /offeredLoad must be below servers = 3 /,
  );
  assert.throws(() => queueing.halfinWhittWaitProbability({ beta: 0 }), /beta must be positive, got 0/);
});

test("a simulated queue needs room for those in service", () => {
  const queue = { arrivalRate: 1, serviceRate: 2, servers: 4, customers: 3, seed: 0, capacity: 3 };
  assert.throws(() => queueing.simulateQueue(queue), {
    name: "RangeError",
    message: "capacity must be a whole number of at least 4, got 3",
  });
});

/** A model's means and its four time functions. */
function forms(model: string, argument: Record<string, unknown>): typeof CALLS {
  const { time, probability, ...queue } = argument;
  const calls: typeof CALLS = { [model]: [named(model), queue] };
  for (const kind of ["ResponseTime", "WaitingTime"]) {
    calls[`${model}${kind}Tail`] = [named(`${model}${kind}Tail`), { ...queue, time }];
    calls[`${model}${kind}Quantile`] = [named(`${model}${kind}Quantile`), { ...queue, probability }];
  }
  return calls;
}

function named(name: string): Call {
  return functions[name] as Call;
}
