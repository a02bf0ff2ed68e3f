import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { runFolder } from "../../../lib/cluster/docker/engine/run-folder.js";
import { obtainWorkerImage } from "../../../lib/cluster/docker/images/worker-image.js";
import { DockerCluster } from "../../../lib/cluster/docker/index.js";
import { engineMeter } from "../../../lib/cluster/docker/observe/engine-meter.js";
import { ContainerState, checkCluster, clusterSpec } from "../../../lib/cluster/index.js";
import { evenSchedule, OpenLoopSender } from "./open-loop-sender.js";
import { engineTest, equalShares, leftOf, openCluster } from "./real-engine.js";

const { off, starting, ready, draining } = ContainerState;

engineTest("a cluster of unequal real containers passes the contract checker", async () => {
  const containers = [0.5, 1, 1.5].map((capacity) => ({
    cpuShare: 0.04 * capacity,
    memoryMiB: 128,
    serviceRate: 8 * capacity,
  }));
  const spec = clusterSpec({ containers, controlInterval: 0.5, largestScaleStep: 2, dispatch: "random" });
  const steps = 28;
  await checkCluster(
    () =>
      DockerCluster.open({
        spec,
        steps,
        schedule: () => evenSchedule(8, steps, 0.5, 0.5),
        loadGenerator: () => new OpenLoopSender(),
      }),
    { steps, deterministic: false },
  );
});

engineTest(
  "what is observed is what was sent, burnt and billed; closing leaves nothing",
  async (engine, context) => {
    const rate = 12;
    const cluster = await openCluster(context, { size: 3, rate, steps: 6 });
    await cluster.reset(1);
    const sums = { requests: 0, answered: 0, cpu: 0, seconds: 0 };
    for (let isOver = false; !isOver; ) {
      const { observation, statistics, truncated } = await cluster.step(equalShares(cluster));
      isOver = truncated;
      sums.requests += statistics.requests;
      sums.answered += statistics.completions;
      sums.seconds += statistics.containerSeconds;
      if (statistics.step > 0) sums.cpu += statistics.cpuMean;
      assert.equal(statistics.errors, 0);
      for (const share of observation.memory) assert.ok(share > 0.02 && share < 0.6, `memory ${share}`);
      for (const share of observation.lastWeights) assert.ok(Math.abs(share - 1 / 3) < 1e-12);
    }
    // Six steps, fewer where the machine was too busy to keep the clock: the episode lasts as long anyhow.
    const steps = cluster.conditions.length;
    const { time } = cluster.conditions[steps - 1];
    assert.equal(steps + cluster.conditions.reduce((sum, { missed }) => sum + missed, 0), 6);
    assert.ok(Math.abs(time - 6) < 0.5, `time ${time}`);
    assert.ok(Math.abs(sums.requests - 6 * rate) <= 2, `${sums.requests} requests`);
    assert.ok(sums.answered > 4 * rate && sums.answered <= sums.requests, `${sums.answered} answered`);
    // 4 requests/s of 5 ms each on 0.04 CPU: half of it.
    const cpu = sums.cpu / (steps - 1);
    assert.ok(cpu > 0.35 && cpu < 0.75, `CPU ${cpu}`);
    assert.ok(Math.abs(sums.seconds - 3 * time) < 0.3, `${sums.seconds} container-seconds`);
    const servers = new Set(cluster.requests.map(({ server }) => server));
    assert.deepEqual([...servers].sort(), [0, 1, 2]);
    assert.equal(cluster.requests.length, sums.answered);
    for (const { observationTime, lateness, hostBusy, hostStolen, coldStarts } of cluster.conditions) {
      assert.ok(observationTime > 0 && observationTime < 0.25, `observation took ${observationTime} s`);
      assert.ok(lateness >= 0 && lateness < 0.25, `late by ${lateness} s`);
      assert.ok(hostBusy >= 0 && hostBusy <= 1);
      assert.ok(hostStolen >= 0 && hostStolen <= 1);
      // Those of the reset aren't the episode's.
      assert.equal(coldStarts, 0);
    }
    const folder = runFolder(cluster.run);
    assert.ok(existsSync(folder));
    await cluster.close();
    assert.equal(await leftOf(engine, cluster.run), undefined);
    assert.ok(!existsSync(folder));
  },
);

