import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { comparisonPlan, loadComparison } from "../../lib/evaluation/index.js";
import { fleetlab } from "./program.js";

const EXAMPLE = resolve(__dirname, "../../docs/churn.json");
const folder = mkdtempSync(join(tmpdir(), "fleetlab-compare-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `fleetlab compare-rewards`; sends Ctrl-C once what it says matches `stopAt`. */
const compare = (args: readonly string[], stopAt?: RegExp) => fleetlab(["compare-rewards", ...args], stopAt);

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const SMALL = { clusters: 2, episodeSteps: 10, ppo: { rolloutSteps: 32, minibatch: 64, epochs: 1 } };
const PLAN = {
  name: "tiny",
  sizes: [3],
  steps: 3200,
  seeds: 2,
  variants: [
    { name: "write-up", config: SMALL },
    { name: "fleet-change 3", weights: { "fleet-change": 3 }, config: SMALL },
  ],
  evaluation: { runs: 1, steps: 50 },
};
const runs = ["--runs", join(folder, "runs"), "--formats", "none"];

test("compare-rewards prints tables and writes files; Ctrl-C stops, and a repeat goes on", async () => {
  const [plan, out] = [file("tiny.json", PLAN), join(folder, "tiny")];
  const first = await compare([plan, "--out", out, ...runs], /compare-rewards: [1-9]\d*\/\d+/);
  assert.equal(first.code, 130, first.stderr);
  assert.match(first.stderr, /stopped; what is finished is kept, the same command goes on from there/);
  assert.ok(!existsSync(out));
  const second = await compare([plan, "--out", out, ...runs]);
  assert.equal(second.code, 0, second.stderr);
  assert.match(second.stderr, /compare-rewards: [1-9]\d*\//);
  assert.match(second.stdout, /^Variant +Served per container-second +SLA violations \(%\)/);
  assert.match(second.stdout, /^fleet-change 3 +Churn \(%\) .* inside the noise$/m);
  assert.match(second.stdout, /tiny\/table\.tex$/m);
  const kept = loadComparison(out);
  assert.equal(kept.runs.length, 4);

  // All is there: the same result, and a set to compare with.
  const again = await compare([plan, "--out", join(folder, "again"), "--against", out, "--json", ...runs]);
  assert.equal(again.code, 0, again.stderr);
  assert.deepEqual(JSON.parse(again.stdout).runs, JSON.parse(JSON.stringify(kept.runs)));
  assert.match(
    readFileSync(join(folder, "again", "against.csv"), "utf8"),
    /^variant,size,metric,pairs,difference,/,
  );
});

test("bad input is one line and exit code 2, nothing is trained, and what is there stays", async () => {
  const plan = file("plan.json", PLAN);
  const mine = file("mine.txt", "mine");
  const other = join(folder, "other");
  const cases: readonly (readonly [RegExp, ...string[]])[] = [
    [/missing required argument 'file'/],
    [/nowhere\.json doesn't exist/, join(folder, "nowhere.json")],
    [/cut\.json isn't whole JSON/, file("cut.json", '{ "name": "tin')],
    [/typo\.json: unknown key step; known: name, world, sizes/, file("typo.json", { ...PLAN, step: 3 })],
    [/variants is missing|variants is/, file("none.json", { name: "none" })],
    [
      /variant "a": weights\.frction belongs to no reward term; known: latency/,
      file("weight.json", { variants: [{ name: "a", weights: { frction: 1 } }] }),
    ],
    [/world.json|comparison: cluster is "moon"/, file("world.json", { ...PLAN, world: "moon" })],
    [/expected none or some of svg, pdf, png, got "gif"/, plan, "--formats", "gif"],
    [/workers must be a whole number of at least 1, got 0/, plan, "--workers", "0", "--out", other],
    [/mine\.txt is a file: choose another folder/, plan, "--out", mine],
    [/holds something else than a comparison: choose another folder/, plan, "--out", folder],
    [
      /--use: no variant has the term "calm": give it a weight/,
      plan,
      "--out",
      other,
      "--use",
      file(
        "terms.mjs",
        'export const calm = { name: "calm", penalty: ({ scaleEffect }) => Math.abs(scaleEffect) };',
      ),
    ],
    [/nothing\/comparison\.json doesn't exist/, plan, "--out", other, "--against", join(folder, "nothing")],
  ];
  for (const [pattern, ...args] of cases) {
    const { code, stdout, stderr } = await compare([...args, "--runs", join(folder, "never")]);
    assert.equal(code, 2, `${args}: ${stderr}`);
    assert.match(stderr, pattern);
    assert.equal(stdout, "");
    assert.equal(
      stderr
        .trim()
        .split("\n")
        .filter((line) => !line.startsWith("(")).length,
      1,
      stderr,
    );
  }
  assert.equal(readFileSync(mine, "utf8"), "mine");
  assert.ok(!existsSync(join(folder, "never")) && !existsSync(other));
});

test("the example of the documentation is a plan", () => {
  const plan = comparisonPlan(JSON.parse(readFileSync(EXAMPLE, "utf8")), "churn.json");
  assert.ok(plan.variants.length >= 3);
});
