import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { monotonicSeconds } from "../../../lib/cluster/docker/clock.js";
import { LocustLoad, requestSchedule } from "../../../lib/cluster/docker/load/index.js";
import { clusterSpec, replayRequests } from "../../../lib/cluster/index.js";
import { quantile } from "../../../lib/statistics/index.js";
import { trace } from "../../../lib/workload/index.js";
import { startProxy, startWorker } from "./load-helpers.js";

test("recorded requests are sent by Locust at the times at which the simulator gets them", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-load-exact-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const file = join(folder, "k6.json");
  // Bursts of ten requests, 50 ms apart, and a second of silence between two of them.
  const seconds = [0, 1.5, 3].flatMap((burst) => Array.from({ length: 10 }, (_, i) => burst + 0.05 * i));
  const point = (second: number) => ({
    type: "Point",
    metric: "http_reqs",
    data: { time: new Date(1000 * (1_772_366_400 + second)).toISOString(), value: 1 },
  });
  writeFileSync(file, seconds.map((second) => `${JSON.stringify(point(second))}\n`).join(""));
  const spec = clusterSpec({ size: 2 });
  const run = { spec, workload: trace({ file, arrivals: "exact" }), seed: 1, steps: 4 };
  const schedule = requestSchedule(run);
  const simulated = replayRequests(run).times;
  for (const times of [schedule.times, simulated])
    assert.ok(
      times.every((time, i) => Math.abs(time - seconds[i]) < 1e-6) && times.length === seconds.length,
    );

  const port = await startProxy(t, [await startWorker(t, 1e-3), await startWorker(t, 1e-3)]);
  const load = await LocustLoad.start(spec);
  t.after(() => load.close());
  await load.prepare({ host: "127.0.0.1", port }, schedule);
  load.begin(monotonicSeconds() + 0.05);
  await sleep(4500);
  await load.end();
  await sleep(50);
  const { finished } = load.take();
  assert.equal(finished.length, seconds.length);
  const late = finished.map(({ id, sentAt }) => sentAt - simulated[id]);
  // A busy machine delays some; none leaves before its time.
  assert.ok(Math.min(...late) > -1e-3, `earliest ${Math.min(...late)} s`);
  assert.ok(quantile(late, 0.5) < 0.05, `median ${quantile(late, 0.5)} s late`);
});