engineTest("a cluster that is closed while a container drains leaves nothing at work", async (_, context) => {
  const spec = clusterSpec({ size: 2, initialFleet: 2 });
  const cluster = await openCluster(context, { spec, steps: 20, schedule: () => evenSchedule(2, 20, 1, 24) });
  await cluster.reset(1);
  await cluster.step(equalShares(cluster));
  const down = await cluster.step(equalShares(cluster, -1, [1]));
  assert.equal(down.observation.state[1], draining);
  await cluster.close();
  const before = process.cpuUsage();
  await sleep(1000);
  const { user, system } = process.cpuUsage(before);
  assert.ok(user + system < 0.2e6, `${(user + system) / 1e6} s of CPU in a second`);
});

engineTest(
  "up starts, waits and joins; down drains and stops; a draining one goes back at once",
  async (_, context) => {
    const spec = clusterSpec({ size: 3, initialFleet: 1 });
    // One request is in service nearly all the time, so that a container takes a while to drain.
    const steps = 60;
    const cluster = await openCluster(context, { spec, steps, schedule: () => evenSchedule(4, steps, 1, 3) });
    const first = await cluster.reset(1);
    assert.deepEqual([...first.state], [ready, off, off]);

    const up = await cluster.step(equalShares(cluster, 1, [2]));
    assert.equal(up.statistics.scaleEffect, 1);
    assert.equal(up.observation.state[1], off);
    assert.ok([starting, ready].includes(up.observation.state[2] as 1 | 2));
    let waited = 1;
    while (up.observation.state[2] !== ready && waited++ < 9) await cluster.step(equalShares(cluster));
    assert.equal(up.observation.state[2], ready, `not ready after ${waited} s`);
    const started = cluster.conditions.filter(({ coldStarts }) => coldStarts > 0);
    assert.deepEqual(
      started.map(({ coldStarts }) => coldStarts),
      [1],
    );
    assert.ok(started[0].coldStartTime > waited - 1.2 && started[0].coldStartTime < waited + 0.2);
    await cluster.step(equalShares(cluster));
    assert.equal(up.observation.lastWeights[2], 0.5);
    assert.ok(cluster.requests.some(({ server }) => server === 2));

    const back = await cluster.step(equalShares(cluster, -1, [2]));
    assert.ok([draining, off].includes(back.observation.state[2] as 0 | 3));
    const wasDraining = back.observation.state[2] === draining;
    await cluster.step(equalShares(cluster, 1, [2]));
    assert.equal(
      back.observation.state[2] === ready,
      wasDraining,
      "a draining container needs no cold start",
    );
    await cluster.step(equalShares(cluster, -1));
    await cluster.step(equalShares(cluster, -1));
    assert.equal(back.observation.state.filter((state) => state === ready).length, 1, "one always stays");
  },
);

engineTest("three start at once and three drain at once, and no request is lost", async (_, context) => {
  const spec = clusterSpec({
    size: 4,
    initialFleet: 1,
    largestScaleStep: 3,
    dispatch: "least-connections",
  });
  const steps = 48;
  const cluster = await openCluster(context, { spec, steps, schedule: () => evenSchedule(6, steps, 1) });
  await cluster.reset(1);
  const { observation, statistics } = await cluster.step(equalShares(cluster, 3));
  const count = (state: number) => observation.state.filter((value) => value === state).length;
  assert.equal(statistics.scaleEffect, 3);
  assert.equal(count(off), 0, "all three were ordered at once");
  let waited = 1;
  while (count(ready) < 4 && waited++ < 30) await cluster.step(equalShares(cluster));
  assert.equal(count(ready), 4, `not all ready after ${waited} s`);
  assert.equal(
    cluster.conditions.reduce((sum, { coldStarts }) => sum + coldStarts, 0),
    3,
  );
  await cluster.step(equalShares(cluster));
  await cluster.step(equalShares(cluster));
  assert.equal(new Set(cluster.requests.map(({ server }) => server)).size, 4, "all four serve");
  await cluster.step(equalShares(cluster, -3, [0, 1, 2]));
  assert.equal(statistics.scaleEffect, -3);
  assert.equal(count(draining) + count(off), 3, "all three were told to drain at once");
  for (let step = 0; step < 4; step++) await cluster.step(equalShares(cluster));
  assert.deepEqual([...observation.state], [off, off, off, ready]);
  const sent = await cluster.finishLoad();
  assert.equal(cluster.requests.filter(({ status }) => status === 200).length, sent);
});

