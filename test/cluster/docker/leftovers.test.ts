import assert from "node:assert/strict";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import type { TestContext } from "node:test";
import { promisify } from "node:util";
import { writeCalibration } from "../../../lib/cluster/docker/calibration/index.js";
import { runFolder } from "../../../lib/cluster/docker/engine/run-folder.js";
import { type Engine, listRuns } from "../../../lib/cluster/docker/index.js";
import { processNumber } from "../../../lib/files/index.js";
import { CALIBRATION } from "./calibration-example.js";
import { engineTest, equalShares, leftOf, openCluster } from "./real-engine.js";

const PROGRAM = resolve(__dirname, "../../../lib/bin/fleetlab.js");

interface Up {
  readonly child: ChildProcess;
  readonly run: string;
  readonly port: number;
  /** Its exit code. Waited for from the start: who asks late would wait for ever. */
  readonly ended: Promise<number | null>;
}

/** `fleetlab cluster up` in a process of its own, once it serves. */
async function up(context: TestContext, ...args: string[]): Promise<Up> {
  const child = spawn(process.execPath, [PROGRAM, "cluster", "up", "--json", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  context.after(() => child.kill("SIGKILL"));
  const end = endOf(child);
  let text = "";
  await new Promise<void>((done, fail) => {
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.endsWith("}\n")) done();
    });
    void end.then((code) => fail(new Error(`cluster up ended with ${code}`)));
  });
  const { run, port } = JSON.parse(text);
  return { child, run, port, ended: end };
}

function endOf(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once("close", done));
}

