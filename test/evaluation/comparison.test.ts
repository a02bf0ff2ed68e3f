import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { ownTerm } from "../../lib/cluster/index.js";
import {
  baselineDifferences,
  type ComparedRun,
  type Comparison,
  compareRewards,
  comparisonPlan,
  earlierDifferences,
  loadComparison,
  progressLine,
  saveComparison,
  variantSummaries,
} from "../../lib/evaluation/index.js";
import { madeComparison } from "./made-comparison.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-comparison-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const place = (name: string) => join(folder, name);

/** A run of a second: four segments, after each of which it can be taken up. */
const SMALL = { clusters: 2, episodeSteps: 10, ppo: { rolloutSteps: 32, minibatch: 64, epochs: 1 } };
const asItIs = { name: "as it is", config: SMALL };
const dear = { name: "dear", weights: { cost: 50 }, config: SMALL };
const TINY = {
  world: "sim",
  sizes: [3],
  steps: 1600,
  seeds: [1, 2],
  evaluation: { workloads: ["constant-0.7", "writeup-dev"], runs: 2, steps: 50 },
};
const trainedIn = (name: string) => readdirSync(place(name)).filter((one) => one !== "references").length;
const FIXED = ["static:fleetSize=1", "static"];
const measuredOf = ({ variant: _, ...rest }: ComparedRun) => rest;

test("all variants and seeds are trained and measured on the same requests; what is finished is taken again", async () => {
  const told: [number, number][] = [];
  const lines: string[] = [];
  const first = await compareRewards({
    ...TINY,
    variants: [asItIs, dear],
    folder: place("kept"),
    references: [
      { name: "fixed", size: 3, controllers: FIXED },
      { name: "hindsight", size: 3, controllers: FIXED, prices: [1e-6, 1e6] },
      { name: "of another size", size: 4, controllers: FIXED },
    ],
    display: { markdown: (text) => lines.push(text) },
    onProgress: ({ done, total }) => told.push([done, total]),
  });
  assert.deepEqual(
    first.runs.map(({ variant, size, seed }) => [variant, size, seed]),
    [
      ["as it is", 3, 1],
      ["dear", 3, 1],
      ["as it is", 3, 2],
      ["dear", 3, 2],
    ],
  );
  const [{ metrics }] = first.runs;
  for (const run of first.runs) assert.equal(run.metrics.requests, metrics.requests);
  assert.ok(metrics.requests > 500);
  assert.notDeepEqual(first.runs[0].curve, first.runs[1].curve);
  assert.ok(first.runs[0].curve.length > 5);
  assert.equal(first.runs[0].curve.at(-1)?.steps, 1600);
  const total = 4 * (1600 + 2 * 2 * 50) + 2 * 2 * (2 * 2 * 50);
  assert.deepEqual(
    [told[0], told.at(-1)],
    [
      [0, total],
      [total, total],
    ],
  );
  assert.match(lines.at(-1) ?? "", /^█{30} 100 % · 6 of 6 runs$/);

  // One container, or three: hindsight takes the one where violations cost nothing, and the three where nothing else counts.
  const [one, three, free, dearest] = first.references.map(
    ({ reference: _, setting: __, ...point }) => point,
  );
  assert.deepEqual([free, dearest], [one, three]);
  assert.equal(first.references.length, 4);
  assert.ok(three.fleet_share > 0.9 && one.fleet_share < 0.4);
  assert.ok(three.sla_violation_rate < one.sla_violation_rate);

  // Another comparison that shares a variant, under another name, trains only what is new.
  const twin = { ...dear, name: "dear, too" };
  const cheap = { name: "cheap", weights: { cost: 0 }, config: SMALL };
  const again: number[] = [];
  const second = await compareRewards({
    ...TINY,
    name: "second",
    variants: [dear, twin, cheap],
    seeds: [2],
    folder: place("kept"),
    onProgress: ({ done, total: all }) => again.push(done / all),
  });
  assert.equal(again[0], 0.5);
  assert.deepEqual(measuredOf(second.runs[0]), measuredOf(first.runs[3]));
  assert.deepEqual(measuredOf(second.runs[1]), measuredOf(first.runs[3]));
  assert.equal(trainedIn("kept"), 5);

  // Measured in another way: nothing is trained anew.
  const longer: number[] = [];
  await compareRewards({
    ...TINY,
    variants: [asItIs],
    seeds: [1],
    evaluation: { ...TINY.evaluation, isSampled: true },
    folder: place("kept"),
    onProgress: ({ done }) => longer.push(done),
  });
  assert.equal(longer[0], 1600);
  assert.equal(trainedIn("kept"), 5);
});

