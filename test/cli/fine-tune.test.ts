import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { readAgent, readFineTuningLog } from "../../lib/ppo/index.js";

const PROGRAM = resolve(__dirname, "../../lib/bin/fleetlab.js");
const folder = mkdtempSync(join(tmpdir(), "fleetlab-fine-tune-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const agent = join(folder, "agents/ppo-writeup/sim/n3-seed1.json");
const settings = join(folder, "settings.json");

async function fleetlab(...args: string[]) {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM, ...args]);
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

before(async () => {
  const start = ["train", "--cluster", "sim", "--sizes", "3", "--steps", "256"];
  const { code, stderr } = await fleetlab(
    ...start,
    "--out",
    join(folder, "train"),
    "--agents",
    join(folder, "agents"),
  );
  assert.equal(code, 0, stderr);
  writeFileSync(settings, JSON.stringify({ guard: null, ppo: { rolloutSteps: 64 } }));
});

test("fine-tune goes on from an agent; stopped by Ctrl-C, the same command goes on from that step", async () => {
  const own = ["--cluster", "sim", "--config", settings, "--steps", "6400"];
  const args = [
    "fine-tune",
    agent,
    ...own,
    "--out",
    join(folder, "run"),
    "--agents",
    join(folder, "agents"),
    "--json",
  ];
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (text) => {
    stderr += text;
    if (/: [1-9]\d+\/6400/.test(stderr) && !child.killed) child.kill("SIGINT");
  });
  const code = await new Promise((done) => child.on("close", done));
  assert.equal(code, 130, stderr);
  assert.match(stderr, /stopped; what is finished is kept/);
  const { clusterSteps } = JSON.parse(readFileSync(join(folder, "run/checkpoint.json"), "utf8"));
  assert.ok(clusterSteps > 0 && clusterSteps < 6400, `${clusterSteps} steps at the break`);
  const { code: again, stdout } = await fleetlab(...args);
  assert.equal(again, 0);
  const [made] = JSON.parse(stdout).agents;
  assert.notEqual(made, agent, "the agent of phase 1 is left alone");
  assert.equal(readAgent(made).fineTuning?.clusterSteps, 6400);
  assert.equal(readFineTuningLog(join(folder, "run/log.jsonl")).length, 100);
});

test("fine-tune and the plan refuse what they don't know with one line", async () => {
  for (const [pattern, ...args] of [
    [/name the agent's file/, "fine-tune"],
    [/isn't there: name the file of a trained agent/, "fine-tune", join(folder, "none.json")],
    [/no cluster called "moon"/, "fine-tune", agent, "--cluster", "moon"],
    [/no plan is called "other"; known: real/, "fine-tune", "--plan", "other"],
    [/--seed must be a whole number/, "fine-tune", agent, "--cluster", "sim", "--seed", "-1"],
    [/--time-limit must be more than 0/, "fine-tune", agent, "--cluster", "sim", "--time-limit", "0"],
    [/no plan is called "other"; known: real/, "evaluate", "--plan", "other"],
    [/no cluster called "moon"/, "evaluate", "--plan", "real", "--cluster", "moon"],
    [/the plan has no size 7/, "evaluate", "--plan", "real", "--cluster", "sim", "--sizes", "7"],
  ] as const) {
    const { code, stderr, stdout } = await fleetlab(...args);
    assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, pattern);
    assert.equal(stdout, "");
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  }
});
