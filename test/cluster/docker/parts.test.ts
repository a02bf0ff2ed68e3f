import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { monotonicSeconds, waitUntil } from "../../../lib/cluster/docker/clock.js";
import { cpuLimit } from "../../../lib/cluster/docker/fleet/limits.js";
import { workerEnvironment, workerService } from "../../../lib/cluster/docker/fleet/worker-service.js";
import { tarOf, treeHash } from "../../../lib/cluster/docker/images/file-tree.js";
import { cgroupFiles } from "../../../lib/cluster/docker/observe/cgroup-files.js";
import { RequestLedger } from "../../../lib/cluster/docker/observe/request-ledger.js";
import { sharesOf, totalVariation } from "../../../lib/cluster/docker/observe/shares.js";
import { readSessions } from "../../../lib/cluster/docker/proxy/proxy-control.js";
import { StepClock } from "../../../lib/cluster/docker/step-clock.js";
import { CpuService } from "../../../lib/cluster/docker/worker/service.js";
import { ContainerState, clusterSpec } from "../../../lib/cluster/index.js";
import { isAlive, processIdentity } from "../../../lib/files/index.js";

const { off, ready, draining } = ContainerState;

function scratch(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-parts-"));
  context.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("loading the library loads no Docker client", () => {
  const script = `require(${JSON.stringify(resolve(__dirname, "../../../lib/dist/index.js"))});
    console.log(Object.keys(require.cache).filter((file) => /dockerode|docker-modem/.test(file)).length)`;
  assert.equal(execFileSync(process.execPath, ["-e", script], { encoding: "utf8" }).trim(), "0");
});

test("a CPU limit is a quota of at least 1 ms in a period of 25 ms, or longer for small shares", () => {
  assert.deepEqual(cpuLimit(0.04), { CpuPeriod: 25_000, CpuQuota: 1000 });
  assert.deepEqual(cpuLimit(0.064), { CpuPeriod: 25_000, CpuQuota: 1600 });
  assert.deepEqual(cpuLimit(0.016), { CpuPeriod: 62_500, CpuQuota: 1000 });
  assert.deepEqual(cpuLimit(2), { CpuPeriod: 25_000, CpuQuota: 50_000 });
  for (const share of [0.001, 0.013, 0.0333, 0.04, 0.077, 0.5, 3.3]) {
    const { CpuPeriod, CpuQuota } = cpuLimit(share);
    assert.ok(Math.abs(CpuQuota / CpuPeriod / share - 1) < 0.001, `share ${share}`);
  }
});

test("a worker's mean demand is its CPU share / its service rate; another image gets its own settings alone", () => {
  const spec = clusterSpec({ size: 2, queueLimit: 7 });
  assert.deepEqual(workerEnvironment(workerService(), spec, 1), [
    "PORT=8080",
    "QUEUE_LIMIT=7",
    "MEAN_DEMAND=0.005",
  ]);
  const other = workerService({ image: "nginx", port: 80, environment: { A: "1" } });
  assert.deepEqual(workerEnvironment(other, spec, 0), ["A=1"]);
  assert.throws(() => workerService({ port: 0 }), /worker\.port.*0/);
  assert.throws(() => workerService({ readinessPath: "x" }), /readinessPath must begin with/);
});

test("files go into an image as they are, in an archive that tar reads", async (context) => {
  const folder = scratch(context);
  const files = [
    { path: "/usr/bin/tool", content: Buffer.from("#!/bin/sh\necho 7\n"), executable: true },
    { path: "/usr/share/long/text", content: Buffer.alloc(100_000, "x") },
    { path: "/top", content: Buffer.from("") },
  ];
  const chunks: Buffer[] = [];
  for await (const chunk of tarOf(files)) chunks.push(chunk);
  execFileSync("tar", ["-x", "-C", folder], { input: Buffer.concat(chunks) });
  assert.equal(execFileSync(join(folder, "usr/bin/tool"), { encoding: "utf8" }), "7\n");
  assert.equal(
    execFileSync("wc", ["-c", join(folder, "usr/share/long/text")], { encoding: "utf8" }).split(" ")[0],
    "100000",
  );
  assert.match(treeHash(files), /^[0-9a-f]{12}$/);
  assert.notEqual(treeHash(files), treeHash(files.slice(1)));
});

test("cgroup files are found and read under both versions", (context) => {
  const root = scratch(context);
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  write("cpu,cpuacct/docker/abc/cpuacct.usage", "1500000000\n");
  write("memory/docker/abc/memory.stat", "cache 5\nrss 8388608\nrss_huge 0\n");
  const first = cgroupFiles("5:memory:/docker/abc\n2:cpu,cpuacct:/docker/abc\n0::/\n", root);
  assert.equal(first?.cpuSeconds(), 1.5);
  assert.equal(first?.memoryBytes(), 8388608);
  write("system.slice/docker-abc.scope/cpu.stat", "usage_usec 250000\nuser_usec 200000\n");
  write("system.slice/docker-abc.scope/memory.stat", "anon 4096\nfile 1\n");
  const second = cgroupFiles("0::/system.slice/docker-abc.scope\n", root);
  assert.equal(second?.cpuSeconds(), 0.25);
  assert.equal(second?.memoryBytes(), 4096);
  assert.equal(cgroupFiles("0::/elsewhere\n", root), undefined);
  assert.equal(cgroupFiles("", root), undefined);
});

test("sessions are read from the proxy's table by the server's name, waiting ones included", () => {
  const table = "# pxname,svname,qcur,qmax,scur,smax\nworkers,1,2,0,3,9,\nworkers,0,0,0,7,9,\n\n";
  const depth = new Float64Array(2);
  readSessions(table, depth);
  assert.deepEqual([...depth], [7, 5]);
  assert.throws(() => readSessions("Unknown command", depth), /tells of 0 servers, not of 2/);
});

test("a ledger counts each request once: completions, errors, and violations when they become certain", () => {
  const ledger = new RequestLedger(2, 1);
  const request = (id: number, responseTime: number, server = 0, status = 200) => ({
    id,
    responseTime,
    server,
    status,
    sentAt: 0,
    demand: 1,
  });
  const unfinished = [
    { id: 7, sentAt: 0.2 },
    { id: 8, sentAt: 1.8 },
  ];
  const finished = [request(1, 0.5), request(2, 1.5), request(3, 0.1, 1, 503), request(4, 0, -1, 0)];
  const { counted, latency, errorRate } = ledger.enter({ sent: 6, finished, unfinished }, 2);
  assert.deepEqual([counted.requests, counted.completions, counted.errors, counted.violations], [6, 2, 2, 4]);
  assert.equal(counted.responseTimeSum, 2);
  assert.equal(
    counted.histogram.reduce((sum, count) => sum + count, 0),
    2,
  );
  assert.deepEqual([...latency], [1, 0]);
  assert.deepEqual([...errorRate], [0, 1]);
  const later = { sent: 9, finished: [request(7, 2.5)], unfinished: [{ id: 8, sentAt: 1.8 }] };
  const next = ledger.enter(later, 3).counted;
  assert.deepEqual(
    [next.requests, next.completions, next.violations],
    [3, 1, 1],
    "7 was counted, 8 is now late",
  );
});

test("shares are over ready containers, equal where no weight is left; their distance is the total variation", () => {
  const state = Uint8Array.from([ready, off, ready, draining]);
  assert.deepEqual([...sharesOf([1, 9, 3, 9], state)], [0.25, 0, 0.75, 0]);
  assert.deepEqual([...sharesOf([0, 1, 0, 1], state)], [0.5, 0, 0.5, 0]);
  assert.equal(totalVariation(Float64Array.of(0.5, 0.5, 0), Float64Array.of(0.2, 0.5, 0.3)), 0.3);
});

test("the step clock keeps its grid, and counts beginnings that a late controller missed", async () => {
  const signal = new AbortController().signal;
  const origin = monotonicSeconds();
  const clock = new StepClock(origin, 0.1);
  assert.equal(clock.nextInterval(), 0);
  assert.equal(clock.intervalEnd, origin + 0.1);
  await waitUntil(clock.intervalEnd, signal);
  assert.ok(clock.observe() >= 0);
  assert.equal(clock.slot, 0);
  clock.noteEffect(1);
  assert.ok(clock.sinceScaleChange() >= 0.1 && clock.sinceScaleChange() < 0.3);
  await waitUntil(origin + 0.37, signal);
  const missed = clock.nextInterval();
  assert.ok(missed >= 3, `${missed} missed`);
  assert.ok(Math.abs(clock.intervalEnd - origin - 0.1 * (2 + missed)) < 1e-9);
  assert.ok(clock.isOver(2 + missed) && !clock.isOver(3 + missed));
});

test("waiting ends with the signal's reason as soon as it is aborted", async () => {
  const stop = new AbortController();
  setTimeout(() => stop.abort(new Error("enough")), 30);
  const begun = monotonicSeconds();
  await assert.rejects(waitUntil(begun + 60, stop.signal), /enough/);
  assert.ok(monotonicSeconds() - begun < 10);
});

test("an identity tells this process from one that had its number before", () => {
  const identity = processIdentity();
  assert.ok(isAlive(identity));
  const [boot, pid, started] = identity.split(":");
  assert.ok(!isAlive(`${boot}:${pid}:${Number(started) - 1}`));
  assert.ok(!isAlive(`another-boot:${pid}:${started}`));
  assert.ok(!isAlive(`${boot}:999999999:`));
});

test("the worker serves first come first served, burns the demand it is given, and refuses past its limit", async () => {
  const service = new CpuService(3);
  const order: number[] = [];
  const { user, system } = process.cpuUsage();
  await new Promise<void>((done) => {
    for (let k = 0; k < 3; k++)
      assert.ok(
        service.offer(0.05, () => {
          order.push(k);
          if (k === 2) done();
        }),
      );
    assert.ok(!service.offer(0.05, () => order.push(99)));
    assert.equal(service.depth, 3);
  });
  const used = process.cpuUsage({ user, system });
  const seconds = (used.user + used.system) * 1e-6;
  assert.ok(seconds > 0.14 && seconds < 0.25, `${seconds} CPU seconds`);
  assert.deepEqual(order, [0, 1, 2]);
  assert.deepEqual([service.depth, service.served, service.refused], [0, 3, 1]);
});
