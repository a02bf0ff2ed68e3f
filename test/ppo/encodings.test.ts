import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Cluster,
  ContainerState,
  clusterSpec,
  type Observation,
  SimulatedCluster,
  writeupObservation,
} from "../../lib/cluster/index.js";
import { configuredEncoding, trainingConfig, trainingPreset, writeupEncoding } from "../../lib/ppo/index.js";
import { workloadByName } from "../../lib/workload/index.js";

const SIZE = 6;
const LARGEST = 3;
const PEAK = 40;

const open = (coldStart = 3): Cluster =>
  new SimulatedCluster({
    spec: clusterSpec({ size: SIZE, coldStart, largestScaleStep: LARGEST }),
    workload: workloadByName("constant-0.7"),
    steps: 40,
  });

/** Commands that start and stop, with holds between and some that can't be done in full. */
const COMMANDS = [1, 0, 2, 0, 0, -1, -3, 0, 3, 3, 0, 0, -2, 1, -1, 0, 0, 3, -3, 2];

/** Steps through the commands and shows each observation, the reset's first, and whether friction counted the step. */
async function episode(
  show: (seen: Observation, reversed: boolean, next: number | undefined) => void,
): Promise<void> {
  const cluster = open();
  show(await cluster.reset(1), false, COMMANDS[0]);
  for (const [t, scale] of COMMANDS.entries()) {
    // Most requests go to the last one that is ready: it is stopped first, and takes long to drain.
    const weights = Float64Array.from({ length: SIZE }, (_, i) => 10 ** i);
    const { observation, statistics } = await cluster.step({ weights, scale });
    show(observation, statistics.commandReversed, COMMANDS[t + 1]);
  }
  await cluster.close();
}

test("without options vectors are the write-up's, bit for bit, and nothing is remembered", async () => {
  const encoding = writeupEncoding({ size: SIZE, peakRate: PEAK, largestScaleStep: LARGEST });
  const vector = new Float64Array(encoding.observationLength);
  const start = encoding.start();
  let memory = start;
  await episode((seen) => {
    memory = encoding.observe(seen, memory, vector);
    assert.deepEqual(vector, writeupObservation(seen, PEAK));
    assert.equal(memory, start);
  });
  assert.equal(encoding.choice, undefined);
});

test("with containers on their way and the last command, the write-up's numbers stay and others stand beside them", async () => {
  for (const slots of [SIZE, 8]) {
    const encoding = writeupEncoding({
      size: SIZE,
      peakRate: PEAK,
      largestScaleStep: LARGEST,
      slots,
      starting: true,
      lastCommand: true,
    });
    assert.equal(encoding.observationLength, 8 * slots + 2);
    const vector = new Float64Array(encoding.observationLength);
    let memory = encoding.start();
    const counts = { starting: 0, draining: 0 };
    await episode((seen) => {
      memory = encoding.observe(seen, memory, vector);
      const own = writeupObservation(seen, PEAK);
      for (let block = 0; block < 6; block++)
        assert.deepEqual(
          vector.subarray(block * slots, block * slots + SIZE),
          own.subarray(block * SIZE, block * SIZE + SIZE),
        );
      const shown = (block: number) => [...vector.subarray(block * slots, (block + 1) * slots)];
      const flags = (state: number) =>
        Array.from({ length: slots }, (_, i) => (i < SIZE && seen.state[i] === state ? 1 : 0));
      assert.deepEqual(shown(6), flags(ContainerState.starting));
      assert.deepEqual(shown(7), flags(ContainerState.draining));
      assert.equal(vector[8 * slots], own[6 * SIZE]);
      counts.starting += shown(6).includes(1) ? 1 : 0;
      counts.draining += shown(7).includes(1) ? 1 : 0;
    });
    assert.ok(counts.starting > 0 && counts.draining > 0, JSON.stringify(counts));
  }
});

