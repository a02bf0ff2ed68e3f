import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { obtainWorkerImage } from "../../../lib/cluster/docker/images/worker-image.js";
import { LocustLoad, type Run, readRequests, removeRun } from "../../../lib/cluster/docker/index.js";
import { clusterSpec } from "../../../lib/cluster/index.js";
import { EngineGate } from "./engine-gate.js";
import { evenSchedule } from "./open-loop-sender.js";
import { engineTest, equalShares, failsWithLine, leftOf, openCluster } from "./real-engine.js";

engineTest(
  "Locust killed in mid-run: one line, the cluster is removed, its records are kept",
  async (engine, context) => {
    const spec = clusterSpec({ size: 2, initialFleet: 2 });
    let locust: LocustLoad | undefined;
    const cluster = await openCluster(context, {
      spec,
      rate: 10,
      loadGenerator: async () => {
        locust = await LocustLoad.start(spec);
        return locust;
      },
    });
    await cluster.reset(1);
    for (let step = 0; step < 2; step++) await cluster.step(equalShares(cluster));
    setTimeout(() => process.kill((locust as LocustLoad).pid, "SIGKILL"), 300);
    await failsWithLine(cluster.step(equalShares(cluster)), /^Locust ended by itself \(signal SIGKILL\)/);
    assert.equal(await leftOf(engine, cluster.run), undefined);
    assert.equal(cluster.conditions.length, 2);
    assert.ok(cluster.requests.length >= 12, `${cluster.requests.length} records kept`);
  },
);

engineTest(
  "Locust stopped in mid-run: one line in place of rows without requests, what was measured is kept",
  async (engine, context) => {
    const spec = clusterSpec({ size: 2, initialFleet: 2 });
    let locust: LocustLoad | undefined;
    const cluster = await openCluster(context, {
      spec,
      rate: 10,
      loadGenerator: async () => {
        locust = await LocustLoad.start(spec);
        return locust;
      },
    });
    await cluster.reset(1);
    for (let step = 0; step < 2; step++) await cluster.step(equalShares(cluster));
    process.kill((locust as LocustLoad).pid, "SIGSTOP");
    await failsWithLine(
      cluster.step(equalShares(cluster)),
      /^Locust hangs: no sign of life for [56]\.\d s \(\d+ requests were sent of \d+ that were due\): this isn't the load/,
    );
    assert.equal(await leftOf(engine, cluster.run), undefined);
    assert.equal(cluster.conditions.length, 2);
    assert.ok(cluster.requests.length >= 12, `${cluster.requests.length} records kept`);
  },
);

engineTest(
  "an engine that dies in mid-run: one line, and the records so far are kept",
  async (engine, context) => {
    // Only this run sees it die: a socket in front of it is closed, since others work with the machine's engine.
    const gate = await EngineGate.open(engine.address);
    context.after(() => gate.close());
    const cluster = await openCluster(context, { size: 2, rate: 10, engineSocket: gate.path });
    await cluster.reset(1);
    for (let step = 0; step < 2; step++) await cluster.step(equalShares(cluster));
    setTimeout(() => gate.close(), 300);
    await failsWithLine(
      cluster.step(equalShares(cluster)),
      /^the Docker engine at .* ended in mid-run: start it again and repeat/,
    );
    assert.equal(cluster.conditions.length, 2);
    assert.ok(cluster.requests.length >= 12, `${cluster.requests.length} records kept`);
    const folder = mkdtempSync(join(tmpdir(), "fleetlab-kept-"));
    context.after(() => rmSync(folder, { recursive: true }));
    cluster.saveRequests(join(folder, "requests.csv.gz"));
    assert.equal(readRequests(join(folder, "requests.csv.gz")).length, cluster.requests.length);
    // Nobody can remove what an engine that is gone holds. The next start does once this process has ended; here the test does.
    const left = await leftOf(engine, cluster.run);
    assert.equal(left?.containers.length, 3);
    await removeRun(engine, left as Run);
    assert.equal(await leftOf(engine, cluster.run), undefined);
  },
);

