import assert from "node:assert/strict";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import type { StepStatistics } from "../../lib/cluster/contract.js";
import {
  clusterSpec,
  evaluateReward,
  knownTerm,
  newestTerm,
  ownTerm,
  SimulatedCluster,
  writeupReward,
} from "../../lib/cluster/index.js";
import { pureFunction } from "../../lib/processes/index.js";
import { workloadByName } from "../../lib/workload/index.js";

const made = (source: string) => pureFunction<(...values: unknown[]) => unknown>("it", source);
const refused = (source: string, message: RegExp) =>
  assert.throws(
    () => made(source),
    (error: Error) => error instanceof InputError && message.test(error.message),
    source,
  );

test("a function of any form is made anew from its text", () => {
  assert.equal(made("(a) => a + 1")(2), 3);
  assert.equal(made("a => a // the end")(2), 2);
  assert.equal(made("function (a) { return 2 * a; }")(2), 4);
  assert.equal(made("function f(a) { return a < 2 ? 1 : a * f(a - 1); }")(5), 120);
  assert.equal(made("penalty(a) { return a + 3; }")(2), 5);
});

test("names that the function declares itself are its own, wherever they are used", () => {
  const sources = [
    "({ a: { b }, ...rest }, [c = b, ...d]) => b + c + d.length + Object.keys(rest).length",
    "(a) => { for (const i of a) { var last = i; } return last; }",
    "(a) => { for (let i = 0; i < 2; i++) a += i; return a; }",
    "(a) => { switch (a) { case 1: { break; } default: let k = a; return k; } return 0; }",
    "(a) => { try { throw new Error(a); } catch ({ message }) { return message.length; } }",
    "(a) => { outer: for (;;) break outer; return { limit: a }.limit; }",
    "(a) => { return twice(a); function twice(b) { return 2 * b; } }",
    "function (a) { return arguments.length + [a].map((b) => arguments[0] + b).length; }",
    "(a) => Math.max(...Array.from(new Set([a, NaN, Infinity])).filter(Number.isFinite))",
  ];
  for (const source of sources) made(source);
});

test("a variable from outside is refused by its name, though it stands where no step comes", () => {
  refused("(a) => (a > 1e9 ? limit : 0)", /^it: the function uses limit from outside: worker processes get/);
  refused("(a) => { { const x = 1; } return x; }", /uses x from outside/);
  refused("(a, b = c) => b", /uses c from/);
  refused("(a) => [a].map((b) => factor * b) && factor", /uses factor from/);
  refused("(a) => helper(a) + other", /uses helper, other from/);
  refused("({ [key]: a }) => a[index]", /uses key, index from/);
  refused("(a) => { const b = () => { const c = 1; return c; }; return b() + c; }", /uses c from/);
  refused("() => arguments.length", /uses arguments from/);
  refused("() => this.limit", /uses this from/);
  refused("() => import('node:fs')", /uses import from/);
  refused("() => Date.now() + process.pid", /uses Date, process from/);
  refused("() => Math.random()", /uses Math\.random from/);
  // As cells of a notebook are compiled.
  refused("(a) => exports.limit + (0, exports.helper)(a)", /uses limit, helper from/);
  refused(
    "(a) => fleetlab_1.cluster.f(a)",
    /uses fleetlab_1 \(a name such as fleetlab_1 is an import\) from/,
  );
});

test("what isn't a plain function is refused", () => {
  const plain = /^it: it must be a plain function/;
  for (const source of ["async (a) => a", "function* (a) {}", "class A {}", "*f() {}", "async f() {}"])
    refused(source, plain);
  for (const source of [
    "get x() { return 1; }",
    "x: 3",
    "1",
    "",
    "() => 1); (0",
    "() => {",
    "a() {}, b() {}",
  ])
    refused(source, plain);
  refused(String(Math.max), plain);
  refused(String(((a: number) => a).bind(null)), plain);
});

test("of the language only its mathematics is there, whatever the code that asks", () => {
  assert.throws(() => made("() => Math['random']()")(), /not a function/);
  const bare = made("(name) => (() => {}).constructor('return typeof ' + name)()");
  for (const name of ["process", "require", "Date", "fetch", "setTimeout"])
    assert.equal(bare(name), "undefined", name);
});

const statistics = (changes: Partial<StepStatistics> = {}) =>
  ({ step: 4, waiting: 0, ready: 2, completions: 0, ...changes }) as StepStatistics;
const spec = clusterSpec({ size: 4 });

test("a term has its function's text and hash, and gives what the function gives", () => {
  const term = ownTerm("crowd", ({ waiting }, { containers }) => waiting / containers.length);
  assert.equal(term.penalty(statistics({ waiting: 6 }), spec), 1.5);
  assert.match(term.source, /=>\s*waiting ?\/ ?containers\.length$/);
  assert.match(term.hash, /^[0-9a-f]{12}$/);
  assert.equal(knownTerm({ name: "crowd", hash: term.hash }), term);
});

