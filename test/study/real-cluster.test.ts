import assert from "node:assert/strict";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type TestContext, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { clusterSpec, worldByName } from "../../lib/cluster/index.js";
import {
  manifestFile,
  manifestMismatches,
  type RunPart,
  readManifest,
  runFileName,
  storedNumber,
} from "../../lib/data/index.js";
import { loadConditions, loadRecords, recordMetrics } from "../../lib/evaluation/index.js";
import { sha256 } from "../../lib/files/index.js";
import { readAgent, writeAgent } from "../../lib/ppo/index.js";
import {
  type Gathering,
  gatherPhase1,
  gatherPhase2,
  gatherRuns,
  type PlanSelection,
  plannedRuns,
  REAL_PLAN,
  readRealRows,
  realPlan,
} from "../../lib/study/index.js";
import { dockerlikeWorld } from "./dockerlike-world.js";

/** A data folder with the committed agents of phase 1 at N = 5. */
function dataFolder(context: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-real-"));
  context.after(() => rmSync(folder, { recursive: true, force: true }));
  const agent = "agents/ppo-writeup/sim/n5-seed1.json";
  cpSync(resolve(__dirname, "../../data", agent), join(folder, "data", agent));
  return join(folder, "data");
}

const agentFolders = (dataDir: string) => ({
  phase1: [join(dataDir, "agents")],
  phase2: join(dataDir, "agents"),
  tunedAgents: "docker",
});

const gathering = (
  dataDir: string,
  { sizes = [5], runs = 2, steps = 20, ...changes }: Partial<Gathering> & PlanSelection = {},
): Gathering => ({
  plan: realPlan({ sizes, runs, steps }),
  world: dockerlikeWorld(),
  dataDir,
  workDir: join(dataDir, "../build"),
  agents: agentFolders(dataDir),
  command: "test",
  date: "2001-01-01T00:00:00Z",
  ...changes,
});

test("the plan: six paired runs, 350 steps at 15 and 200 at 5 and 25, and whatever has been measured is balanced", () => {
  const runs = plannedRuns();
  assert.equal(runs.length, 6 * 3 * 4);
  for (const { size, steps } of runs) assert.equal(steps, size === 15 ? 350 : 200);
  for (const stop of [12, 24, 36]) {
    const counts = new Map<string, number>();
    for (const { size, controller, phase } of runs.slice(0, stop)) {
      const key = `${size} ${controller} ${phase}`;
      counts.set(key, (counts.get(key) ?? 0) + 1);
    }
    assert.deepEqual(new Set(counts.values()), new Set([stop / 12]));
  }
  const seeds = new Map<string, Set<number>>();
  for (const { size, run, evaluationSeed } of runs) {
    const key = `${size} ${run}`;
    seeds.set(key, (seeds.get(key) ?? new Set()).add(evaluationSeed));
  }
  for (const own of seeds.values()) assert.equal(own.size, 1, "the same arrivals for every controller");
  const first = runs.filter((_, i) => i % 12 === 0).map(({ controller, phase }) => controller + phase);
  assert.equal(new Set(first).size, REAL_PLAN.controllers.length, "each begins some runs");
  assert.throws(() => plannedRuns({ sizes: [7] }), /no size 7/);
  assert.throws(() => plannedRuns({ runs: 0 }), /--runs must be a whole number of at least 1, got 0/);
  assert.throws(() => plannedRuns({ steps: -3 }), /--steps must be a whole number of at least 1, got -3/);
});

test("runs are kept one by one, with their records and conditions, and not made twice", async (context) => {
  const dataDir = dataFolder(context);
  const stop = new AbortController();
  const half = gatherRuns(
    gathering(dataDir, {
      signal: stop.signal,
      onProgress: (done) => {
        if (done === 2) stop.abort();
      },
    }),
  );
  await assert.rejects(half, { name: "AbortError" });
  assert.equal(readRealRows(join(dataDir, "evaluation/real.csv")).length, 2);
  const { kept, planned, ran, waiting } = await gatherRuns(gathering(dataDir));
  assert.deepEqual([kept, planned, ran], [6, 8, 4], "the agent of phase 2 isn't there");
  assert.deepEqual(waiting, ["ppo-writeup of phase 2 at N = 5: make it with: npx fleetlab real fine-tune"]);
  const rows = readRealRows(join(dataDir, "evaluation/real.csv"));
  for (const row of rows) {
    assert.equal(row.cluster, "docker");
    assert.deepEqual([row.lateness_mean, row.lateness_max, row.overruns], [0.5, 0.75, 3]);
    assert.deepEqual([row.observation_time_median, row.host_busy_mean], [0.0625, 0.5]);
    assert.deepEqual([row.cold_starts, row.cold_start_mean], [3, 2]);
    assert.notEqual(row.machine, "");
    const named = { ...row, trainingSeed: row.training_seed };
    const file = (part: RunPart) => join(dataDir, "evaluation/real", runFileName(named, part));
    const records = loadRecords(file("records"));
    assert.equal(storedNumber(recordMetrics(records).users_per_container), row.users_per_container);
    const lateness = loadConditions(file("conditions")).map((step) => step.lateness);
    assert.deepEqual(lateness, [0.25, 0.5, 0.75]);
  }
  const requests = (run: number) => new Set(rows.filter((row) => row.run === run).map((row) => row.requests));
  assert.equal(requests(0).size, 1, "the same requests for every controller");
  assert.deepEqual(manifestMismatches(manifestFile(dataDir)), []);
  const before = readFileSync(join(dataDir, "evaluation/real.csv"), "utf8");
  assert.equal((await gatherRuns(gathering(dataDir))).ran, 0);
  assert.equal(readFileSync(join(dataDir, "evaluation/real.csv"), "utf8"), before);
  const other = dockerlikeWorld({ spec: (size) => clusterSpec({ size, coldStart: 3 }) });
  await assert.rejects(
    gatherRuns(gathering(dataDir, { world: other })),
    (error) => error instanceof InputError && /was trained on another spec/.test(error.message),
  );
  rmSync(join(dataDir, "agents"), { recursive: true });
  await assert.rejects(
    gatherRuns(gathering(dataDir, { world: other })),
    (error) => error instanceof InputError && /holds runs of .* of another spec/.test(error.message),
  );
});