test("the last command shown is what friction compares with: a command against its sign is a reversal, and no other", async () => {
  const encoding = writeupEncoding({
    size: SIZE,
    peakRate: PEAK,
    largestScaleStep: LARGEST,
    lastCommand: true,
  });
  const vector = new Float64Array(encoding.observationLength);
  let memory = encoding.start();
  let expected = false;
  let reversals = 0;
  await episode((seen, reversed, next) => {
    assert.equal(reversed, expected);
    if (reversed) reversals++;
    const before = memory;
    memory = encoding.observe(seen, memory, vector);
    assert.notEqual(memory, before, "a memory isn't changed");
    const shown = vector[6 * SIZE + 1];
    if (seen.lastScale !== 0) assert.equal(shown, seen.lastScale / LARGEST);
    expected = next !== undefined && next * shown < 0;
  });
  assert.ok(reversals > 3);
  encoding.observe(await open().reset(2), encoding.start(), vector);
  assert.equal(vector[6 * SIZE + 1], 0, "an episode begins without one");
});

test("a chosen command c is c - k", () => {
  const encoding = writeupEncoding({ size: 2, peakRate: PEAK, largestScaleStep: 2, scale: "command" });
  const memory = encoding.start();
  assert.deepEqual(encoding.choice, { of: "command", count: 5 });
  const commands = [0, 1, 2, 3, 4].map((c) => encoding.action([0.5, 2, c], memory).scale);
  assert.deepEqual(commands, [-2, -1, 0, 1, 2]);
  assert.deepEqual(Array.from(encoding.action([0.5, 2, 1], memory).weights), [0.5, 1]);
  for (const wrong of [-1, 5, 1.5, Number.NaN])
    assert.throws(() => encoding.action([0, 0, wrong], memory), /the last number of an action vector/);
});

test("a chosen target is reached, k containers a step at most, counting those that start and not those that drain", async () => {
  for (const slots of [SIZE, 9]) {
    const encoding = writeupEncoding({
      size: SIZE,
      peakRate: PEAK,
      largestScaleStep: LARGEST,
      slots,
      scale: "target",
    });
    assert.deepEqual(encoding.choice, { of: "target", count: slots });
    const vector = new Float64Array(encoding.observationLength);
    const cluster = open();
    let seen = await cluster.reset(1);
    let memory = encoding.observe(seen, encoding.start(), vector);
    const { starting, ready } = ContainerState;
    const running = () => seen.state.filter((state) => state === starting || state === ready).length;
    assert.equal(running(), 3);
    const action = new Float64Array(slots + 1).fill(1);
    const follow = async (target: number) => {
      action[slots] = target - 1;
      const { scale } = encoding.action(action, memory);
      ({ observation: seen } = await cluster.step({ ...encoding.action(action, memory), scale }));
      memory = encoding.observe(seen, memory, vector);
      return { scale, running: running() };
    };
    assert.deepEqual(await follow(5), { scale: 2, running: 5 });
    // Still starting: nothing more is asked for.
    assert.deepEqual(await follow(5), { scale: 0, running: 5 });
    assert.deepEqual(await follow(1), { scale: -3, running: 2 });
    assert.deepEqual(await follow(1), { scale: -1, running: 1 });
    // Draining ones are no part of the fleet that is aimed at.
    assert.deepEqual(await follow(4), { scale: 3, running: 4 });
    // A target beyond the cluster, as padded models have, is the whole cluster.
    if (slots > SIZE) assert.deepEqual(await follow(slots), { scale: 2, running: 6 });
    await cluster.close();
  }
});

test("a configuration's encoding has its world's largest step", () => {
  const config = trainingConfig(
    { cluster: "sim", sizes: [4], spec: { largestScaleStep: 2 }, encoding: { scale: "command" } },
    trainingPreset("ppo-writeup"),
  );
  assert.equal(configuredEncoding(config, 4).choice?.count, 5);
});
