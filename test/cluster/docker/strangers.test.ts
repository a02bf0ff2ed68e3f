import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { LABEL, ownership, runLabels, sealed } from "../../../lib/cluster/docker/engine/labels.js";
import {
  abandonedFolders,
  makeRunFolder,
  removeRunFolder,
  runFolder,
} from "../../../lib/cluster/docker/engine/run-folder.js";
import { isRunName, newRunName } from "../../../lib/cluster/docker/engine/run-name.js";
import { obtainWorkerImage } from "../../../lib/cluster/docker/images/worker-image.js";
import { type Engine, listRuns, sweepDeadRuns } from "../../../lib/cluster/docker/index.js";
import { machineName } from "../../../lib/files/index.js";
import { engineTest, equalShares, leftOf, openCluster } from "./real-engine.js";

const PROGRAM = resolve(__dirname, "../../../lib/bin/fleetlab.js");
const NODE = "/usr/local/bin/node";

/** Makes a stranger's container, removed after the test; returns its id. */
async function stranger(
  engine: Engine,
  context: TestContext,
  options: { readonly Image: string; readonly name?: string; readonly Labels?: Record<string, string> },
): Promise<string> {
  const { id } = await engine.ask("make a stranger's container", (docker) =>
    docker.createContainer({ ...options, Entrypoint: [NODE, "-e", "0"] }),
  );
  context.after(() =>
    engine.askUnlessGone("remove it", (docker) => docker.getContainer(id).remove({ force: true })),
  );
  return id;
}

/** Makes an image of a container, with its labels and more, removed after the test; returns its name. */
async function imageOf(
  engine: Engine,
  context: TestContext,
  container: string,
  changes: string,
): Promise<string> {
  const repo = `fleetlab-test-stranger-${newRunName()}`;
  await engine.ask("make an image", (docker) =>
    docker.getContainer(container).commit({ repo, tag: "1", changes }),
  );
  context.after(() =>
    engine.askUnlessGone("remove it", (docker) => docker.getImage(`${repo}:1`).remove({ force: true })),
  );
  return `${repo}:1`;
}

async function exists(engine: Engine, id: string): Promise<boolean> {
  return (await engine.askUnlessGone("look", (docker) => docker.getContainer(id).inspect())) !== undefined;
}

