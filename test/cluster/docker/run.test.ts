import assert from "node:assert/strict";
import { WorkerContainer } from "../../../lib/cluster/docker/fleet/worker-container.js";
import { OWN_WORKER } from "../../../lib/cluster/docker/fleet/worker-service.js";
import { LocustLoad } from "../../../lib/cluster/docker/index.js";
import { openMeter } from "../../../lib/cluster/docker/observe/resource-meter.js";
import { ContainerRun } from "../../../lib/cluster/docker/run.js";
import { clusterSpec } from "../../../lib/cluster/index.js";
import { engineTest, openCluster } from "./real-engine.js";

engineTest(
  "an end that is told of after the next start isn't taken for that one's",
  async (engine, context) => {
    const spec = clusterSpec({ size: 2 });
    const run = await ContainerRun.open(engine, { spec, service: OWN_WORKER, port: 0 });
    context.after(() => run.close());
    const [first, { id, address }] = run.workers;
    // Another one over the second container, so that this test says when the news comes.
    const worker = new WorkerContainer(engine, 1, id, address, OWN_WORKER, openMeter);
    await worker.start();
    await worker.stop();
    await worker.start();
    assert.equal(worker.noteEnd(), false, "that is the stop before the second start");
    await engine.ask("kill", (docker) => docker.getContainer(id).kill());
    assert.equal(worker.noteEnd(), true, "it was killed");
    for (let k = 0; k < 5; k++) {
      await first.start();
      await first.stop();
    }
    await first.start();
    assert.ok(!run.died.aborted, "quick stops and starts are no deaths");
    await engine.ask("kill", (docker) => docker.getContainer(first.id).kill());
    if (!run.died.aborted) await new Promise((done) => run.died.addEventListener("abort", done));
    assert.match(run.died.reason.message, /^worker 0 of run \w+ ended by itself \(exit code 137/);
  },
);

engineTest("a cluster tells the versions of what it runs on", async (engine, context) => {
  const spec = clusterSpec({ size: 1 });
  const cluster = await openCluster(context, { spec, loadGenerator: () => LocustLoad.start(spec) });
  const versions = await cluster.versions();
  const { Version, KernelVersion } = await engine.ask("tell its version", (docker) => docker.version());
  assert.equal(versions.docker, Version);
  assert.equal(versions.kernel, KernelVersion);
  assert.match(versions.haproxy, /^\d+\.\d+/);
  assert.match(versions.load, /^Locust \d+\.\d+\.\d+$/);
  context.diagnostic(JSON.stringify(versions));
});