async function fleetlab(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  try {
    return { code: 0, ...(await promisify(execFile)(process.execPath, [PROGRAM, ...args])) };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

/** Names of the servers that answer `count` requests, one after the other. */
async function answers(port: number, count: number): Promise<string[]> {
  const servers: string[] = [];
  for (let k = 0; k < count; k++)
    servers.push(
      await new Promise<string>((done, fail) => {
        get({ host: "127.0.0.1", port, agent: false }, (response) => {
          response.resume();
          response.on("end", () => done(`${response.statusCode} ${response.headers["x-server"]}`));
        }).on("error", fail);
      }),
    );
  return servers;
}

async function networksOf(engine: Engine, id: string): Promise<number> {
  const networks = await engine.ask("list networks", (docker) =>
    docker.listNetworks({ filters: { label: [`fleetlab.run=${id}`] } }),
  );
  return networks.length;
}

engineTest("cluster up serves round robin until Ctrl-C, which leaves nothing", async (engine, context) => {
  const { child, run, port, ended } = await up(context, "--size", "3");
  assert.deepEqual((await answers(port, 6)).sort(), ["200 0", "200 0", "200 1", "200 1", "200 2", "200 2"]);
  const status = await fleetlab("cluster", "status", "--json");
  const listed = JSON.parse(status.stdout).find((entry: { run: string }) => entry.run === run);
  assert.equal(listed.ownership, "alive");
  assert.equal(listed.owner, `process ${child.pid}`);
  assert.equal(listed.port, port);
  assert.deepEqual(
    listed.containers.map(({ role, state }: { role: string; state: string }) => `${role} ${state}`),
    ["proxy running", "worker running", "worker running", "worker running"],
  );
  for (const { age } of listed.containers) assert.ok(age >= 0 && age < 120);
  child.kill("SIGINT");
  assert.equal(await ended, 0);
  assert.equal(await leftOf(engine, run), undefined);
  assert.equal(await networksOf(engine, run), 0);
  assert.ok(!existsSync(runFolder(run)));
});

engineTest(
  "what a killed program leaves is removed by the next start, and a run that lives isn't touched",
  async (engine, context) => {
    const living = await openCluster(context, { size: 1, rate: 2, steps: 20 });
    await living.reset(1);
    const { child, run, ended } = await up(context, "--size", "2");
    child.kill("SIGKILL");
    await ended;
    assert.equal((await leftOf(engine, run))?.ownership, "dead");
    assert.equal((await leftOf(engine, run))?.containers.length, 3);
    const next = await up(context, "--size", "1");
    assert.equal(await leftOf(engine, run), undefined);
    assert.equal(await networksOf(engine, run), 0);
    assert.ok(!existsSync(runFolder(run)));
    assert.equal((await living.step(equalShares(living))).statistics.errors, 0);
    const down = await fleetlab("cluster", "down", "--json");
    const { removed, kept } = JSON.parse(down.stdout);
    assert.ok(kept.includes(next.run) && kept.includes(living.run), "runs at work are kept");
    assert.ok(!removed.includes(next.run));
    const named = await fleetlab("cluster", "down", next.run);
    assert.match(named.stdout, new RegExp(`removed run ${next.run}: 2 containers`));
    assert.equal(await next.ended, 2, "its owner is told");
    assert.equal((await living.step(equalShares(living))).statistics.errors, 0);
  },
);

engineTest("a detached cluster outlives its program until it is taken down", async (engine, context) => {
  const { run, port, ended } = await up(context, "--size", "2", "--ready", "1", "--detach");
  await ended;
  assert.deepEqual(await answers(port, 3), ["200 0", "200 0", "200 0"]);
  const other = await openCluster(context, { size: 1 });
  await other.close();
  assert.equal((await leftOf(engine, run))?.ownership, "detached", "a start sweeps dead runs only");
  const { stdout } = await fleetlab("cluster", "status");
  assert.match(stdout, new RegExp(`^run ${run}, detached, http://127.0.0.1:${port}/$`, "m"));
  assert.match(stdout, new RegExp(`fleetlab-${run}-worker-1 +created +\\d+ s`));
  const down = await fleetlab("cluster", "down");
  assert.match(down.stdout, new RegExp(`removed run ${run}: 3 containers`));
  assert.equal(await leftOf(engine, run), undefined);
  assert.ok(!existsSync(runFolder(run)));
  assert.ok((await listRuns(engine)).every(({ ownership }) => ownership !== "detached"));
});

engineTest("Ctrl-C while a cluster comes up leaves nothing", async (engine) => {
  const child = spawn(process.execPath, [PROGRAM, "cluster", "up", "--size", "12"], { stdio: "ignore" });
  const end = endOf(child);
  const its = async () =>
    (await listRuns(engine)).filter(({ owner }) => processNumber(owner) === (child.pid as number));
  while ((await its()).length === 0 && child.exitCode === null);
  child.kill("SIGINT");
  assert.equal(await end, 130);
  assert.deepEqual(await its(), []);
});

engineTest("cluster up takes a calibration for its containers", async (engine, context) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-up-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "trial.json");
  writeCalibration(file, CALIBRATION);
  const { child, run, ended } = await up(context, "--spec", file, "--size", "2");
  const limits = await engine.ask("look", async (docker) => {
    const workers = await docker.listContainers({
      filters: { label: [`fleetlab.run=${run}`, "fleetlab.role=worker"] },
    });
    return Promise.all(workers.map(({ Id }) => docker.getContainer(Id).inspect()));
  });
  // The classes in turn; requests cost what they cost when it was calibrated, whatever the rates.
  assert.deepEqual(limits.map(({ HostConfig }) => HostConfig.CpuQuota).sort(), [1000, 2000]);
  for (const { Config } of limits) assert.ok(Config.Env.includes("MEAN_DEMAND=0.006"), String(Config.Env));
  child.kill("SIGINT");
  assert.equal(await ended, 0);
});

engineTest("cluster commands refuse what makes no sense with one line", async (_, context) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-up-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const file = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const refused: [RegExp, ...string[]][] = [
    [/there is no run "moon"/, "down", "moon"],
    [/--ready must be a whole number from 1 to 3, got 4/, "up", "--size", "3", "--ready", "4"],
    [/size must be a whole number of at least 1, got 0/, "up", "--size", "0"],
    [/--env must read name=value, got "x"/, "up", "--env", "x"],
    [
      /half\.json: spec\.containers is missing/,
      "up",
      "--cluster-file",
      file("half.json", '{"id":"x","spec":{}}'),
    ],
    [/nowhere\.json doesn't exist/, "up", "--cluster-file", "nowhere.json"],
  ];
  for (const [pattern, ...args] of refused) {
    const { code, stderr } = await fleetlab("cluster", ...args);
    assert.equal(code, 2, stderr);
    assert.match(stderr, pattern);
    assert.equal(stderr.trim().split("\n").length, 1);
  }
});
