import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  WRITEUP_PEAK_PER_NODE,
  WRITEUP_REWARD_WEIGHTS,
  WriteupCluster,
  writeupAction,
  writeupObservation,
  writeupSpec,
} from "../../lib/cluster/index.js";
import { RandomStream } from "../../lib/random/index.js";

/**
 * What the write-up's cluster answers without noise, for a port of it in another language to be held against.
 *
 *     npx tsx bench/sb3/record-environment.ts     # writes test/golden/sb3-environment.json
 */
const SIZES = [3, 5];
const EPISODES = 4;
const STEPS = 40;
/** Digits that are kept: enough for an agreement to 1e-9. */
const DIGITS = 12;

const rounded = (value: number) => Number(value.toPrecision(DIGITS)) + 0;

export function recordEnvironment() {
  return { steps: STEPS, cases: SIZES.map(recordCase) };
}

function recordCase(size: number) {
  const random = RandomStream.of(size, "record");
  const peak = WRITEUP_PEAK_PER_NODE * size;
  // Twice the peak, so that small fleets and the whole one get past saturation.
  const users = Array.from({ length: EPISODES * STEPS }, () => random.integer(2 * peak) + 1);
  const left = [...users];
  const cluster = new WriteupCluster({
    spec: writeupSpec({ size }),
    steps: STEPS,
    noise: 0,
    traffic: () => ({ next: () => left.shift() as number }),
  });
  const episodes = Array.from({ length: EPISODES }, () => {
    const seen = (observation: Parameters<typeof writeupObservation>[0]) =>
      Array.from(writeupObservation(observation, peak), rounded);
    const first = seen(cluster.reset(0));
    // Past the bounds, so that the cut to [0, 1] is met; now and then no weights at all.
    const steps = Array.from({ length: STEPS }, (_, t) => {
      const action = Array.from({ length: size + 1 }, () => rounded(1.4 * random.uniform() - 0.2));
      if (t % 10 === 9) action.fill(0, 0, size);
      const { observation, reward, terms } = cluster.step(writeupAction(action, size));
      return {
        action,
        observation: seen(observation),
        reward: rounded(reward),
        // Terms that stand by with weight 0 are no part of the write-up's reward.
        terms: Object.fromEntries(
          Object.keys(WRITEUP_REWARD_WEIGHTS).map((name) => [name, rounded(terms[name])]),
        ),
      };
    });
    return { first, steps };
  });
  return { size, users, episodes };
}

/** One line a step. */
function text(record: ReturnType<typeof recordEnvironment>): string {
  const cases = record.cases.map(
    ({ size, users, episodes }) =>
      `{"size":${size},"users":${JSON.stringify(users)},"episodes":[\n${episodes
        .map(
          ({ first, steps }) =>
            `{"first":${JSON.stringify(first)},"steps":[\n${steps.map((step) => JSON.stringify(step)).join(",\n")}]}`,
        )
        .join(",\n")}]}`,
  );
  return `{"steps":${record.steps},"cases":[\n${cases.join(",\n")}]}\n`;
}

if (require.main === module)
  writeFileSync(join(__dirname, "../../test/golden/sb3-environment.json"), text(recordEnvironment()));
