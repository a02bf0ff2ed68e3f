/**
 * Trains in a process of its own (phase-one.ts is the other end). Argument: a `PhaseOneRequest` as JSON.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ppo } from "fleetlab";
import type { RowFacts } from "../group.js";
import { peakMemoryMiB } from "./peak-memory.js";

// What is timed is the library as it is built, as users run it.
const { configuredPolicy, loadTensorFlow, Trainer, trainAll, trainingEnvironment } = ppo;

/** Whole training runs, or so many updates and what they leave behind. */
export type PhaseOneRequest =
  | { readonly work: "train"; readonly config: ppo.TrainingConfig; readonly seeds: readonly number[] }
  | {
      readonly work: "grow";
      readonly config: ppo.TrainingConfig;
      readonly seed: number;
      readonly warmUpUpdates: number;
      readonly updates: number;
    };

/** What came out; `seconds` from before TensorFlow is loaded to the last checkpoint, or of the counted updates. */
export type PhaseOneAnswer =
  | {
      readonly seconds: number;
      /** Of each seed: mean reward of the last 100 episodes. */
      readonly rewards: readonly number[];
      readonly peakMemoryMiB: number | undefined;
    }
  | { readonly seconds: number; readonly growth: RowFacts };

async function trained(
  { config, seeds }: Extract<PhaseOneRequest, { work: "train" }>,
  progress: (share: number) => void,
): Promise<PhaseOneAnswer> {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-bench-"));
  try {
    const begin = performance.now();
    const steps = seeds.map(() => 0);
    let peak: number | undefined;
    const checkpoints = await trainAll(
      seeds.map((seed) => ({ config, seed, folder: join(folder, String(seed)) })),
      {
        onProgress(run, line) {
          steps[run] = line.steps;
          progress(mean(steps) / config.steps);
          // Here the processes that train are all there.
          peak = Math.max(peak ?? 0, peakMemoryMiB(process.pid) ?? 0) || undefined;
        },
      },
    );
    const seconds = (performance.now() - begin) / 1000;
    const rewards = checkpoints.map(({ state }) => mean(state.collector.episodeRewards));
    return { seconds, rewards, peakMemoryMiB: peak };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function grown(
  { config, seed, warmUpUpdates, updates }: Extract<PhaseOneRequest, { work: "grow" }>,
  progress: (share: number) => void,
): Promise<PhaseOneAnswer> {
  const tf = await loadTensorFlow();
  const environment = trainingEnvironment(config);
  const totalSteps = (warmUpUpdates + updates) * environment.batch * config.ppo.rolloutSteps;
  const trainer = new Trainer(tf, {
    environment,
    policy: configuredPolicy(config, seed),
    settings: config.ppo,
    totalSteps,
    segmentSteps: Math.ceil(totalSteps / 20),
    seed,
  });
  const held = () => ({ tensors: tf.memory().numTensors, memory: process.memoryUsage().rss / 2 ** 20 });
  const update = (count: number) => {
    for (let i = 0; i < count; i++) {
      trainer.update();
      progress(trainer.steps / totalSteps);
    }
  };
  update(warmUpUpdates);
  const before = held();
  const begin = performance.now();
  update(updates);
  const seconds = (performance.now() - begin) / 1000;
  const after = held();
  const peak = peakMemoryMiB(process.pid);
  trainer.dispose();
  return {
    seconds,
    growth: {
      tensorsBefore: [before.tensors],
      tensorsAfter: [after.tensors],
      memoryBeforeMiB: before.memory,
      memoryAfterMiB: after.memory,
      ...(peak !== undefined && { peakMemoryMiB: peak }),
    },
  };
}

const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

async function main(): Promise<void> {
  process.on("disconnect", () => process.exit());
  const request: PhaseOneRequest = JSON.parse(process.argv[2]);
  const progress = (share: number) => process.send?.({ share });
  const answer = request.work === "train" ? await trained(request, progress) : await grown(request, progress);
  process.send?.(answer, () => process.disconnect());
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? error}\n`);
  process.exitCode = 1;
  process.disconnect();
});
