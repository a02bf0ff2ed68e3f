import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../lib/check/index.js";
import { worldByName } from "../../lib/cluster/index.js";
import { controllerByText } from "../../lib/control/index.js";
import { machine, manifestFile, writeManifestEntry } from "../../lib/data/index.js";
import { evaluationSeed, openEvaluated, runEpisode } from "../../lib/evaluation/index.js";
import { codeHash, withLock } from "../../lib/files/index.js";
import { SB3_FILE, type Sb3Row, writeSb3 } from "../../lib/study/index.js";
import { peerPython, peerScript, preparePeer } from "./python.js";

/**
 * Trains SB3's own PPO on the port of the write-up's cluster, sets it on the very users that our agents are evaluated on, and
 * writes data/evaluation/sb3.csv. About 17 minutes of a core a seed; agents that were trained already are not trained again.
 *
 *     npx tsx bench/peers/sb3-compare.ts
 */
const ROOT = join(__dirname, "../..");
const [SIZE, TRAINED_STEPS, STEPS, BASE_SEED] = [5, 1_000_000, 250_000, 1];
const FILE = join(ROOT, "data", SB3_FILE);
const TRAINING_SEEDS = [1, 2];
const TRAFFICS = { training: "writeup-train", all: "writeup-test" } as const;

async function compare(): Promise<void> {
  const missing = preparePeer("sb3");
  if (missing !== undefined) throw new InputError(missing);
  const rows: Sb3Row[] = [];
  const code = codeHash([__filename]);
  for (const seed of TRAINING_SEEDS) {
    const folder = join(ROOT, `build/sb3/n${SIZE}-seed${seed}`);
    python("sb3_train.py", "--size", SIZE, "--steps", TRAINED_STEPS, "--seed", seed, "--out", folder);
    const trained = json(join(folder, "train.json"));
    for (const [patterns, workload] of Object.entries(TRAFFICS)) {
      const evaluation = evaluationSeed(BASE_SEED, { workload, size: SIZE, run: 0 });
      const policy = join(folder, String(TRAINED_STEPS));
      const users = await usersFile(workload, evaluation);
      python("sb3_evaluate.py", policy, "--steps", STEPS, "--patterns", patterns, "--users", users);
      const seen = json(join(policy, `evaluation-${patterns}.json`));
      rows.push({
        size: SIZE,
        workload,
        steps: STEPS,
        training_seed: seed,
        evaluation_seed: evaluation,
        trained_steps: trained.steps,
        training_seconds: Math.round(trained.seconds),
        episode_reward: trained.episodeReward,
        reward_mean: seen.reward,
        churn_rate: seen.churn,
        cpu_mean: seen.cpu,
        latency_mean: seen.latency,
        fleet_size_mean: seen.active,
        offered_users_per_container: seen.usersPerNode,
        writeup_sla_violation_rate: seen.slaViolations,
        code,
      });
    }
  }
  writeSb3(FILE, rows);
  writeManifestEntry(manifestFile(join(ROOT, "data")), FILE, {
    command: "npx tsx bench/peers/sb3-compare.ts",
    date: new Date().toISOString(),
    code,
    machine: machine(),
    seed: BASE_SEED,
    config: {
      size: SIZE,
      trainedSteps: TRAINED_STEPS,
      steps: STEPS,
      trainingSeeds: TRAINING_SEEDS,
      workloads: Object.values(TRAFFICS),
      requirements: readFileSync(join(__dirname, "requirements-sb3.txt"), "utf8").match(/^[^#\n]+==\S+$/gm),
    },
    specs: {},
  });
  process.stdout.write(`${FILE}: ${rows.length} rows\n`);
}

/** The users of each step of one of our evaluations, in a file: the write-up's traffic doesn't depend on the controller. */
async function usersFile(name: string, seed: number): Promise<string> {
  const file = join(ROOT, `build/sb3/users-${name}.json`);
  if (existsSync(file)) return file;
  const world = worldByName("writeup");
  const [spec, workload] = [world.spec(SIZE), world.workload(name)];
  const cluster = await openEvaluated(world, { spec, workload, steps: STEPS });
  const record = await runEpisode({ cluster, controller: controllerByText("static"), seed, steps: STEPS });
  mkdirSync(join(ROOT, "build/sb3"), { recursive: true });
  writeFileSync(file, JSON.stringify(Array.from(record.column("offeredRate"))));
  return file;
}

function python(script: string, ...options: readonly (string | number)[]): void {
  const { status, error } = spawnSync(peerPython("sb3"), [peerScript(script), ...options.map(String)], {
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, OMP_NUM_THREADS: "1" },
  });
  if (status !== 0) throw new Error(`${script} failed${error ? `: ${error.message}` : ""}`);
}

// biome-ignore lint/suspicious/noExplicitAny: what our own scripts wrote
const json = (file: string): any => JSON.parse(readFileSync(file, "utf8"));

void withLock([FILE, join(ROOT, "build/sb3")], compare);
