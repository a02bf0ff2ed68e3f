import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { before, type TestContext, test } from "node:test";
import {
  configuredPolicy,
  type EngineFactory,
  fastestEngine,
  loadTensorFlow,
  type PpoSettings,
  Rollout,
  referenceEngine,
  type TensorFlow,
  Trainer,
  type TrainingConfig,
  train,
  trainingConfig,
  trainingEnvironment,
  trainingPreset,
} from "../../lib/ppo/index.js";
import { RandomStream } from "../../lib/random/index.js";

let tf: TensorFlow;
before(async () => {
  tf = await loadTensorFlow();
});

const CONFIG = trainingConfig(
  { sizes: [3], clusters: 5, episodeSteps: 25, steps: 2_000, ppo: { rolloutSteps: 40, minibatch: 64 } },
  trainingPreset("ppo-writeup"),
);

/** Each kind of head and network beside those of `CONFIG`. */
const KINDS = {
  "categorical-scale": {
    encoding: { scale: "command", starting: true, lastCommand: true },
    policy: { head: { kind: "categorical-scale", logStdInit: -0.5 } },
  },
  "target-fleet": {
    encoding: { scale: "target" },
    policy: { head: { kind: "target-fleet", sharedDeviation: true } },
  },
  "fleet-scale": { encoding: { kind: "fleet" }, policy: { head: { kind: "fleet-scale" } } },
  "fleet-scale with routing": {
    encoding: { kind: "fleet", routing: { slots: 4 } },
    policy: {
      network: { kind: "shared", container: [8], pooled: [5] },
      head: { kind: "fleet-scale", sharedDeviation: true },
    },
  },
  "gaussian-box with a shared deviation": {
    policy: { head: { sharedDeviation: true, scaleLogStdInit: -1 } },
  },
  shared: {
    policy: { network: { kind: "shared", container: [8, 6], pooled: [5] }, head: { sharedDeviation: true } },
  },
  "shared without layers after the pool": {
    encoding: { scale: "target", lastCommand: true },
    policy: { network: { kind: "shared", container: [8], pooled: [] }, head: { kind: "target-fleet" } },
  },
};

/** A rollout of what the policy itself would do, with advantages and returns of no particular meaning. */
function rolloutOf(config: TrainingConfig, seed: number, steps: number): Rollout {
  const policy = configuredPolicy(config, seed);
  const { observationLength } = policy.network;
  const { actionLength } = policy.head;
  const rollout = new Rollout(5, steps, observationLength, actionLength);
  const { samples } = rollout;
  const random = RandomStream.of(seed, "rollout");
  const fill = (array: Float32Array) => {
    for (let i = 0; i < array.length; i++) array[i] = random.normal();
  };
  for (const array of [rollout.observations, rollout.advantages, rollout.returns]) fill(array);
  const into = {
    actions: rollout.actions,
    logProbabilities: new Float64Array(samples),
  };
  policy.sample(rollout.observations, samples, random, into);
  // As if the policy had moved since, so that some ratios are clipped.
  rollout.logProbabilities.set(into.logProbabilities.map((value) => value + 0.3 * random.normal()));
  return rollout;
}

/** Five epochs on a rollout of 5 x `steps` samples, and what each step of learning reported. */
function learned(factory: EngineFactory, settings: PpoSettings, steps = 40, config = CONFIG) {
  const policy = configuredPolicy(config, 1);
  const engine = factory(tf, policy, settings);
  const rollout = rolloutOf(config, 1, steps);
  const shuffling = RandomStream.of(1);
  engine.begin(rollout);
  const reports = Array.from({ length: 5 }, () => [...rollout.minibatches(settings.minibatch, shuffling)])
    .flat()
    .map((samples) => engine.learn(samples, 2e-3));
  engine.end();
  const adam = engine.adamState();
  engine.dispose();
  return { parameters: policy.parameters.values, adam, reports };
}

