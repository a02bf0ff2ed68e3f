import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadComparison } from "../../lib/evaluation/index.js";
import { sourceFile } from "../../lib/files/index.js";
import { readAgent } from "../../lib/ppo/index.js";
import { fleetlab } from "./program.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-own-cluster-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const SPEC = {
  containers: [
    { count: 4, serviceRate: 4 },
    { count: 2, serviceRate: 8 },
  ],
  serviceTimes: { distribution: "log-normal", squaredVariation: 0.1 },
  sla: 0.3,
  coldStart: 30,
  timeScale: 1,
  largestScaleStep: 3,
  dispatch: "least-connections",
};

function kept(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

const shop = kept("shop.json", { spec: SPEC });

async function done(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await fleetlab(args);
  assert.equal(code, 0, stderr);
  return stdout;
}

async function refused(pattern: RegExp, ...args: string[]): Promise<void> {
  const { code, stderr, stdout } = await fleetlab(args);
  assert.equal(code, 2, stderr);
  assert.match(stderr, pattern);
  assert.equal(stdout, "");
}

test("an agent keeps the cluster that it was trained on, plays there, and is refused elsewhere", async () => {
  const agents = join(folder, "agents");
  const train = ["train", "ppo-writeup-batched", "--steps", "2048", "--cluster-file", shop];
  await done(...train, "--agents", agents, "--out", join(folder, "run"));
  const { config } = readAgent(join(agents, "ppo-writeup-batched/shop/n6-seed1.json"));
  assert.equal(config.cluster, "sim");
  assert.deepEqual(config.sizes, [6]);
  assert.deepEqual(config.sources, [sourceFile(shop)]);
  assert.equal(config.spec?.coldStart, 30);
  const quick = ["--workloads", "constant-0.5", "--runs", "1", "--steps", "10", "--json"];
  const play = ["evaluate", "--agents", agents, "--controllers", "ppo-writeup-batched", ...quick];
  const [row] = JSON.parse(await done(...play, "--cluster-file", shop));
  assert.deepEqual([row.size, row.training_seed], [6, 1]);
  const patient = kept("patient.json", { spec: { ...SPEC, sla: 2 } });
  await refused(
    /another cluster: sla 0\.3, here 2: .*--other-cluster allow/,
    ...play,
    "--cluster-file",
    patient,
  );
  await refused(/another cluster: .*coldStart 30, here 2;/, ...play, "--sizes", "6");
  await done(...play, "--cluster-file", patient, "--other-cluster", "allow");
  // The run of one cluster isn't gone on with on another.
  const other = [...train.slice(0, -1), patient, "--agents", agents, "--out", join(folder, "run")];
  await refused(/shop\.json of hash \w+, which isn't used now/, ...other);
});

test("rules are tuned on the file's cluster, with its largest step; a file that changed is refused by name", async () => {
  const own = kept("tuned.json", { spec: SPEC });
  const out = join(folder, "tuning");
  const tune = ["tune", "--cluster-file", own, "--controllers", "static", "--budget", "40000", "--out", out];
  const [search] = JSON.parse(await done(...tune, "--json"));
  assert.equal(search.largestStep, 3);
  assert.deepEqual([...new Set(search.settings.map(({ size }: { size: number }) => size))], [6]);
  const file = join(out, "static+least-connections-k3.csv.gz");
  assert.ok(existsSync(file));
  const before = readFileSync(file);
  kept("tuned.json", { spec: { ...SPEC, sla: 0.5 } });
  await refused(/tuned\.json of hash \w+, which now has hash/, ...tune);
  assert.deepEqual(readFileSync(file), before);
});

test("rewards are compared on the file's cluster, which the comparison keeps", async () => {
  const variants = [{ name: "as it is" }, { name: "calm", weights: { "fleet-change": 3 } }];
  const evaluation = { runs: 1, steps: 20 };
  const plan = kept("plan.json", { name: "own", steps: 2048, seeds: 1, variants, evaluation });
  const [out, runs] = ["compared", "runs"].map((name) => join(folder, name));
  const compare = ["compare-rewards", plan, "--cluster-file", shop, "--runs", runs, "--formats", "none"];
  await done(...compare, "--out", out);
  const { plan: made, runs: compared } = loadComparison(out);
  assert.deepEqual([made.world, made.sizes, made.spec?.sla], ["sim", [6], 0.3]);
  assert.equal(compared.length, 2);
  const writeup = kept("writeup.json", { world: "writeup", steps: 64, seeds: 1, variants });
  await refused(/not for writeup/, "compare-rewards", writeup, "--cluster-file", shop);
});
