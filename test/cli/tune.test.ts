import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fleetlab } from "./program.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-tune-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Runs `fleetlab tune`; sends Ctrl-C once what it says matches `stopAt`. */
const tune = (args: readonly string[], stopAt?: RegExp) => fleetlab(["tune", ...args], stopAt);

const SEARCH = [
  "--controllers",
  "threshold",
  "--router",
  "round-robin",
  "--budget",
  "60000",
  "--workers",
  "2",
];
const FILE = "threshold-k1.csv.gz";

test("tune prints what each price costs, for people and for machines; Ctrl-C stops, and a repeat goes on", async () => {
  const [stopped, whole] = ["stopped", "whole"].map((name) => join(folder, name)) as [string, string];
  const first = await tune([...SEARCH, "--out", stopped], /tune: [1-9]\d*\/\d+/);
  assert.equal(first.code, 130, first.stderr);
  assert.match(first.stderr, /stopped; what is finished is kept, the same command goes on from there/);
  assert.ok(existsSync(join(stopped, FILE)));
  const table = await tune([...SEARCH, "--out", stopped]);
  assert.equal(table.code, 0, table.stderr);
  assert.match(table.stdout, /^controller +k +spent +trials +chosen on +cost at 0\.1 /);
  assert.match(table.stdout, /^threshold +1 +\d+ +\d+ +train( +\d+\.\d{4}){6}$/m);
  const json = JSON.parse((await tune([...SEARCH, "--out", whole, "--json"])).stdout);
  assert.deepEqual(readFileSync(join(stopped, FILE)), readFileSync(join(whole, FILE)));
  assert.equal(json.length, 1);
  assert.ok(json[0].spent <= 60_000);
  assert.equal(json[0].settings.length, 30);
  assert.match(json[0].settings[0].train.controller, /^threshold:up=/);
});

test("bad input is one line and exit code 2, and nothing is written", async () => {
  const out = join(folder, "refused");
  const cases: readonly (readonly [RegExp, ...string[]])[] = [
    [/required option '--controllers/],
    [/unknown rule "thresold"/, "--controllers", "thresold"],
    [/unknown "?router|unknown router/, "--controllers", "threshold", "--router", "leastconn"],
    [/largest step "0" must be a whole number/, "--controllers", "threshold", "--largest-step", "1,0"],
    [/a budget of 1000 steps is too small/, "--controllers", "threshold", "--budget", "1000"],
    [/budget must be a whole number of at least 1, got -5/, "--controllers", "threshold", "--budget", "-5"],
    [/seed must be a whole number of at least 0/, "--controllers", "threshold", "--seed", "-1"],
    [/workers must be a whole number of at least 1, got 0/, "--controllers", "threshold", "--workers", "0"],
    [/would be written twice/, "--controllers", "threshold,threshold"],
  ];
  for (const [pattern, ...args] of cases) {
    const { code, stdout, stderr } = await tune([...args, "--out", out]);
    assert.equal(code, 2, `${args}: ${stderr}`);
    assert.match(stderr, pattern);
    assert.equal(stdout, "");
    assert.ok(!existsSync(out), String(args));
  }
  const taken = join(folder, "taken");
  writeFileSync(taken, "a file");
  const { code, stderr } = await tune([...SEARCH, "--out", taken]);
  assert.equal(code, 2, stderr);
  assert.match(stderr, /can't be written/);
});
