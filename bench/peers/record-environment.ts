import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  WRITEUP_PEAK_PER_NODE,
  WRITEUP_REWARD_WEIGHTS,
  WRITEUP_USERS_PER_NODE,
  WriteupCluster,
  writeupAction,
  writeupObservation,
  writeupSpec,
} from "../../lib/cluster/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { diurnal } from "../../lib/workload/index.js";
import { SPEED_TRAFFIC } from "../ppo/settings.js";

/**
 * What the write-up's cluster answers without noise, for a port of it in another language to be held against.
 *
 *     npx tsx bench/peers/record-environment.ts     # writes test/golden/writeup-environment.json
 */
const SIZES = [3, 5];
const EPISODES = 4;
const STEPS = 40;
/** The size of the clusters under a day's rise and fall. */
const DIURNAL_SIZE = 4;
const DIURNAL_EPISODES = 2;
/** Digits that are kept: enough for an agreement to 1e-9. */
const DIGITS = 12;

const rounded = (value: number) => Number(value.toPrecision(DIGITS)) + 0;

export function recordEnvironment() {
  return { steps: STEPS, cases: SIZES.map(recordCase), diurnal: recordDiurnal() };
}

/** Episodes under listed users, through whose end the list runs on. */
function recordCase(size: number) {
  const random = RandomStream.of(size, "record");
  // Twice the peak, so that small fleets and the whole one get past saturation.
  const users = Array.from(
    { length: EPISODES * STEPS },
    () => random.integer(2 * WRITEUP_PEAK_PER_NODE * size) + 1,
  );
  const left = [...users];
  const cluster = new WriteupCluster({
    spec: writeupSpec({ size }),
    steps: STEPS,
    noise: 0,
    traffic: () => ({ next: () => left.shift() as number }),
  });
  return {
    size,
    users,
    episodes: Array.from({ length: EPISODES }, () => recordEpisode(cluster, size, 0, random)),
  };
}

/** Episodes under the traffic of the speed comparison, each with the phase that its seed drew. */
function recordDiurnal() {
  const size = DIURNAL_SIZE;
  const random = RandomStream.of(size, "record");
  const spec = writeupSpec({ size });
  const workload = diurnal(SPEED_TRAFFIC);
  const cluster = new WriteupCluster({ spec, steps: STEPS, noise: 0, workload });
  return {
    size,
    traffic: SPEED_TRAFFIC,
    episodes: Array.from({ length: DIURNAL_EPISODES }, (_, seed) => ({
      phase: rounded(2 * Math.PI * RandomStream.of(seed, "workload", "diurnal").uniform()),
      users: Array.from(
        workload.trace({
          seed,
          capacity: WRITEUP_USERS_PER_NODE * size,
          slots: STEPS,
          slotLength: spec.controlInterval,
          timeScale: spec.timeScale,
        }),
        rounded,
      ),
      ...recordEpisode(cluster, size, seed, random),
    })),
  };
}

function recordEpisode(cluster: WriteupCluster, size: number, seed: number, random: RandomStream) {
  const seen = (observation: Parameters<typeof writeupObservation>[0]) =>
    Array.from(writeupObservation(observation, WRITEUP_PEAK_PER_NODE * size), rounded);
  const first = seen(cluster.reset(seed));
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
}

/** One line an episode's start and a step. */
function text(record: ReturnType<typeof recordEnvironment>): string {
  return `${JSON.stringify(record).replace(/\{"(?=first"|action"|phase")/g, "\n$&")}\n`;
}

if (require.main === module)
  writeFileSync(join(__dirname, "../../test/golden/writeup-environment.json"), text(recordEnvironment()));