test("no run begins that the time limit would cut", async (context) => {
  const dataDir = dataFolder(context);
  const { ran, outOfTime } = await gatherRuns(gathering(dataDir, { timeLimit: 19 }));
  assert.deepEqual([ran, outOfTime], [0, true]);
});

test("a run that breaks off keeps its records apart, and the runs before it", async (context) => {
  const dataDir = dataFolder(context);
  let opened = 0;
  const world = dockerlikeWorld();
  const breaking = dockerlikeWorld({
    open: async (setting) => {
      const cluster = await world.open(setting);
      const number = ++opened;
      let steps = 0;
      return {
        kind: "docker",
        spec: cluster.spec,
        reset: (seed) => cluster.reset(seed),
        close: () => cluster.close(),
        step(action) {
          // The third is the second run once more.
          if ((number === 2 || number === 3) && ++steps > 5) throw new Error("the proxy is gone");
          return cluster.step(action);
        },
      };
    },
  });
  const retried: string[] = [];
  const onRetry: Gathering["onRetry"] = ({ controller, run }) => retried.push(`${controller} ${run}`);
  await assert.rejects(gatherRuns(gathering(dataDir, { world: breaking, onRetry })), /the proxy is gone/);
  assert.deepEqual(retried, ["writeup-pid 0"]);
  assert.equal(readRealRows(join(dataDir, "evaluation/real.csv")).length, 1);
  const [file] = readdirSync(join(dataDir, "../build/broken-off"));
  assert.equal(loadRecords(join(dataDir, "../build/broken-off", file)).length, 5);
  opened = -100;
  assert.equal(
    (await gatherRuns(gathering(dataDir, { world: breaking }))).kept,
    6,
    "what is over isn't held against it",
  );
});

/** A world whose clusters end their episodes early, as where the control loop missed intervals. */
function hurryingWorld(missed: number) {
  const world = dockerlikeWorld();
  return dockerlikeWorld(
    {
      open: (setting) => world.open({ ...setting, steps: setting.steps - 4 }),
    },
    {
      conditions: (cluster) => (world.real?.conditions(cluster) ?? []).map((step) => ({ ...step, missed })),
    },
  );
}

test("a run whose control loop missed intervals counts as far as it went; one that ended without cause doesn't", async (context) => {
  const dataDir = dataFolder(context);
  const only = { runs: 1, sizes: [5] };
  await assert.rejects(
    gatherRuns(gathering(dataDir, { ...only, world: hurryingWorld(0) })),
    /after 16 of 20 steps/,
  );
  await gatherRuns(gathering(dataDir, { ...only, world: hurryingWorld(2) }));
  const rows = readRealRows(join(dataDir, "evaluation/real.csv"));
  assert.deepEqual(
    rows.map(({ steps, overruns }) => [steps, overruns]),
    rows.map(() => [20, 6]),
  );
  assert.equal(
    loadRecords(join(dataDir, "evaluation/real/writeup-pid_writeup-test_n5_run0.csv.gz")).length,
    16,
  );
});

test("an agent that isn't the one of the kept runs is refused: a set of runs is one agent's", async (context) => {
  const dataDir = dataFolder(context);
  await gatherRuns(gathering(dataDir, { runs: 1 }));
  const file = join(dataDir, "agents/ppo-writeup/sim/n5-seed1.json");
  const agent = readAgent(file);
  writeAgent(file, { ...agent, parameters: agent.parameters.map((value) => value / 2) });
  await assert.rejects(
    gatherRuns(gathering(dataDir, { runs: 1 })),
    (error) => error instanceof InputError && /with another agent \([0-9a-f]{8}\)/.test(error.message),
  );
  const simulated = gathering(dataDir, {
    world: worldByName("sim"),
    runs: 1,
  });
  assert.equal((await gatherRuns(simulated)).ran, 3);
  writeAgent(file, agent);
  assert.equal((await gatherRuns(simulated)).ran, 1, "what is simulated is made again");
});

