import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { InputError } from "../../../lib/check/index.js";
import { monotonicSeconds } from "../../../lib/cluster/docker/clock.js";
import {
  LocustLoad,
  type LocustOptions,
  type RequestRecord,
  type RequestSchedule,
  requestSchedule,
  sendingJitter,
} from "../../../lib/cluster/docker/load/index.js";
import { clusterSpec } from "../../../lib/cluster/index.js";
import { constantLoad } from "../helpers.js";
import { freePort, ROOT, startProxy, startWorker } from "./load-helpers.js";

const spec = clusterSpec({ size: 5 });

async function startLocust(t: TestContext, options?: LocustOptions): Promise<LocustLoad> {
  const load = await LocustLoad.start(spec, options);
  t.after(() => load.close());
  return load;
}

/** Runs the schedule to its end, whole. */
async function play(load: LocustLoad, port: number, schedule: RequestSchedule, seconds: number) {
  await load.prepare({ host: "127.0.0.1", port }, schedule);
  load.begin(monotonicSeconds() + 0.05);
  await sleep(1000 * seconds);
  const before = load.take();
  await load.end();
  await sleep(50);
  const after = load.take();
  return { before, after, finished: [...before.finished, ...after.finished] };
}

const byId = (records: readonly RequestRecord[]) => [...records].sort((a, b) => a.id - b.id);

const never = new AbortController().signal;

/** Says how long Locust is stopped once the episode has begun, and what `keepUp` is to say then. */
async function stopped(
  t: TestContext,
  options: LocustOptions,
  { at, seconds }: { readonly at: number; readonly seconds: number },
): Promise<Promise<void>> {
  const proxy = await startProxy(t, [await startWorker(t, 2e-3)]);
  const load = await startLocust(t, options);
  const schedule = requestSchedule({ spec, workload: constantLoad(0.5), seed: 1, steps: 30 });
  await load.prepare({ host: "127.0.0.1", port: proxy }, schedule);
  if (at === 0) process.kill(load.pid, "SIGSTOP");
  load.begin(monotonicSeconds());
  await sleep(1000 * at);
  if (at > 0) {
    await load.keepUp(never);
    process.kill(load.pid, "SIGSTOP");
  }
  await sleep(1000 * Math.min(seconds, 1));
  if (seconds < Number.POSITIVE_INFINITY) {
    await sleep(1000 * Math.max(0, seconds - 1));
    process.kill(load.pid, "SIGCONT");
  }
  return load.keepUp(never);
}

