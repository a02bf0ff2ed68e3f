import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import {
  DockerCluster,
  type DockerOptions,
  Engine,
  listRuns,
  type Run,
} from "../../../lib/cluster/docker/index.js";
import { type Action, clusterSpec } from "../../../lib/cluster/index.js";
import { processNumber } from "../../../lib/files/index.js";
import { evenSchedule, OpenLoopSender } from "./open-loop-sender.js";

/** Where it is set, as in CI, a test that finds no engine fails instead of being skipped. */
const REQUIRED = process.env.FLEETLAB_REQUIRE_DOCKER === "1";

/** A test on this machine's Docker engine; skipped, with a word, where none answers. */
export function engineTest(
  title: string,
  body: (engine: Engine, context: TestContext) => Promise<void>,
): void {
  test(title, async (context) => {
    let engine: Engine;
    try {
      engine = await Engine.connect();
    } catch (error) {
      if (REQUIRED) throw error;
      context.skip((error as Error).message);
      return;
    }
    await body(engine, context);
  });
}

/** A small cluster under an even load from this process, closed after the test. */
export async function openCluster(
  context: TestContext,
  options: Partial<DockerOptions> & { readonly size?: number; readonly rate?: number } = {},
): Promise<DockerCluster> {
  const { size = 3, rate = 10, ...rest } = options;
  const spec = rest.spec ?? clusterSpec({ size, initialFleet: size });
  const steps = rest.steps ?? 10;
  const cluster = await DockerCluster.open({
    steps,
    schedule: () => evenSchedule(rate, steps, spec.controlInterval),
    loadGenerator: () => new OpenLoopSender(),
    ...rest,
    spec,
  });
  context.after(() => cluster.close());
  return cluster;
}

/** An action with equal weights. */
export function equalShares(cluster: DockerCluster, scale = 0, containers: readonly number[] = []): Action {
  return { weights: cluster.spec.containers.map(() => 1), scale, containers };
}

/** What the engine holds of run `id`; undefined: nothing. */
export async function leftOf(engine: Engine, id: string): Promise<Run | undefined> {
  return (await listRuns(engine)).find((run) => run.id === id);
}

/** Ids of the containers that this process has made. */
export async function ownContainers(engine: Engine): Promise<readonly string[]> {
  return (await ownRuns(engine)).flatMap(({ containers }) => containers.map(({ id }) => id));
}

/** Ids of the networks that this process has made. */
export async function ownNetworks(engine: Engine): Promise<readonly string[]> {
  return (await ownRuns(engine)).flatMap(({ networks }) => networks);
}

async function ownRuns(engine: Engine): Promise<readonly Run[]> {
  return (await listRuns(engine)).filter(({ owner }) => processNumber(owner) === process.pid);
}

/** Asserts that `promise` fails with an InputError of one line that matches. */
export async function failsWithLine(promise: Promise<unknown>, pattern: RegExp): Promise<void> {
  await assert.rejects(promise, (error: Error) => {
    assert.equal(error.name, "InputError", error.stack);
    assert.match(error.message, pattern);
    assert.equal(error.message.split("\n").length, 1);
    return true;
  });
}