/** A cluster that another process serves, until it is killed. */
async function servingRun(
  context: TestContext,
  size: number,
): Promise<{ readonly run: string; kill(): Promise<unknown> }> {
  const child = spawn(
    process.execPath,
    [PROGRAM, "cluster", "up", "--json", "--size", String(size), "--ready", "1"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const ended = new Promise((done) => child.once("close", done));
  const kill = () => {
    child.kill("SIGKILL");
    return ended;
  };
  context.after(kill);
  let text = "";
  await new Promise<void>((done) =>
    child.stdout.on("data", (chunk) => {
      text += chunk;
      if (text.endsWith("}\n")) done();
    }),
  );
  return { run: JSON.parse(text).run, kill };
}

/** All labels that a dead run's proxy bears, but for the seal. */
const deadLabels = (run: string) => ({
  [LABEL.run]: run,
  [LABEL.machine]: machineName(),
  [LABEL.owner]: "another boot:1:1",
  [LABEL.role]: "proxy",
});

engineTest(
  "a label decides nothing: what a stranger made, and folders outside, are never removed",
  async (engine, context) => {
    const outside = mkdtempSync(join(tmpdir(), "fleetlab-stranger-"));
    context.after(() => rmSync(outside, { recursive: true, force: true }));
    writeFileSync(join(outside, "dear"), "");
    const Image = await obtainWorkerImage(engine);
    const path = `../${basename(outside)}`;
    const plain = await stranger(engine, context, { Image });
    const labelled = await imageOf(engine, context, plain, `LABEL ${LABEL.run}=${path}`);
    const forged = newRunName();
    const strangers = [
      plain,
      await stranger(engine, context, { Image: labelled }),
      await stranger(engine, context, { Image, Labels: deadLabels(path) }),
      await stranger(engine, context, {
        Image,
        Labels: deadLabels(forged),
        name: `fleetlab-${forged}-proxy`,
      }),
    ];
    const network = await engine.ask("make a stranger's network", (docker) =>
      docker.createNetwork({ Name: `fleetlab-${forged}`, Labels: deadLabels(forged) }),
    );
    context.after(() => network.remove());
    await sweepDeadRuns(engine);
    const down = spawnSync(process.execPath, [PROGRAM, "cluster", "down"], { encoding: "utf8" });
    assert.equal(down.status, 0, down.stderr);
    for (const id of strangers) assert.ok(await exists(engine, id));
    await network.inspect();
    assert.ok(existsSync(join(outside, "dear")));
    const runs = await listRuns(engine);
    assert.ok(!runs.some(({ id }) => id === path), "what is no run's name is no run");
    assert.equal(runs.find(({ id }) => id === forged)?.ownership, "foreign");
    const named = spawnSync(process.execPath, [PROGRAM, "cluster", "down", forged], { encoding: "utf8" });
    assert.equal(named.status, 2);
    assert.match(named.stderr, new RegExp(`^fleetlab: run ${forged} wasn't made by this user.*\\n$`));
    assert.ok(await exists(engine, strangers[3] as string));
  },
);

engineTest(
  "a copy of a run's container with all its labels stays when the run is swept, and its end isn't the run's",
  async (engine, context) => {
    const { run, kill } = await servingRun(context, 2);
    const worker = (await leftOf(engine, run))?.containers.find(({ index }) => index === 1)?.id as string;
    const copy = await stranger(engine, context, {
      Image: await imageOf(engine, context, worker, "LABEL copy=1"),
    });
    assert.equal((await leftOf(engine, run))?.containers.length, 3, "the copy is no part of the run");
    await kill();
    await sweepDeadRuns(engine);
    assert.ok(await exists(engine, copy));
    assert.ok(!(await exists(engine, worker)));
    assert.equal((await leftOf(engine, run))?.ownership, "foreign");
    assert.ok(!existsSync(runFolder(run)));

    const cluster = await openCluster(context, { size: 1, steps: 20 });
    await cluster.reset(1);
    const [own] =
      (await leftOf(engine, cluster.run))?.containers.filter(({ role }) => role === "worker") ?? [];
    const twin = await stranger(engine, context, {
      Image: await imageOf(engine, context, own?.id as string, "LABEL copy=1"),
    });
    await engine.ask("start it", (docker) => docker.getContainer(twin).start());
    await engine.ask("wait for its end", (docker) => docker.getContainer(twin).wait());
    assert.equal((await cluster.step(equalShares(cluster))).statistics.errors, 0);
    await cluster.close();
    assert.ok(await exists(engine, twin));
  },
);

engineTest("another user's run is foreign, and stays", async (engine, context) => {
  const state = mkdtempSync(join(tmpdir(), "fleetlab-state-"));
  context.after(() => rmSync(state, { recursive: true }));
  const { run, kill } = await servingRun(context, 1);
  const asOther = spawnSync(process.execPath, [PROGRAM, "cluster", "down", run], {
    encoding: "utf8",
    env: { ...process.env, XDG_STATE_HOME: state },
  });
  assert.equal(asOther.status, 2, asOther.stdout);
  assert.match(asOther.stderr, /wasn't made by this user on this machine/);
  assert.equal((await leftOf(engine, run))?.ownership, "alive");
  await kill();
  await sweepDeadRuns(engine);
  assert.equal(await leftOf(engine, run), undefined);
});

test("a run's name is one that this program makes; no other leads to a folder", () => {
  for (let k = 0; k < 100; k++) assert.ok(isRunName(newRunName()));
  for (const name of ["", "../x", "abc", "0123abcde", "0123ABCD", "0123abc/", "0123abcd\n", "."]) {
    assert.ok(!isRunName(name as unknown));
    assert.throws(() => runFolder(name), /run must be 8 hexadecimal digits/);
    assert.throws(() => removeRunFolder(name), RangeError);
  }
});

test("a seal holds for one name and one set of labels", () => {
  const labels = { ...runLabels("0123abcd", true), [LABEL.role]: "worker", [LABEL.index]: "0" };
  const name = "fleetlab-0123abcd-worker-0";
  const own = sealed(name, labels);
  assert.equal(ownership(name, own), "detached");
  assert.equal(ownership(name, labels), "foreign");
  assert.equal(ownership("other", own), "foreign");
  for (const label of Object.values(LABEL))
    assert.equal(ownership(name, { ...own, [label]: "0123abce" }), "foreign", label);
});

test("a folder is abandoned when its maker has ended, a detached run's only for the engine that held it", () => {
  const run = newRunName();
  makeRunFolder(run, { detached: false, engine: "/a" });
  assert.ok(!abandonedFolders("/a").includes(run), "its maker lives");
  const record = (detached: boolean) =>
    writeFileSync(
      `${runFolder(run)}.json`,
      JSON.stringify({ owner: "another boot:1:1", detached, engine: "/a" }),
    );
  record(false);
  assert.ok(abandonedFolders("/a").includes(run) && abandonedFolders("/b").includes(run));
  record(true);
  assert.ok(abandonedFolders("/a").includes(run) && !abandonedFolders("/b").includes(run));
  removeRunFolder(run);
  assert.ok(!existsSync(runFolder(run)) && !abandonedFolders("/a").includes(run));
  // What this program didn't make there isn't its business.
  const other = join(runFolder(run), "..", "notes");
  mkdirSync(other);
  assert.ok(!abandonedFolders("/a").includes("notes"));
  rmSync(other, { recursive: true });
});