engineTest(
  "a full queue refuses, and the refusal is the container's error and a violation",
  async (_, context) => {
    const spec = clusterSpec({ size: 1, queueLimit: 2 });
    const cluster = await openCluster(context, { spec, rate: 20, steps: 12 });
    await cluster.reset(1);
    const { statistics, observation } = await cluster.step(equalShares(cluster));
    for (let step = 1; step < 4; step++) await cluster.step(equalShares(cluster));
    assert.ok(statistics.errors > 5, `${statistics.errors} errors`);
    assert.ok(statistics.violations >= statistics.errors);
    assert.ok(observation.errorRate[0] > 0.3 && observation.queueDepth[0] <= 3);
    const refused = cluster.requests.filter(({ status }) => status === 503);
    assert.ok(refused.length > 20 && refused.every(({ server }) => server === 0));
  },
);

engineTest(
  "requests unanswered past the SLA are violations once, before they are answered",
  async (_, context) => {
    const spec = clusterSpec({ size: 1, sla: 0.5 });
    const steps = 30;
    const cluster = await openCluster(context, { spec, steps, schedule: () => evenSchedule(1, 2, 1, 20) });
    await cluster.reset(1);
    let violations = 0;
    let beforeAnswer = 0;
    for (let step = 0; step < 6; step++) {
      const { statistics } = await cluster.step(equalShares(cluster));
      violations += statistics.violations;
      if (statistics.completions === 0 && step < 2) beforeAnswer += statistics.violations;
    }
    assert.equal(cluster.requests.length, 2);
    assert.ok(beforeAnswer >= 1, "one was late before it was answered");
    assert.equal(violations, 2);
  },
);

engineTest(
  "another image takes the workers' place, and the engine's statistics that of the cgroup files",
  async (engine, context) => {
    const cluster = await openCluster(context, {
      size: 2,
      rate: 8,
      steps: 20,
      openMeter: engineMeter,
      worker: {
        image: await obtainWorkerImage(engine),
        port: 9000,
        readinessPath: "/status",
        environment: { PORT: "9000", QUEUE_LIMIT: "5", MEAN_DEMAND: "0.005" },
        writable: ["/tmp"],
      },
    });
    await cluster.reset(1);
    let last = await cluster.step(equalShares(cluster));
    for (let step = 1; step < 6; step++) last = await cluster.step(equalShares(cluster));
    assert.equal(last.statistics.errors, 0);
    assert.ok(last.statistics.completions >= 6);
    const { cpuMean, memoryMean } = last.statistics;
    assert.ok(cpuMean > 0.3 && cpuMean < 0.8, `CPU ${cpuMean}`);
    assert.ok(memoryMean > 0.02 && memoryMean < 0.6, `memory ${memoryMean}`);
    const { HostConfig } = await engine.ask("look", async (docker) => {
      const [container] = await docker.listContainers({
        filters: { label: [`fleetlab.run=${cluster.run}`, "fleetlab.role=worker"] },
      });
      return docker.getContainer(container.Id).inspect();
    });
    assert.deepEqual(HostConfig.CapDrop, ["ALL"]);
    assert.ok(HostConfig.ReadonlyRootfs);
    assert.deepEqual(
      [HostConfig.CpuPeriod, HostConfig.CpuQuota, HostConfig.Memory],
      [25_000, 1000, 128 * 2 ** 20],
    );
    assert.ok(HostConfig.SecurityOpt?.includes("no-new-privileges:true"));
  },
);

engineTest(
  "a controller that takes longer than an interval is recorded, and the clock keeps its grid",
  async (_, context) => {
    const spec = clusterSpec({ size: 1, controlInterval: 0.4 });
    const cluster = await openCluster(context, { spec, rate: 5, steps: 10 });
    await cluster.reset(1);
    await cluster.step(equalShares(cluster));
    await new Promise((done) => setTimeout(done, 900));
    const { observation } = await cluster.step(equalShares(cluster));
    const [, late] = cluster.conditions;
    assert.equal(late.missed, 2);
    assert.ok(Math.abs(observation.time - 1.6) < 0.1, `time ${observation.time}`);
    assert.ok(Math.abs(observation.arrivalRate - 5) < 1.7, `arrival rate ${observation.arrivalRate}`);
  },
);