for (const mode of ["rate", "users"] as const)
  for (const at of [0, 1.5])
    test(`a Locust (${mode}) that stops ${at} s into the episode is told in one line`, async (t) => {
      await assert.rejects(
        stopped(t, { mode }, { at, seconds: Number.POSITIVE_INFINITY }),
        (error: Error) => {
          assert.ok(error instanceof InputError);
          assert.match(
            error.message,
            /^Locust hangs: no sign of life for \d+\.\d s \(\d+ requests were sent/,
          );
          if (mode === "rate") assert.match(error.message, /of \d+ that were due\)/);
          if (at === 0) assert.match(error.message, /\(0 requests were sent/);
          return true;
        },
      );
    });

test("a Locust that lags by seconds is told, also when it has caught up; a short pause is none", async (t) => {
  await assert.rejects(
    stopped(t, {}, { at: 1, seconds: 3 }),
    /^InputError: Locust lags: request \d+ was due at \d\.\d s and (was|isn't) sent [23]\.\d s later: /,
  );
  await stopped(t, {}, { at: 1, seconds: 0.7 });
  await stopped(t, { mode: "users" }, { at: 3, seconds: 3 });
});

test("a Locust that doesn't take in a schedule is told in one line", async (t) => {
  const load = await startLocust(t);
  process.kill(load.pid, "SIGSTOP");
  const schedule = requestSchedule({ spec, workload: constantLoad(0.5), seed: 1, steps: 3 });
  await assert.rejects(
    load.prepare({ host: "127.0.0.1", port: await freePort() }, schedule),
    /^InputError: Locust hangs: it didn't take in the episode's requests within 20 s/,
  );
});

test("every request is sent once and on time, and its record tells who answered, how and how long it took", async (t) => {
  const ports = [await startWorker(t, 2e-3), await startWorker(t, 2e-3)];
  const proxy = await startProxy(t, ports);
  const load = await startLocust(t);
  for (const seed of [1, 2]) {
    const schedule = requestSchedule({ spec, workload: constantLoad(0.9), seed, steps: 3 });
    const { after, finished } = await play(load, proxy, schedule, 3.3);
    const records = byId(finished);
    assert.ok(records.length > 60);
    assert.deepEqual(
      records.map(({ id }) => id),
      [...schedule.times.keys()],
    );
    assert.deepEqual(
      Float64Array.from(records, ({ demand }) => demand),
      schedule.demands,
    );
    assert.equal(after.unfinished.length, 0);
    assert.equal(after.sent, schedule.times.length);
    assert.ok(
      records.every(({ status, responseTime }) => status === 200 && responseTime > 0 && responseTime < 2),
    );
    const mean = records.reduce((sum, { responseTime }) => sum + responseTime, 0) / records.length;
    assert.ok(mean > 1e-3, `a request of 2 ms of CPU on average took ${mean} s`);
    const share = records.filter(({ server }) => server === 0).length / records.length;
    assert.ok(records.every(({ server }) => server === 0 || server === 1) && Math.abs(share - 0.5) < 0.05);
    const jitter = sendingJitter(schedule, records);
    assert.ok(jitter.p50 >= 0 && jitter.p50 < 0.02, `half of the requests leave ${jitter.p50} s late`);
    t.diagnostic(`sending jitter in s: ${JSON.stringify(jitter)}`);
  }
});

test("rate: an overloaded server doesn't slow the sending down, and its refusals are recorded", async (t) => {
  const port = await startProxy(t, [await startWorker(t, 0.1, 4)]);
  const load = await startLocust(t);
  const schedule = requestSchedule({ spec, workload: constantLoad(0.9), seed: 3, steps: 3 });
  const { before, finished } = await play(load, port, schedule, 3.2);
  assert.equal(before.sent, schedule.times.length);
  const refused = finished.filter(({ status }) => status === 503);
  assert.ok(refused.length > 30 && refused.every(({ server }) => server === 0));
  assert.equal(finished.length, schedule.times.length);
});

test("users: a user waits for the answer, and their number follows the workload", async (t) => {
  const port = await startWorker(t, 0.2);
  const load = await startLocust(t, { mode: "users", thinkTime: 0.5 });
  const schedule = requestSchedule({ spec, workload: constantLoad(0.5), seed: 4, steps: 6 });
  await load.prepare({ host: "127.0.0.1", port }, schedule);
  load.begin(monotonicSeconds());
  // 20 requests/s x (0.5 s + 1/8 s).
  const users = 13;
  let most = 0;
  for (let k = 0; k < 50; k++) {
    await sleep(100);
    const { unfinished } = load.take();
    most = Math.max(most, unfinished.length);
  }
  const { sent } = load.take();
  await load.end();
  await sleep(50);
  assert.equal(load.take().unfinished.length, 0);
  // The server takes 0.2 s a request, so nearly all of them wait; open loop would have 75 in flight by now.
  assert.ok(most <= users && most >= users - 4, `${most} of ${users} users waited at once`);
  assert.ok(sent < 45, `${sent} requests in 5 s at a server that answers 5 a second`);
});

test("a server that isn't there: every request is recorded without a status", async (t) => {
  const load = await startLocust(t);
  const schedule = requestSchedule({ spec, workload: constantLoad(0.5), seed: 5, steps: 1 });
  const { finished } = await play(load, await freePort(), schedule, 1.2);
  assert.equal(finished.length, schedule.times.length);
  assert.ok(finished.every(({ status, server }) => status === 0 && server === -1));
});

test("Locust killed: one line says so, and the records so far are kept", async (t) => {
  const port = await startWorker(t, 1e-3);
  const load = await startLocust(t);
  await load.prepare(
    { host: "127.0.0.1", port },
    requestSchedule({ spec, workload: constantLoad(0.9), seed: 6, steps: 20 }),
  );
  load.begin(monotonicSeconds());
  await sleep(1500);
  process.kill(load.pid, "SIGKILL");
  await new Promise((resolve) => load.died.addEventListener("abort", resolve));
  const { reason } = load.died;
  assert.ok(reason instanceof InputError);
  assert.match(reason.message, /^Locust ended by itself \(signal SIGKILL\)[^\n]*$/);
  assert.ok(load.take().finished.length > 20);
  await load.end();
  await load.close();
});

test("Locust that isn't there or doesn't start: one line says so", async () => {
  await assert.rejects(
    LocustLoad.start(spec, { program: "/nowhere/locust" }),
    (error) => error instanceof InputError && /npm run setup/.test(error.message),
  );
  await assert.rejects(
    LocustLoad.start(spec, { program: "/bin/false" }),
    (error) => error instanceof InputError && /^Locust ended by itself \(exit code 1\)/.test(error.message),
  );
});

test("load goes to this machine only", async (t) => {
  const load = await startLocust(t);
  const schedule = requestSchedule({ spec, workload: constantLoad(0.5), seed: 1, steps: 1 });
  for (const host of ["192.0.2.1", "example.org", "127.0.0.1.example.org"])
    await assert.rejects(load.prepare({ host, port: 80 }, schedule), InputError);
});

test("Locust ends with the program that started it, however that ends", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-load-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "parent.ts");
  writeFileSync(
    file,
    `import { clusterSpec } from "${ROOT}/lib/cluster/index.js";
import { LocustLoad } from "${ROOT}/lib/cluster/docker/load/index.js";
LocustLoad.start(clusterSpec({ size: 1 })).then((load) => console.log(load.pid));
setInterval(() => {}, 1000);
`,
  );
  const parent = spawn(process.execPath, ["--import", "tsx", file], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = Number(await new Promise((resolve) => parent.stdout.once("data", resolve)));
  assert.ok(existsSync(`/proc/${pid}`));
  parent.kill("SIGKILL");
  const isThere = () =>
    existsSync(`/proc/${pid}`) && !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
  for (let k = 0; k < 100 && isThere(); k++) await sleep(100);
  assert.ok(!isThere(), "Locust outlived its parent by 10 s");
});