test("a term of one's own is trained for in other processes, and the result has its name and hash, not its code", async () => {
  const waiting = ownTerm("waiting-now", ({ waiting: requests }) => Math.min(requests / 10, 1));
  const { name, hash } = waiting;
  const run = (weights: Readonly<Record<string, number>>) =>
    compareRewards({
      ...TINY,
      variants: [{ ...asItIs, weights }],
      seeds: [1],
      folder: place("own"),
      workers: 1,
    });
  const found = await run({ "waiting-now": 30 });
  assert.deepEqual(found.plan.variants[0].own, [{ name, hash }]);
  assert.ok(found.runs[0].penalties["waiting-now"] > 0);
  assert.ok(!JSON.stringify(found).includes("Math.min"));
  // Kept and taken again under the hash; another function of the same name is another run.
  assert.deepEqual(await run({ "waiting-now": 30 }), found);
  ownTerm("waiting-now", ({ waiting: requests }) => Math.min(requests / 20, 1));
  const other = comparisonPlan({ variants: [{ name: "a", weights: { "waiting-now": 1 } }] });
  assert.notEqual(other.variants[0].own?.[0].hash, hash);
  assert.throws(
    () => comparisonPlan({ variants: [{ name: "a", own: ["nowhere"] }] }),
    /variant "a": no term "nowhere" is known: give the file that defines it \(--use FILE/,
  );
});

test("an interrupt stops at once, and a repeat goes on within the run, to the same end", async () => {
  const plan = { ...TINY, seeds: [1], variants: [asItIs], workers: 1 };
  const stop = new AbortController();
  const told: number[] = [];
  // The cell is run again before the first run has noticed that it is stopped.
  const repeated = new Promise<Comparison>((done) =>
    stop.signal.addEventListener("abort", () =>
      done(
        compareRewards({
          ...plan,
          folder: place("stopped"),
          onProgress: (progress) => told.push(progress.done),
        }),
      ),
    ),
  );
  await assert.rejects(
    compareRewards({
      ...plan,
      folder: place("stopped"),
      signal: stop.signal,
      onProgress: ({ done }) => done > 450 && stop.abort(),
    }),
    { name: "AbortError" },
  );
  const resumed = await repeated;
  assert.ok(told[0] >= 400 && told[0] < 1600, `went on from ${told[0]}`);
  assert.deepEqual(resumed, await compareRewards({ ...plan, folder: place("kept") }));
});

test("without a signal, SIGINT stops a comparison, and nothing else", async () => {
  const before = process.listenerCount("SIGINT");
  await assert.rejects(
    compareRewards({
      ...TINY,
      variants: [asItIs],
      folder: place("sigint"),
      onProgress: () => process.emit("SIGINT"),
    }),
    { name: "AbortError" },
  );
  assert.equal(process.listenerCount("SIGINT"), before);
});

test("a plan has defaults, and what is wrong with it is told in one line before any work", async () => {
  const variants = [{ name: "a" }, { name: "b" }];
  const plan = comparisonPlan({ variants });
  assert.deepEqual([plan.baseline, plan.seeds, plan.world], ["a", [1, 2, 3, 4], "writeup"]);
  assert.ok(comparisonPlan({ variants, evaluation: { workloads: ["dev"] } }).evaluation.workloads.length > 5);
  const refused = (value: object, message: RegExp) =>
    assert.throws(() => comparisonPlan(value, "plan.json"), message);
  refused(
    { variants, step: 5 },
    /^InputError: plan\.json: unknown key step; known: name, world, sizes, steps/,
  );
  refused(
    { variants: [{ name: "a", weight: {} }] },
    /plan\.json, variants\.0: unknown key weight; known: name, weights, own, config/,
  );
  refused({ variants: [{ name: "a" }, { name: "a" }] }, /two variants are called "a": rename one/);
  refused({ variants, baseline: "c" }, /baseline is "c", which no variant is called; known: a, b/);
  refused({ variants, seeds: [1, 1] }, /seeds .*twice|seeds is/);
  refused({ variants, preset: "dqn" }, /no agent is called "dqn"; known: ppo-writeup/);
  refused({ variants, evaluation: { run: 3 } }, /evaluation: unknown key run; known: workloads, runs/);
  refused({ variants, evaluation: { workloads: ["writeup-train"] } }, /belongs to the train split/);
  refused({ variants, evaluation: { workloads: ["tsunami"] } }, /no workload is called "tsunami"/);
  const started = (variant: object, message: RegExp) =>
    assert.rejects(compareRewards({ variants: [variant as never], folder: place("never") }), message);
  await started(
    { name: "a", weights: { frction: 3 } },
    /variant "a": weights\.frction belongs to no reward term; known: latency/,
  );
  await started({ name: "a", config: { ppo: { gamma: 1 } } }, /variant "a", config: unknown key ppo\.gamma/);
  await started(
    { name: "a", config: { sizes: [9] } },
    /variant "a": config\.sizes is the same for all variants/,
  );
  const rule = (reference: object, message: RegExp) =>
    assert.rejects(
      compareRewards({ variants, folder: place("never"), references: [reference as never] }),
      message,
    );
  await rule(
    { name: "r", size: 5, controllers: ["magic"] },
    /references\.0: magic can't run .*unknown rule "magic"/,
  );
  await rule(
    { name: "r", size: 5, controllers: ["static+least-connections"] },
    /can't run on world writeup: dispatch least-connections isn't available on the write-up's cluster/,
  );
  await rule({ name: "r", controllers: ["static"] }, /references\.0: size is/);
  await started({ name: "a", config: { cluster: "sim" } }, /config\.cluster is the same for all variants/);
  assert.ok(!existsSync(place("never")));
});

test("the table: means with intervals that keep to the range; collapsed runs counted", () => {
  const comparison = madeComparison({
    base: [
      { churn_rate: 0, largestShare: 0.6 },
      { churn_rate: 0.1, largestShare: 0.5 },
      { churn_rate: 0.2, largestShare: Number.NaN },
    ],
  });
  const [{ collapsed, runs, metrics }] = variantSummaries(comparison);
  assert.deepEqual([collapsed, runs], [1, 3]);
  const { estimate, lower } = metrics.churn_rate;
  assert.ok(Math.abs(estimate - 0.1) < 1e-12 && lower > 0);
});

test("differences are paired by seed, and Holm's method goes over the whole table", () => {
  const base = [1, 2, 3].map((churn) => ({ churn_rate: churn / 10, sla_violation_rate: 0.1 }));
  const comparison = madeComparison({
    base,
    // Less churn by .1, .1 and .2: mean -.4/3, s = .1/sqrt(3), t = -4, p of |t| > 4 at 2 degrees of freedom is 1 - 4/sqrt(18).
    calm: [0, 1, 1].map((churn) => ({ churn_rate: churn / 10, sla_violation_rate: 0.1 })),
    same: base,
  });
  const found = baselineDifferences(comparison);
  assert.equal(found.length, 12);
  const churn = found.find(({ variant, metric }) => variant === "calm" && metric === "churn_rate");
  assert.ok(churn !== undefined);
  assert.ok(Math.abs(churn.estimate + 0.4 / 3) < 1e-12);
  const pValue = 1 - 4 / Math.sqrt(18);
  assert.ok(Math.abs(churn.pValue - pValue) < 1e-9);
  // The smallest of twelve p-values: all others are 1.
  assert.ok(Math.abs(churn.adjusted - 12 * pValue) < 1e-8);
  assert.ok(found.every((one) => one === churn || (one.estimate === 0 && one.pValue === 1)));
  assert.equal(churn.pairs, 3);
});

test("one run alone has no interval and no p-value", () => {
  const found = baselineDifferences(madeComparison({ base: [{}], other: [{ churn_rate: 0.5 }] }));
  for (const { lower, pValue, adjusted } of found)
    assert.deepEqual([lower, pValue, adjusted], [NaN, NaN, NaN]);
});

test("a comparison is saved whole, and compared with an earlier one of the same traffic", () => {
  const earlier = madeComparison({ base: [{ churn_rate: 0.4 }, { churn_rate: 0.6 }] }, { name: "earlier" });
  const now = madeComparison(
    { base: [{ churn_rate: 0.1 }, { churn_rate: 0.2 }], other: [{}, {}] },
    { name: "now" },
  );
  saveComparison(earlier, place("earlier"));
  assert.deepEqual(loadComparison(place("earlier")), earlier);
  const churn = earlierDifferences(now, loadComparison(place("earlier"))).filter(
    ({ metric }) => metric === "churn_rate",
  );
  assert.deepEqual(
    churn.map(({ variant, pairs, estimate }) => [variant, pairs, Number(estimate.toFixed(9))]),
    [["base", 2, -0.35]],
  );
  assert.throws(
    () => earlierDifferences(now, madeComparison({ base: [{}, {}] }, { world: "sim" })),
    /measured on other traffic: give both the same world, cluster and evaluation/,
  );
  assert.throws(
    () => earlierDifferences(now, madeComparison({ strange: [{}, {}] })),
    /has no run of the same variant, size and seed; its variants: strange/,
  );
});

test("a folder of something else, or of another comparison, is left as it is", () => {
  const comparison = madeComparison({ base: [{}] }, { name: "one" });
  saveComparison(comparison, place("one"));
  saveComparison(comparison, place("one"));
  assert.throws(
    () => saveComparison(madeComparison({ base: [{}] }, { name: "two" }), place("one")),
    /holds the comparison "one": choose another folder/,
  );
  assert.equal(loadComparison(place("one")).plan.name, "one");
  writeFileSync(place("file"), "");
  assert.throws(() => saveComparison(comparison, place("file")), /is a file/);
  assert.throws(() => saveComparison(comparison, folder), /holds something else than a comparison/);
  writeFileSync(join(place("one"), "comparison.json"), '{ "format": "fleetlab comp');
  assert.throws(() => loadComparison(place("one")), /isn't whole JSON/);
  writeFileSync(join(place("one"), "comparison.json"), '{ "format": "a plan" }');
  assert.throws(() => loadComparison(place("one")), /comparison\.json: .*make it again/);
});

test("the line of progress tells share, runs and time left", () => {
  const line = (done: number, secondsLeft: number) =>
    progressLine({ done, total: 200, finished: 1, runs: 4, secondsLeft });
  assert.match(line(50, 89.2), /^█{7}░{23} 25 % · 1 of 4 runs · 90 s left$/);
  assert.match(line(50, 600), / 10 min left$/);
  assert.match(line(0, Number.NaN), /^░{30} 0 % · 1 of 4 runs$/);
});