test("requests, versions and the agent's hash are kept with a run", async (context) => {
  const dataDir = dataFolder(context);
  const world = dockerlikeWorld(
    {},
    {
      saveRequests: async (_, file) => writeFileSync(file, "requests"),
      versions: async () => ({ docker: "27", kernel: "6", haproxy: "3", load: "Locust 2" }),
    },
  );
  await gatherRuns(gathering(dataDir, { world, runs: 1 }));
  assert.equal(
    readFileSync(
      join(dataDir, "evaluation/real/writeup-threshold_writeup-test_n5_run0_requests.csv.gz"),
      "utf8",
    ),
    "requests",
  );
  const { provenance } = readManifest(manifestFile(dataDir))["evaluation/real.csv"];
  assert.equal((provenance[0].config as { versions: { haproxy: string } }).versions.haproxy, "3");
  const hash = sha256(readFileSync(join(dataDir, "agents/ppo-writeup/sim/n5-seed1.json"))).slice(0, 8);
  assert.deepEqual(
    readRealRows(join(dataDir, "evaluation/real.csv")).map(({ agent }) => agent),
    ["", "", hash],
  );
});

test("phase 1 of the plan: on the calibrated spec, made once, and refused on another", async (context) => {
  const dataDir = dataFolder(context);
  const calibrated = (idleMiB: number) => {
    const spec = { memory: { idleMiB, perRequestMiB: 1, releaseTime: 30 } };
    return worldByName("sim", { spec });
  };
  const dockerlike = (idleMiB: number) => {
    const { settings, agents, spec } = calibrated(idleMiB);
    return dockerlikeWorld({ settings, agents, spec });
  };
  const pretraining = {
    world: calibrated(8),
    dataDir,
    agents: join(dataDir, "agents"),
    workDir: join(dataDir, "../build"),
    sizes: [5],
    steps: 256,
    command: "test",
    date: "2001-01-01T00:00:00Z",
  };
  const [file] = await gatherPhase1(pretraining);
  assert.match(file, /agents.ppo-writeup.calibrated.n5-seed1\.json$/);
  assert.equal(readAgent(file).config.spec?.memory?.idleMiB, 8);
  assert.deepEqual(await gatherPhase1(pretraining), [], "not trained twice");
  const isRefused = (error: unknown) =>
    error instanceof InputError && /was trained on another spec/.test(error.message);
  await assert.rejects(gatherPhase1({ ...pretraining, world: calibrated(40) }), isRefused);
  const elsewhere = gathering(dataDir, { world: dockerlike(40), runs: 1 });
  await assert.rejects(gatherRuns(elsewhere), isRefused);
  const world = dockerlike(8);
  assert.equal((await gatherRuns(gathering(dataDir, { world, runs: 1, steps: 10 }))).kept, 3);
  assert.deepEqual(manifestMismatches(manifestFile(dataDir)), []);
});

test("phase 2 of the plan: an agent beside that of phase 1, curves, and then every run can be made, on both sides", async (context) => {
  const dataDir = dataFolder(context);
  const tuning = {
    world: dockerlikeWorld(),
    dataDir,
    workDir: join(dataDir, "../build"),
    agents: agentFolders(dataDir),
    sizes: [5],
    changes: { steps: 128, ppo: { rolloutSteps: 64 } },
    command: "test",
    date: "2001-01-01T00:00:00Z",
  };
  const [file] = await gatherPhase2(tuning);
  assert.match(file, /agents.ppo-writeup.docker.n5-seed1\.json$/);
  assert.deepEqual(readAgent(file).fineTuning?.clusters, ["docker"]);
  assert.equal(readFileSync(join(dataDir, "training/fine-tuning.csv"), "utf8").split("\n").length, 1 + 2 + 1);
  assert.ok(existsSync(join(dataDir, "training/take-overs.csv")));
  assert.deepEqual(await gatherPhase2(tuning), [], "not tuned twice");
  assert.equal((await gatherRuns(gathering(dataDir))).kept, 8);
  const sim = worldByName("sim");
  assert.equal((await gatherRuns(gathering(dataDir, { world: sim }))).kept, 8);
  const side = (name: string) => readRealRows(join(dataDir, `evaluation/${name}.csv`));
  assert.deepEqual(
    side("real").map((row) => row.evaluation_seed),
    side("real-simulated").map((row) => row.evaluation_seed),
  );
  assert.deepEqual(manifestMismatches(manifestFile(dataDir)), []);
});
