/**
 * Do both engines learn the same? Trains the same seeds with the compiled and the reference engine, and evaluates what they
 * learned on the same requests.
 *
 *     npx tsx bench/ppo/equivalence.ts [--size <n>] [--seeds <n>] [--steps <n>] [--save]
 *
 * The difference on stdout, progress on stderr; --save keeps it in data/bench/equivalence.json.
 */
import { join } from "node:path";
import { parseArgs } from "node:util";
import { InputError } from "../../lib/check/index.js";
import { machine, manifestFile, openWorkspace, writeManifestEntry } from "../../lib/data/index.js";
import {
  type EvaluationConfig,
  evaluate,
  evaluationConfig,
  evaluationWorld,
} from "../../lib/evaluation/index.js";
import { codeHash, withLock, writeFileAtomically } from "../../lib/files/index.js";
import {
  configuredPolicy,
  type EngineFactory,
  fastestEngine,
  loadTensorFlow,
  referenceEngine,
  type TensorFlow,
  type TrainedPolicy,
  Trainer,
  type TrainingConfig,
  trainedAgent,
  trainedPolicy,
  trainingConfig,
  trainingEnvironment,
  trainingPreset,
} from "../../lib/ppo/index.js";
import { meanInterval } from "../../lib/statistics/index.js";

const ENGINES = { compiled: fastestEngine, reference: referenceEngine };
type EngineName = keyof typeof ENGINES;
const AGENT = "ppo-writeup-batched";

interface Options {
  readonly size: number;
  readonly seeds: number;
  readonly steps: number;
  readonly save: boolean;
}

function readOptions(args: string[]): Options {
  const flags = readFlags(args);
  const count = (name: "size" | "seeds" | "steps", least: number, otherwise: number) => {
    const value = Number(flags[name] ?? otherwise);
    if (!Number.isSafeInteger(value) || value < least)
      throw new InputError(`--${name} must be a whole number of at least ${least}, got ${flags[name]}`);
    return value;
  };
  return {
    size: count("size", 1, 5),
    seeds: count("seeds", 2, 10),
    steps: count("steps", 1, 100_000),
    save: flags.save ?? false,
  };
}

function readFlags(args: string[]) {
  const text = { type: "string" } as const;
  try {
    return parseArgs({
      args,
      options: { size: text, seeds: text, steps: text, save: { type: "boolean" } },
    }).values;
  } catch (error) {
    throw new InputError(
      `${(error as Error).message.split(". ")[0]}; known are --size, --seeds, --steps, --save`,
    );
  }
}

/** A whole training run with one of the engines. */
function learned(
  tf: TensorFlow,
  config: TrainingConfig,
  seed: number,
  engine: EngineFactory,
  progress: (share: number) => void,
): TrainedPolicy {
  const trainer = new Trainer(tf, {
    environment: trainingEnvironment(config),
    policy: configuredPolicy(config, seed),
    settings: config.ppo,
    totalSteps: config.steps,
    segmentSteps: config.steps,
    seed,
    engine,
  });
  while (!trainer.isDone) {
    trainer.update();
    progress(trainer.steps / config.steps);
  }
  const policy = trainedPolicy({ config, seed, state: trainer.state() });
  trainer.dispose();
  return policy;
}

/** Mean reward of a step of each seed's policy, over workloads and runs that all policies meet alike. */
async function scores(
  config: EvaluationConfig,
  policies: Readonly<Record<EngineName, ReadonlyMap<number, TrainedPolicy>>>,
): Promise<Readonly<Record<EngineName, readonly number[]>>> {
  const { rows } = await evaluate({
    ...evaluationWorld(config),
    inputs: () => [],
    controller: ({ controller, trainingSeed }) =>
      trainedAgent(policies[controller as EngineName].get(trainingSeed) as TrainedPolicy),
  });
  const scoresOf = (engine: EngineName) =>
    [...policies[engine].keys()].map((seed) => {
      const own = rows.filter((row) => row.controller === engine && row.training_seed === seed);
      return own.reduce((sum, row) => sum + row.reward_mean, 0) / own.length;
    });
  return { compiled: scoresOf("compiled"), reference: scoresOf("reference") };
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  const dataDir = options.save ? openWorkspace().dataDir : undefined;
  const file = dataDir === undefined ? undefined : join(dataDir, "bench", "equivalence.json");
  await withLock([file], () => compare(options, dataDir, file));
}

/** Trains and compares, and keeps the result in the data folder's file where there is one. */
async function compare(
  { size, seeds: seedCount, steps }: Options,
  dataDir: string | undefined,
  file: string | undefined,
): Promise<void> {
  const tf = await loadTensorFlow();
  const seeds = Array.from({ length: seedCount }, (_, k) => 1 + k);
  const config = trainingConfig({ sizes: [size], steps }, trainingPreset(AGENT));
  const engines = Object.keys(ENGINES) as EngineName[];
  const policies = {
    compiled: new Map<number, TrainedPolicy>(),
    reference: new Map<number, TrainedPolicy>(),
  };
  // Seed by seed, so that early results are of both engines.
  for (const seed of seeds)
    for (const engine of engines) {
      const progress = (share: number) =>
        process.stderr.write(`\rseed ${seed} of ${seedCount}, ${engine}: ${Math.floor(100 * share)} %    `);
      policies[engine].set(seed, learned(tf, config, seed, ENGINES[engine], progress));
    }
  process.stderr.write("\nevaluating\n");
  const evaluation = evaluationConfig({
    cluster: "writeup",
    controllers: engines.map((name) => ({ name, trainingSeeds: seeds })),
    sizes: [size],
    workloads: ["writeup-test", "writeup-train"],
    runs: 3,
    steps: 2000,
  });
  const { compiled, reference } = await scores(evaluation, policies);
  const scale = Math.abs(reference.reduce((sum, score) => sum + score, 0) / seedCount);
  const differences = compiled.map((score, k) => (score - (reference[k] as number)) / scale);
  const difference = meanInterval(differences);
  const result = { size, steps, seeds, compiled, reference, difference };
  if (dataDir !== undefined && file !== undefined) {
    writeFileAtomically(file, `${JSON.stringify(result, null, 2)}\n`);
    const provenance = {
      command: `npx tsx bench/ppo/equivalence.ts --size ${size} --seeds ${seedCount} --steps ${steps} --save`,
      date: new Date().toISOString(),
      code: codeHash([__filename]),
      machine: machine(),
      seed: 1,
      config: { training: config, evaluation },
      specs: {},
    };
    writeManifestEntry(manifestFile(dataDir), file, provenance, "drop");
    process.stderr.write(`${file}\n`);
  }
  const percent = (share: number) => `${(100 * share).toFixed(2)} %`;
  process.stdout.write(
    `compiled less reference, ${seedCount} seeds: ${percent(difference.estimate)} of the reference's reward, 95 % interval ${percent(difference.lower)} to ${percent(difference.upper)}\n`,
  );
}

main().catch((error: unknown) => {
  const known = error instanceof InputError;
  process.stderr.write(`${known ? error.message : ((error as Error).stack ?? error)}\n`);
  process.exitCode = known ? 2 : 1;
});