engineTest(
  "an engine that hangs in mid-run: one line within its patience, and the records so far are kept",
  async (engine, context) => {
    const gate = await EngineGate.open(engine.address);
    context.after(() => gate.close());
    const cluster = await openCluster(context, {
      spec: clusterSpec({ size: 2, initialFleet: 1 }),
      rate: 4,
      steps: 20,
      engineSocket: gate.path,
      enginePatience: 2,
    });
    await cluster.reset(1);
    await cluster.step(equalShares(cluster));
    gate.mute();
    const began = performance.now();
    const scaling = async () => {
      for (let step = 0; step < 10; step++) await cluster.step(equalShares(cluster, 1));
    };
    await failsWithLine(
      scaling(),
      /^the Docker engine at .* hangs: it was to start worker 1 and gave no answer within 2 s: /,
    );
    // What is asked of it afterwards isn't waited for again.
    assert.ok(performance.now() - began < 4000, `${performance.now() - began} ms`);
    await sleep(500);
    assert.equal(gate.connections, 0, "no connection is left that would keep a program alive");
    assert.ok(cluster.conditions.length >= 1 && cluster.requests.length >= 2);
    const left = await leftOf(engine, cluster.run);
    assert.equal(left?.containers.length, 3);
    await removeRun(engine, left as Run);
    assert.equal(await leftOf(engine, cluster.run), undefined);
  },
);

engineTest(
  "an engine that refuses in mid-run: its reason in one line, and the cluster is removed",
  async (engine, context) => {
    const cluster = await openCluster(context, { spec: clusterSpec({ size: 2, initialFleet: 1 }), rate: 6 });
    await cluster.reset(1);
    await cluster.step(equalShares(cluster));
    // Without its container the engine can't do what it is asked to.
    const { id } = (await leftOf(engine, cluster.run))?.containers.find(({ index }) => index === 1) ?? {};
    await engine.ask("remove", (docker) => docker.getContainer(id as string).remove());
    const scaling = async () => {
      await cluster.step(equalShares(cluster, 1));
      await cluster.step(equalShares(cluster));
    };
    await failsWithLine(scaling(), /^the Docker engine couldn't start worker 1: .*no such container/i);
    assert.equal(await leftOf(engine, cluster.run), undefined);
    assert.ok(cluster.conditions.length >= 1 && cluster.requests.length >= 3);
  },
);

engineTest(
  "a worker that never gets ready in mid-run: one line, the cluster is removed, its records are kept",
  async (engine, context) => {
    const cluster = await openCluster(context, {
      spec: clusterSpec({ size: 2, initialFleet: 1 }),
      rate: 4,
      steps: 20,
      readyPatience: 3,
      worker: {
        image: await obtainWorkerImage(engine),
        environment: { PORT: "8080", QUEUE_LIMIT: "32", MEAN_DEMAND: "0.005" },
      },
    });
    await cluster.reset(1);
    await cluster.step(equalShares(cluster));
    // It can't serve while its processes are held.
    const { id } = (await leftOf(engine, cluster.run))?.containers.find(({ index }) => index === 1) ?? {};
    const container = await engine.ask("look", async (docker) => docker.getContainer(id as string));
    const scaling = async () => {
      const held = cluster.step(equalShares(cluster, 1));
      for (let tries = 0; tries < 200; tries++)
        if (
          await container.pause().then(
            () => true,
            () => false,
          )
        )
          break;
      await held;
      for (let step = 0; step < 8; step++) await cluster.step(equalShares(cluster));
    };
    await failsWithLine(
      scaling(),
      /^worker 1 \(fleetlab-worker:.*\) didn't get ready in 3 s at port 8080, path \/healthz/,
    );
    assert.equal(await leftOf(engine, cluster.run), undefined);
    assert.ok(cluster.requests.length >= 3);
  },
);

engineTest(
  "answers that don't come at an episode's end are waited for so long and no longer",
  async (engine, context) => {
    const cluster = await openCluster(context, {
      size: 1,
      endPatience: 0.5,
      // One request of 20 s of a worker's whole share of CPU.
      schedule: () => evenSchedule(1, 1, 1, 160),
    });
    await cluster.reset(1);
    await cluster.step(equalShares(cluster));
    await failsWithLine(
      cluster.finishLoad(),
      /^the load generator didn't end within 0\.5 s \(1 requests unanswered\): the run is over/,
    );
    assert.equal(await leftOf(engine, cluster.run), undefined);
  },
);
