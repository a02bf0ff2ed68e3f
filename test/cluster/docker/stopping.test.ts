import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import {
  DockerCluster,
  LocustLoad,
  readRequests,
  requestSchedule,
} from "../../../lib/cluster/docker/index.js";
import { clusterSpec } from "../../../lib/cluster/index.js";
import { workloadByName } from "../../../lib/workload/index.js";
import { evenSchedule, OpenLoopSender } from "./open-loop-sender.js";
import { engineTest, equalShares, leftOf, openCluster, ownContainers, ownNetworks } from "./real-engine.js";

engineTest(
  "opening that is stopped at any moment ends at once and leaves nothing",
  async (engine, context) => {
    const before = [...(await ownContainers(engine)), ...(await ownNetworks(engine))];
    for (const delay of [0, 60, 200, 400, 700]) {
      const stop = new AbortController();
      const opening = DockerCluster.open({
        spec: clusterSpec({ size: 6 }),
        steps: 5,
        schedule: () => evenSchedule(5, 5),
        // It never starts by itself, so that every delay stops the opening.
        loadGenerator: async () => {
          await new Promise<void>((done) => stop.signal.addEventListener("abort", () => done()));
          return new OpenLoopSender();
        },
        signal: stop.signal,
      });
      const timer = setTimeout(() => stop.abort(), delay);
      const begun = performance.now();
      await assert.rejects(opening, { name: "AbortError" });
      clearTimeout(timer);
      context.diagnostic(
        `stopped after ${delay} ms: gone ${(performance.now() - begun - delay).toFixed(0)} ms later`,
      );
      const after = [...(await ownContainers(engine)), ...(await ownNetworks(engine))];
      assert.deepEqual(after, before, `stopped after ${delay} ms`);
    }
  },
);

engineTest("opening that is stopped while an image is being got ends at once", async (engine, context) => {
  const registry = createServer(() => {}).listen(0, "127.0.0.1");
  await once(registry, "listening");
  const connections: Socket[] = [];
  registry.on("connection", (socket) => connections.push(socket));
  context.after(() => {
    for (const socket of connections) socket.destroy();
    registry.close();
  });
  const stop = new AbortController();
  const { port } = registry.address() as AddressInfo;
  const opening = DockerCluster.open({
    spec: clusterSpec({ size: 1 }),
    steps: 5,
    schedule: () => evenSchedule(5, 5),
    loadGenerator: () => new OpenLoopSender(),
    worker: { image: `127.0.0.1:${port}/slow/image:1` },
    signal: stop.signal,
  });
  let begun = 0;
  once(registry, "connection").then(() => {
    begun = performance.now();
    stop.abort();
  });
  await assert.rejects(opening, { name: "AbortError" });
  assert.ok(performance.now() - begun < 2000, `${performance.now() - begun} ms`);
  assert.deepEqual([...(await ownContainers(engine)), ...(await ownNetworks(engine))], []);
});

engineTest(
  "a reset or a step that is stopped ends at once, and everything is removed",
  async (engine, context) => {
    for (const where of ["reset", "step"] as const) {
      const stop = new AbortController();
      const cluster = await openCluster(context, { size: 2, signal: stop.signal });
      if (where === "step") {
        await cluster.reset(1);
        await cluster.step(equalShares(cluster));
      }
      const waiting = where === "reset" ? cluster.reset(1) : cluster.step(equalShares(cluster));
      setTimeout(() => stop.abort(), 100);
      await assert.rejects(waiting, { name: "AbortError" });
      assert.equal(await leftOf(engine, cluster.run), undefined);
      assert.equal(cluster.conditions.length, where === "step" ? 1 : 0);
    }
  },
);

engineTest("what is waited before the first step counts nowhere", async (_, context) => {
  const cluster = await openCluster(context, { size: 2, rate: 4 });
  await cluster.reset(1);
  await sleep(1500);
  const { statistics, observation } = await cluster.step(equalShares(cluster));
  assert.ok(
    Math.abs(statistics.containerSeconds - 2) < 0.3,
    `${statistics.containerSeconds} container-seconds`,
  );
  // 2 requests/s of 5 ms on 0.04 CPU, not spread over the time before.
  assert.ok(statistics.cpuMean > 0.12 && statistics.cpuMean < 0.5, `CPU ${statistics.cpuMean}`);
  assert.ok(observation.time < 1.3, `time ${observation.time}`);
});

engineTest("an episode's requests are kept in a file, also of a run that was stopped", async (_, context) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-kept-"));
  context.after(() => rmSync(folder, { recursive: true }));
  const stop = new AbortController();
  const spec = clusterSpec({ size: 4, initialFleet: 4 });
  const steps = 20;
  const cluster = await openCluster(context, {
    spec,
    steps,
    signal: stop.signal,
    schedule: (seed) =>
      requestSchedule({ spec, workload: workloadByName("constant-0.7"), seed, steps: steps + 2 }),
    loadGenerator: () => LocustLoad.start(spec),
  });
  await cluster.reset(1);
  for (let step = 0; step < 10; step++) await cluster.step(equalShares(cluster));
  setTimeout(() => stop.abort(), 300);
  await assert.rejects(cluster.step(equalShares(cluster)), { name: "AbortError" });
  const file = join(folder, "requests.csv.gz");
  cluster.saveRequests(file);
  const kept = readRequests(file);
  assert.equal(kept.length, cluster.requests.length);
  assert.ok(kept[kept.length - 1].sentAt > 10, "also those of the step that was stopped");
  assert.ok(kept.length > 150, `${kept.length} requests`);
  const sent = cluster.requests.map(({ sentAt }) => sentAt).sort((a, b) => a - b);
  for (const [k, { sentAt }] of kept.entries()) assert.ok(Math.abs(sentAt - sent[k]) < 0.51e-4);
  context.diagnostic(
    `${(statSync(file).size / kept.length).toFixed(1)} bytes a request, ${kept.length} of them`,
  );
});
