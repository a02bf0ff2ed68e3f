import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { manifestFile, manifestMismatches, openWorkspace, readManifest } from "../../lib/data/index.js";
import { readResults } from "../../lib/evaluation/index.js";
import { takeLock } from "../../lib/files/index.js";
import { readLog } from "../../lib/ppo/index.js";

const PROGRAM = resolve(__dirname, "../../lib/bin/fleetlab.js");
const DATA = resolve(__dirname, "../../lib/dist/data/index.js");
const folder = mkdtempSync(join(tmpdir(), "fleetlab-writers-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<{ readonly code: number | null; readonly stderr: string }>;
}

function fleetlab(...args: string[]): Running {
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  return { child, ended: new Promise((done) => child.once("close", (code) => done({ code, stderr }))) };
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await sleep(5);
}

async function refused({ ended }: Running, pattern: RegExp): Promise<void> {
  const { code, stderr } = await ended;
  assert.equal(code, 2, stderr);
  assert.match(stderr, pattern);
  assert.equal(stderr.trim().split("\n").length, 1);
}

test("of two evaluations into one file the second is refused; a killed one is gone on with, and nothing is left of locks", async () => {
  const file = join(folder, "rows.csv");
  const evaluation = (controllers: string, runs: number) =>
    fleetlab(
      ...["evaluate", "--controllers", controllers, "--sizes", "5", "--workloads", "constant-0.7"],
      ...["--runs", String(runs), "--steps", "1000", "--out", file, "--json"],
    );
  const first = evaluation("threshold", 400);
  await until(() => existsSync(`${file}.lock`));
  await refused(
    evaluation("pid", 2),
    new RegExp(`^fleetlab: ${file} is in use: process ${first.child.pid} writes it since .*\\n$`),
  );
  await until(() => existsSync(file));
  first.child.kill("SIGKILL");
  await first.ended;
  const { code, stderr } = await evaluation("pid", 2).ended;
  assert.equal(code, 0, stderr);
  const rows = readResults(file);
  assert.equal(rows.filter(({ controller }) => controller === "pid").length, 2);
  assert.ok(
    rows.some(({ controller }) => controller === "threshold"),
    "the first one's rows are kept",
  );
  assert.deepEqual(
    readdirSync(folder).filter((name) => name.endsWith(".lock")),
    [],
  );
});

test("of two trainings in one folder the second is refused, and the log is the first one's", async () => {
  const [run, agents] = [join(folder, "run"), join(folder, "agents")];
  const training = (place: string) =>
    fleetlab("train", "--sizes", "3", "--steps", "12000", "--out", run, "--agents", place);
  const first = training(agents);
  await until(() => existsSync(`${run}.lock`));
  await refused(
    training(join(folder, "other")),
    new RegExp(`^fleetlab: ${run} is in use: process ${first.child.pid} `),
  );
  assert.equal((await first.ended).code, 0);
  const steps = readLog(join(run, "log.jsonl")).map((line) => line.steps);
  assert.deepEqual(steps, [...new Set(steps)]);
  assert.ok(!existsSync(`${run}.lock`));
});

test("reproduce and calibrate refuse what another process writes", async () => {
  const calibration = join(folder, "trial.json");
  const workspace = openWorkspace({ budget: "smoke", fresh: false });
  for (const [target, ...args] of [
    [calibration, "calibrate", "trial", "--out", folder],
    [workspace.dataDir, "reproduce", "--budget", "smoke"],
  ]) {
    const lock = takeLock(target as string);
    try {
      await refused(
        fleetlab(...args),
        new RegExp(`^fleetlab: ${target} is in use: process ${process.pid} writes it since `),
      );
    } finally {
      lock.release();
    }
  }
});

test("entries that many processes write into one manifest are all there", async () => {
  const manifest = manifestFile(folder);
  const script = (process: number) => `
    const { writeFileSync } = require("node:fs");
    const { writeManifestEntry, machine } = require(${JSON.stringify(DATA)});
    for (let k = 0; k < 25; k++) {
      const file = ${JSON.stringify(folder)} + "/data-${process}-" + k + ".csv";
      writeFileSync(file, String(k));
      writeManifestEntry(${JSON.stringify(manifest)}, file,
        { command: "x", date: "", code: "", machine: machine(), seed: 1, config: {}, specs: {} });
    }`;
  const children = Array.from({ length: 4 }, (_, k) =>
    spawn(process.execPath, ["-e", script(k)], { stdio: "inherit" }),
  );
  const codes = await Promise.all(children.map((child) => new Promise((done) => child.once("close", done))));
  assert.deepEqual(codes, [0, 0, 0, 0]);
  assert.equal(Object.keys(readManifest(manifest)).length, 100);
  assert.deepEqual(manifestMismatches(manifest), []);
  writeFileSync(join(folder, "data-0-0.csv"), "other");
  assert.deepEqual(manifestMismatches(manifest), ["data-0-0.csv"]);
});
