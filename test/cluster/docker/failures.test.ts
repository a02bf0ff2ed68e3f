import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { bringUpCluster, DockerCluster } from "../../../lib/cluster/docker/index.js";
import { clusterSpec } from "../../../lib/cluster/index.js";
import { EngineGate } from "./engine-gate.js";
import { evenSchedule, OpenLoopSender } from "./open-loop-sender.js";
import { engineTest, equalShares, failsWithLine, leftOf, openCluster, ownContainers } from "./real-engine.js";

const PROGRAM = resolve(__dirname, "../../../lib/bin/fleetlab.js");

function open(options: Partial<Parameters<typeof DockerCluster.open>[0]> = {}): Promise<DockerCluster> {
  return DockerCluster.open({
    spec: clusterSpec({ size: 2 }),
    steps: 5,
    schedule: () => evenSchedule(5, 5),
    loadGenerator: () => new OpenLoopSender(),
    ...options,
  });
}

test("an engine that isn't there is told in one line", async () => {
  await failsWithLine(
    open({ engineSocket: "/nowhere/docker.sock" }),
    /^no Docker engine answers at \/nowhere\/docker\.sock: start one/,
  );
});

test("an engine that accepts and then says nothing sensible is told in one line", async (context) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-mute-"));
  const server = createServer((socket) => socket.destroy()).listen(join(folder, "docker.sock"));
  context.after(() => {
    server.close();
    rmSync(folder, { recursive: true });
  });
  await failsWithLine(
    open({ engineSocket: join(folder, "docker.sock") }),
    /^the Docker engine at .* stopped answering when it was to say that it is there/,
  );
});

engineTest(
  "an engine that this user may not use is told in one line, with exit code 2",
  async (_, context) => {
    if (process.getuid?.() !== 0) return context.skip("only root can try as another user");
    const { status, stderr } = spawnSync(process.execPath, [PROGRAM, "cluster", "status"], {
      uid: 65534,
      gid: 65534,
      encoding: "utf8",
    });
    assert.equal(status, 2, stderr);
    assert.match(stderr, /^fleetlab: this user may not use the Docker engine at .*: join its group.*\n$/);
  },
);

engineTest("a port in use is told, and nothing is left", async (engine, context) => {
  const taken = createServer().listen(0, "127.0.0.1");
  context.after(() => taken.close());
  await new Promise((done) => taken.once("listening", done));
  const { port } = taken.address() as { port: number };
  const before = await ownContainers(engine);
  await failsWithLine(open({ port }), new RegExp(`^port ${port} of 127\\.0\\.0\\.1 is in use: name another`));
  assert.deepEqual(await ownContainers(engine), before);
});

engineTest("an image that can't be had is told, and nothing is left", async (engine) => {
  const before = await ownContainers(engine);
  await failsWithLine(
    open({ worker: { image: "127.0.0.1:9/nobody/nothing:1" } }),
    /^the Docker engine couldn't get image 127\.0\.0\.1:9\/nobody\/nothing:1: /,
  );
  assert.deepEqual(await ownContainers(engine), before);
});

engineTest(
  "a worker that never gets ready is told with its last words, and nothing is left",
  async (engine) => {
    const before = await ownContainers(engine);
    const options = {
      spec: clusterSpec({ size: 2 }),
      ready: 1,
      port: 0,
      detached: false,
      readyPatience: 3,
      signal: new AbortController().signal,
    };
    await failsWithLine(
      bringUpCluster(engine, { ...options, worker: { environment: { PORT: "9999" } } }),
      /^worker 0 \(the library's own\) didn't get ready in 3 s at port 8080, path \/healthz/,
    );
    await failsWithLine(
      bringUpCluster(engine, { ...options, worker: { environment: { MEAN_DEMAND: "none" } } }),
      /^worker 0 .* ended by itself \(exit code 2\): worker: MEAN_DEMAND must be a positive number, got none/,
    );
    assert.deepEqual(await ownContainers(engine), before);
  },
);

engineTest(
  "the proxy killed in mid-run ends the run with one line, keeps its records and leaves nothing",
  async (engine, context) => {
    const cluster = await openCluster(context, { size: 2, steps: 10 });
    await cluster.reset(1);
    for (let step = 0; step < 2; step++) await cluster.step(equalShares(cluster));
    const { id } = (await leftOf(engine, cluster.run))?.containers.find(({ role }) => role === "proxy") ?? {};
    setTimeout(() => engine.ask("kill", (docker) => docker.getContainer(id as string).kill()), 300);
    await failsWithLine(
      cluster.step(equalShares(cluster)),
      new RegExp(`^the proxy of run ${cluster.run} ended in mid-run \\(exit code 137\\)`),
    );
    assert.equal(await leftOf(engine, cluster.run), undefined);
    assert.equal(cluster.conditions.length, 2);
    assert.ok(cluster.requests.length >= 15, `${cluster.requests.length} records kept`);
    await failsWithLine(cluster.step(equalShares(cluster)), /ended in mid-run/);
  },
);

engineTest("a load generator that dies ends the run with its own line", async (engine, context) => {
  class Mortal extends OpenLoopSender {
    readonly death = new AbortController();
    override get died(): AbortSignal {
      return this.death.signal;
    }
  }
  const mortal = new Mortal();
  const cluster = await openCluster(context, { size: 1, loadGenerator: () => mortal });
  await cluster.reset(1);
  setTimeout(() => mortal.death.abort(new Error("the sender died")), 300);
  await assert.rejects(cluster.step(equalShares(cluster)), /the sender died/);
  assert.equal(await leftOf(engine, cluster.run), undefined);
});

engineTest(
  "an engine lost in mid-run ends the run with one line; what is left is removed by the next start",
  async (engine, context) => {
    const gate = await EngineGate.open(engine.address);
    context.after(() => gate.close());
    // In a process of its own: what it leaves is a dead run's.
    const child = spawn(process.execPath, [PROGRAM, "cluster", "up", "--size", "2", "--json"], {
      env: { ...process.env, DOCKER_HOST: `unix://${gate.path}` },
    });
    const end = new Promise((done) => child.once("close", done));
    let [stdout, stderr] = ["", ""];
    child.stderr.on("data", (text) => {
      stderr += text;
    });
    await new Promise<void>((done) => {
      child.stdout.on("data", (text) => {
        stdout += text;
        if (stdout.endsWith("}\n")) done();
      });
      void end.then(() => done());
    });
    const { run } = JSON.parse(stdout);
    await gate.close();
    assert.equal(await end, 2, stderr);
    assert.match(
      stderr,
      /^fleetlab: the Docker engine at .* ended in mid-run: start it again and repeat.*\n$/,
    );
    assert.equal((await leftOf(engine, run))?.containers.length, 3);
    const next = await openCluster(context, { size: 1 });
    assert.equal(await leftOf(engine, run), undefined);
    await next.close();
  },
);