/** That both engines learn the same from one rollout. */
function learnAlike(what: string, settings: PpoSettings, steps?: number, config = CONFIG): void {
  const compiled = learned(fastestEngine, settings, steps, config);
  const reference = learned(referenceEngine, settings, steps, config);
  assert.equal(tf.getBackend(), "tensorflow");
  assert.notDeepEqual(compiled.parameters, configuredPolicy(config, 1).parameters.values);
  near(compiled.parameters, reference.parameters, `${what} parameters`);
  near(compiled.adam.first, reference.adam.first, `${what} first moments`);
  near(compiled.adam.second, reference.adam.second, `${what} second moments`);
  assert.equal(compiled.adam.steps, reference.adam.steps);
  compiled.reports.forEach((report, i) => {
    near(Object.values(report), Object.values(reference.reports[i]), `${what} report ${i}`);
  });
  assert.ok(compiled.reports.some(({ clipFraction }) => clipFraction > 0));
}

function near(actual: ArrayLike<number>, expected: ArrayLike<number>, what: string): void {
  assert.equal(actual.length, expected.length, what);
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]) / Math.max(1, Math.abs(expected[i]));
    assert.ok(error <= 1e-5, `${what}[${i}]: ${actual[i]}, expected ${expected[i]}`);
  }
}

test("the compiled engine learns what the readable one learns, an odd last minibatch included", () => {
  const variants: (Partial<PpoSettings> & { readonly steps?: number })[] = [
    {},
    { normalizeAdvantages: false, entCoef: 0.01 },
    { minibatch: 199, vfCoef: 2 }, // The last minibatch is a single sample.
    { maxGradNorm: 1e6, clipRange: 0.05 },
    { minibatch: 1024, steps: 410 }, // Large ones are done in two parts, the last one has two samples.
    { minibatch: 1025, steps: 410 }, // An odd number isn't parted.
  ];
  for (const { steps, ...variant } of variants) {
    learnAlike(JSON.stringify(variant), { ...CONFIG.ppo, ...variant }, steps);
  }
});

test("every kind of head and network is learned alike by both engines", () => {
  for (const [kind, changes] of Object.entries(KINDS)) {
    const config = trainingConfig(changes, CONFIG);
    const settings = { ...config.ppo, entCoef: 0.01 };
    learnAlike(kind, settings, undefined, config);
  }
  const both = {
    encoding: { scale: "command" },
    policy: { network: { kind: "shared" }, head: { kind: "categorical-scale" } },
  };
  const config = trainingConfig(both, CONFIG);
  learnAlike("in two parts", { ...config.ppo, minibatch: 1024 }, 205, config);
});

function trainer(engine: EngineFactory, settings: Partial<PpoSettings> = {}, seed = 1): Trainer {
  return new Trainer(tf, {
    environment: trainingEnvironment(CONFIG),
    policy: configuredPolicy(CONFIG, seed),
    settings: { ...CONFIG.ppo, ...settings },
    totalSteps: 1e9,
    segmentSteps: 200,
    seed,
    engine,
  });
}

test("a whole update, rollout included, is that of the readable engine", () => {
  for (const targetKl of [null, 0.002]) {
    const updated = (engine: EngineFactory) => {
      const own = trainer(engine, { targetKl });
      const reports = [own.update(), own.update()];
      const state = own.state();
      own.dispose();
      return { reports, state };
    };
    const compiled = updated(fastestEngine);
    const reference = updated(referenceEngine);
    assert.equal(compiled.state.adam.steps, reference.state.adam.steps);
    assert.ok((targetKl === null) === (compiled.state.adam.steps === 24), "ends early");
    near(compiled.state.parameters, reference.state.parameters, "parameters");
    compiled.reports.forEach((report, i) => {
      near(Object.values(report).slice(0, 9), Object.values(reference.reports[i]).slice(0, 9), "report");
    });
  }
});

