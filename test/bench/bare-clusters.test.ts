import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { BareClusters } from "../../bench/ppo/bare-clusters.js";
import { speedSettings } from "../../bench/ppo/settings.js";
import type { BatchPart } from "../../lib/ppo/index.js";
import { RandomStream } from "../../lib/random/index.js";

/** As the write-up's own cluster answered without noise (bench/peers/record-environment.ts). */
const RECORDING = join(__dirname, "../golden/writeup-environment.json");
const TOLERANCE = 1e-9;

interface Recorded {
  readonly size: number;
  readonly traffic: { readonly level: number; readonly amplitude: number; readonly period: number };
  readonly episodes: readonly {
    readonly phase: number;
    readonly first: readonly number[];
    readonly steps: readonly {
      readonly action: readonly number[];
      readonly observation: readonly number[];
      readonly reward: number;
    }[];
  }[];
}

function assertClose(actual: ArrayLike<number>, expected: readonly number[], what: string): void {
  assert.equal(actual.length, expected.length, what);
  expected.forEach((value, i) => {
    assert.ok(Math.abs(actual[i] - value) <= TOLERANCE, `${what}[${i}]: ${actual[i]} is not ${value}`);
  });
}

test("clusters as the peers have them are the write-up's: what they show, and rewards", () => {
  const { steps, diurnal }: { steps: number; diurnal: Recorded } = JSON.parse(
    readFileSync(RECORDING, "utf8"),
  );
  const { size, traffic, episodes } = diurnal;
  class OnRecordedDays extends BareClusters {
    protected override phase(b: number): number {
      return episodes[b].phase;
    }
  }
  const clusters = new OnRecordedDays(
    { size, clusters: episodes.length, episodeSteps: steps, traffic },
    undefined,
    0,
  );
  const row = (array: Float64Array, b: number) =>
    array.subarray(b * clusters.observationLength, (b + 1) * clusters.observationLength);
  clusters.reset(1);
  episodes.forEach(({ first }, b) => {
    assertClose(row(clusters.observations, b), first, "first");
  });
  for (let t = 0; t < steps; t++) {
    clusters.step(Float64Array.from(episodes.flatMap((episode) => episode.steps[t].action)));
    episodes.forEach((episode, b) => {
      const { observation, reward } = episode.steps[t];
      assertClose(row(clusters.reached, b), observation, `step ${t}`);
      assertClose([clusters.rewards[b]], [reward], `reward ${t}`);
      assert.equal(clusters.truncated[b], t + 1 === steps ? 1 : 0);
    });
  }
  episodes.forEach(({ first }, b) => {
    assertClose(row(clusters.observations, b), first, "after the end");
  });
});

/** Everything that some steps of random actions show, cluster by cluster. */
function course(part?: BatchPart): readonly (readonly number[])[] {
  const settings = { ...speedSettings(3), clusters: 4, episodeSteps: 5 };
  const clusters = new BareClusters(settings, part);
  const { first, count } = part ?? { first: 0, count: settings.clusters };
  const shown: number[][] = Array.from({ length: count }, () => []);
  const random = RandomStream.of(1);
  clusters.reset(7);
  for (let t = 0; t < 12; t++) {
    const actions = Float32Array.from({ length: settings.clusters * clusters.actionLength }, () =>
      random.uniform(),
    );
    clusters.step(actions.subarray(first * clusters.actionLength));
    shown.forEach((one, b) => {
      const from = b * clusters.observationLength;
      const to = from + clusters.observationLength;
      one.push(
        clusters.rewards[b],
        ...clusters.reached.slice(from, to),
        ...clusters.observations.slice(from, to),
      );
    });
  }
  return shown;
}

test("what they show depends on the seed and the cluster alone", () => {
  const all = course();
  assert.deepEqual(course(), all);
  assert.deepEqual(course({ first: 1, count: 2 }), all.slice(1, 3));
  assert.notDeepEqual(all[0], all[1]);
});

test("noise is the write-up's: of .02 on CPU", () => {
  const settings = { ...speedSettings(2), clusters: 2000, episodeSteps: 2 };
  const [loud, silent] = [1, 0].map((noise) => {
    const clusters = new BareClusters(settings, undefined, noise);
    clusters.reset(3);
    return Float64Array.from({ length: 2000 }, (_, b) => clusters.observations[b * 13]);
  });
  // What is cut off at 0 and 1 says nothing of the deviation.
  const differences = [...loud]
    .map((cpu, b) => cpu - silent[b])
    .filter((_, b) => silent[b] < 0.9 && silent[b] > 0.1);
  assert.ok(differences.length > 100);
  const variance = differences.reduce((sum, one) => sum + one * one, 0) / differences.length;
  const error = 0.02 * Math.sqrt(1 / (2 * differences.length));
  assert.ok(Math.abs(Math.sqrt(variance) - 0.02) < 4 * error, `${Math.sqrt(variance)}`);
});
