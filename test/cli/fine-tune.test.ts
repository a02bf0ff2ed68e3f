import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { manifestFile } from "../../lib/data/index.js";
import { readAgent, readFineTuningLog } from "../../lib/ppo/index.js";

const PROGRAM = resolve(__dirname, "../../lib/bin/fleetlab.js");
const folder = mkdtempSync(join(tmpdir(), "fleetlab-fine-tune-"));
after(() => rmSync(folder, { recursive: true, force: true }));
const agent = join(folder, "agents/ppo-writeup/sim/n3-seed1.json");
const settings = join(folder, "settings.json");

/** A workspace of its own: nothing here depends on what the checkout's data folder holds. */
const workspace = join(folder, "workspace");
mkdirSync(workspace);
writeFileSync(join(workspace, "package.json"), JSON.stringify({ name: "fleetlab-workspace" }));

async function fleetlab(...args: string[]) {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM, ...args], {
      cwd: workspace,
    });
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
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    cwd: workspace,
    stdio: ["ignore", "ignore", "pipe"],
  });
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

const UNCALIBRATED = /the real cluster needs .*standard\.json: make it with: npx fleetlab calibrate standard/;

test("fine-tune and the commands of the plan refuse what they don't know with one line", async () => {
  for (const [pattern, ...args] of [
    [/missing required argument 'agent'/, "fine-tune"],
    [/isn't there: name the file of a trained agent/, "fine-tune", join(folder, "none.json")],
    [/no cluster is called "moon"/, "fine-tune", agent, "--cluster", "moon"],
    [/--seed must be a whole number/, "fine-tune", agent, "--cluster", "sim", "--seed", "-1"],
    [/--time-limit must be more than 0/, "fine-tune", agent, "--cluster", "sim", "--time-limit", "0"],
    [/no cluster is called "moon"/, "real", "evaluate", "--cluster", "moon"],
    [/the plan has no size 7/, "real", "evaluate", "--cluster", "sim", "--sizes", "7"],
    [/the plan has no size 7/, "real", "fine-tune", "--cluster", "sim", "--sizes", "7"],
    [/the plan has no size 7/, "real", "train", "--sizes", "7"],
    [/--runs must be a whole number of at least 1, got 0/, "real", "evaluate", "--runs", "0"],
    [/--steps must be a whole number of at least 1, got -5/, "real", "evaluate", "--steps", "-5"],
    [UNCALIBRATED, "real", "train"],
    [UNCALIBRATED, "real", "fine-tune"],
    [UNCALIBRATED, "real", "evaluate"],
  ] as const) {
    const { code, stderr, stdout } = await fleetlab(...args);
    assert.equal(code, 2, `${args.join(" ")}: ${stderr}`);
    assert.match(stderr, pattern);
    assert.equal(stdout, "");
    assert.equal(stderr.trim().split("\n").length, 1, stderr);
  }
});

test("the time limit of fine-tune is a stop that isn't a failure; the same command goes on", async () => {
  const args = ["fine-tune", agent, "--cluster", "sim", "--config", settings, "--steps", "640000"];
  const own = [...args, "--out", join(folder, "limited"), "--agents", join(folder, "agents")];
  const { code, stdout, stderr } = await fleetlab(...own, "--time-limit", "0.1");
  assert.equal(code, 0, stderr);
  assert.equal(stdout, "the time limit is reached: the same command goes on\n");
  const { clusterSteps } = JSON.parse(readFileSync(join(folder, "limited/checkpoint.json"), "utf8"));
  assert.ok(clusterSteps > 0 && clusterSteps < 640000, `${clusterSteps} steps`);
});

test("the plan rehearsed on the simulated side: agents on the calibrated spec, phase 2, runs; the data folder stays as it is", async () => {
  const spec = {
    containers: [{ cpuShare: 0.04, memoryMiB: 128, serviceRate: 7 }],
    controlInterval: 1,
    coldStart: 2,
    queueLimit: 32,
    sla: 1.25,
    timeScale: 10,
    dispatch: "smooth-weighted-round-robin",
    memory: { idleMiB: 8, perRequestMiB: 0.05, releaseTime: 30 },
  };
  const data = join(workspace, "data");
  mkdirSync(join(data, "calibration"), { recursive: true });
  const calibration = { id: "standard", meanDemand: 0.005, spec, measured: [], coldStarts: [] };
  writeFileSync(join(data, "calibration/standard.json"), JSON.stringify(calibration));
  const plan = async (...args: string[]) => {
    const { code, stdout, stderr } = await fleetlab("real", ...args, "--sizes", "5", "--json");
    assert.equal(code, 0, stderr);
    assert.match(stderr, /a rehearsal: everything goes to/);
    return JSON.parse(stdout);
  };
  const [phase1] = (await plan("train", "--steps", "256")).agents;
  assert.match(phase1, /build.rehearsal.agents.ppo-writeup.calibrated.n5-seed1\.json$/);
  const [phase2] = (await plan("fine-tune", "--cluster", "sim", "--config", settings, "--steps", "64"))
    .agents;
  assert.deepEqual(readAgent(phase1).config.spec, spec);
  assert.deepEqual(readAgent(phase2).config.spec, spec);
  const evaluation = ["evaluate", "--cluster", "sim", "--tuned-on", "sim", "--runs", "1", "--steps", "20"];
  assert.deepEqual(await plan(...evaluation), {
    kept: 4,
    planned: 4,
    ran: 4,
    short: 0,
    waiting: [],
    outOfTime: false,
  });
  assert.deepEqual(readdirSync(data), ["calibration"]);
  const rehearsed = join(workspace, "build/rehearsal");
  assert.ok(existsSync(join(rehearsed, "evaluation/real-simulated.csv")));
  const { provenance } = JSON.parse(readFileSync(manifestFile(rehearsed), "utf8"))[
    "evaluation/real-simulated.csv"
  ];
  assert.match(
    provenance[0].command,
    /^npx fleetlab real evaluate --cluster sim --tuned-on sim --runs 1 --steps 20/,
  );
  // The calibration changes: agents of the one before are refused.
  const other = { ...calibration, spec: { ...spec, coldStart: 3 } };
  writeFileSync(join(data, "calibration/standard.json"), JSON.stringify(other));
  const { code, stderr } = await fleetlab("real", ...evaluation, "--sizes", "5");
  assert.equal(code, 2);
  assert.match(stderr, /was trained on another spec /);
});