test("an engine's actor does what the policy itself does, for few rows and many, and holds nothing afterwards", () => {
  for (const changes of [{}, ...Object.values(KINDS)]) actsAlike(trainingConfig(changes, CONFIG));
});

function actsAlike(config: TrainingConfig): void {
  const policy = configuredPolicy(config, 1);
  const { observationLength } = policy.network;
  const { actionLength } = policy.head;
  const before = tf.memory().numTensors;
  const engine = fastestEngine(tf, policy, config.ppo);
  const random = RandomStream.of(2);
  for (const rows of [1, 8, 64, 200, 513]) {
    const seen = Float32Array.from({ length: rows * observationLength }, () => random.normal());
    const acted = (actor: typeof engine.actor) => {
      const into = {
        actions: new Float32Array(rows * actionLength),
        logProbabilities: new Float64Array(rows),
      };
      const values = new Float64Array(rows);
      actor.sample(seen, rows, RandomStream.of(3), into);
      actor.values(seen, rows, values);
      return { ...into, values };
    };
    const own = acted(engine.actor);
    const expected = acted(policy);
    near(own.actions, expected.actions, `actions of ${rows}`);
    near(own.logProbabilities, expected.logProbabilities, `log probabilities of ${rows}`);
    near(own.values, expected.values, `values of ${rows}`);
  }
  engine.dispose();
  assert.equal(tf.memory().numTensors, before);
}

test("the same seed gives the same parameters bit for bit, another one others", () => {
  const parameters = (seed: number) => {
    const own = trainer(fastestEngine, {}, seed);
    for (let i = 0; i < 5; i++) own.update();
    const found = own.state().parameters;
    own.dispose();
    return found;
  };
  assert.deepEqual(parameters(1), parameters(1));
  assert.notDeepEqual(parameters(1), parameters(2));
});

test("a thousand updates leave no tensor behind, and memory as it was", () => {
  const before = tf.memory().numTensors;
  const own = trainer(fastestEngine, { rolloutSteps: 8, minibatch: 20, epochs: 1 });
  const run = (updates: number) => {
    for (let i = 0; i < updates; i++) own.update();
    return { tensors: tf.memory().numTensors, rss: process.memoryUsage().rss };
  };
  const warm = run(300);
  const end = run(1_000);
  own.dispose();
  assert.equal(end.tensors, warm.tensors);
  assert.ok(end.rss < 1.05 * warm.rss, `${warm.rss} bytes became ${end.rss}`);
  assert.equal(tf.memory().numTensors, before);
});

function folderOf(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-engine-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

test("graphs leave no file behind", async (context) => {
  const folder = folderOf(context);
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  context.after(() => {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  });
  assert.equal(tmpdir(), folder);
  await train({ config: CONFIG, seed: 1 });
  assert.deepEqual(readdirSync(folder), []);
});

test("without the native library WebAssembly trains the same, with a warning", async (context) => {
  const folder = folderOf(context);
  const library = JSON.stringify(resolve(__dirname, "../../lib/ppo/index.ts"));
  const config = trainingConfig({ steps: 400 }, CONFIG);
  const hooks = `export function resolve(name, context, next) {
    if (name === "@tensorflow/tfjs-node") throw new Error("no such library");
    return next(name, context);
  }`;
  const withoutNativeLibrary = `data:text/javascript,${encodeURIComponent(hooks)}`;
  const script = join(folder, "portable.ts");
  writeFileSync(
    script,
    `require("node:module").register(${JSON.stringify(withoutNativeLibrary)});
    const { train } = require(${library});
    train({ config: ${JSON.stringify(config)}, seed: 1 })
      .then(({ state }) => process.stdout.write(JSON.stringify([...state.parameters])));`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", script], {
    cwd: resolve(__dirname, "../.."),
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
  assert.match(stderr, /can't be loaded \(no such library\): training in WebAssembly, slower/);
  const { state } = await train({ config, seed: 1 });
  near(JSON.parse(stdout), state.parameters, "parameters");
});