test("a term that is defined again is another one; a configuration means the one of its hash", () => {
  const [one, two] = [
    ownTerm("wait", ({ waiting }) => waiting),
    ownTerm("wait", ({ waiting }) => 2 * waiting),
  ];
  assert.notEqual(one.hash, two.hash);
  assert.equal(newestTerm("wait"), two);
  assert.equal(knownTerm(one).penalty(statistics({ waiting: 3 }), spec), 3);
  assert.throws(
    () => knownTerm({ name: "wait", hash: "0123456789ab" }),
    /^InputError: term "wait" with hash 0123456789ab isn't known .* another of that name: give the file .*--use FILE/,
  );
  assert.throws(
    () => knownTerm({ name: "w", hash: "0" }),
    /^InputError: term "w" with hash 0 isn't known in this process: /,
  );
});

test("names, functions and penalties that make no sense are refused when a term is defined", () => {
  for (const name of ["", "Crowd", "a:b", "a b", "1st"])
    assert.throws(() => ownTerm(name, () => 0), /^InputError: a term's name has small letters/, name);
  assert.throws(
    () => ownTerm("none", 3 as never),
    /^InputError: term "none": its penalty must be a function/,
  );
  const wrong = (penalty: (step: StepStatistics) => unknown, message: RegExp) =>
    assert.throws(() => ownTerm("wrong", penalty as never), message);
  wrong(
    ({ responseTimeSum, completions }) => responseTimeSum / completions,
    /term "wrong" gives NaN in a sample step \(responseTimeSum 0, completions 0\): a penalty is a finite number/,
  );
  wrong(
    ({ routingLoss }) => routingLoss,
    /gives NaN in a sample step \(routingLoss unknown on this cluster\)/,
  );
  wrong(({ scaleEffect }) => scaleEffect, /gives -1 in a sample step \(scaleEffect -1\)/);
  wrong(({ waiting }) => waiting > 60 && 1, /gives false in a sample step/);
  wrong(({ ready }) => 1 / (ready - 1), /gives Infinity in a sample step \(ready 1\)/);
  wrong(({ waiting }) => `${waiting}`, /gives "0" in a sample step/);
  wrong(() => undefined, /gives undefined in a sample step: a penalty/);
  wrong(
    (step) => (step as unknown as { wait: { x: number } }).wait.x,
    /fails \(Cannot read .*\) in a sample step/,
  );
  wrong((step) => ++(step as { waiting: number }).waiting, /fails \(Cannot assign to read only property/);
});

test("a term that goes wrong later says in which step, and of what", () => {
  const term = ownTerm("root", ({ step, waiting, completions }) =>
    step === 4 ? Math.sqrt(-waiting + completions) : 0,
  );
  assert.equal(term.penalty(statistics({ waiting: 1, completions: 5 }), spec), 2);
  assert.throws(
    () => term.penalty(statistics({ waiting: 3 }), spec),
    /^InputError: term "root" gives NaN in step 4 of an episode \(step 4, waiting 3, completions 0\): a penalty/,
  );
});

test("a reward has own terms with weight 1, or as its weights say; names can't stand for two terms", () => {
  const term = ownTerm("crowd", ({ waiting }, { containers }) => waiting / containers.length);
  const terms: Record<string, number> = {};
  const step = statistics({ waiting: 6, ready: 0 });
  assert.equal(evaluateReward(writeupReward({}, [term]), step, spec, terms), -201.5);
  assert.equal(terms.crowd, -1.5);
  assert.equal(evaluateReward(writeupReward({ crowd: 4 }, [term]), step, spec, terms), -206);
  assert.throws(() => writeupReward({ crowd: 4 }), /RangeError: weights.crowd belongs to no reward term/);
  assert.throws(
    () => writeupReward({}, [term, ownTerm("queue", () => 0)]),
    /RangeError: two reward terms are called "queue": give one another name/,
  );
  // One that only stands by has its name all the same.
  assert.throws(() => writeupReward({}, [ownTerm("dwell", () => 0)]), /two reward terms are called "dwell"/);
});

test("a cluster's reward has the term, and its episode ends with the line of one that goes wrong", () => {
  const workload = workloadByName("constant-0.5", { nodeCapacity: 8 });
  const term = ownTerm("late", ({ step, requests }) => (step === 3 ? -requests : requests));
  const cluster = new SimulatedCluster({ spec, workload, steps: 9, reward: writeupReward({}, [term]) });
  cluster.reset(1);
  const step = () => cluster.step({ weights: [1, 1, 1, 1], scale: 0 });
  for (let i = 0; i < 3; i++) {
    const { terms, statistics } = step();
    assert.equal(terms.late, -statistics.requests);
  }
  assert.throws(step, /InputError: term "late" gives -\d+ in step 3 of an episode \(step 3, requests \d+\)/);
});
