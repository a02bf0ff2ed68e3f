import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { promisify } from "node:util";
import { readResults } from "../../lib/evaluation/index.js";

const PROGRAM = resolve(__dirname, "../../lib/bin/fleetlab.js");
const folder = mkdtempSync(join(tmpdir(), "fleetlab-cli-"));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function fleetlab(...args: string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, [PROGRAM, ...args]);
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Outcome;
  }
}

/** One clear line and exit code 2. */
async function refused(pattern: RegExp, ...args: string[]): Promise<void> {
  const { code, stderr, stdout } = await fleetlab(...args);
  assert.equal(code, 2, stderr);
  assert.match(stderr, pattern);
  assert.equal(stdout, "");
  const lines = stderr
    .trim()
    .split("\n")
    .filter((line) => !line.startsWith("("));
  assert.equal(lines.length, 1, stderr);
}

function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

const QUICK = ["evaluate", "--sizes", "3", "--workloads", "constant-0.7", "--runs", "2", "--steps", "20"];

test("--help tells every command, and each command its options", async () => {
  const { code, stdout } = await fleetlab("--help");
  assert.equal(code, 0);
  for (const command of [
    "train",
    "fine-tune",
    "evaluate",
    "compare-rewards",
    "calibrate",
    "figure",
    "reproduce",
    "measure",
  ]) {
    assert.ok(stdout.includes(command));
    const help = await fleetlab(command, "--help");
    assert.equal(help.code, 0);
    assert.match(help.stdout, /--json/);
  }
});

test("evaluate prints a table for people and rows for machines, the same at every run", async () => {
  const table = await fleetlab(...QUICK);
  assert.equal(table.code, 0, table.stderr);
  assert.match(table.stdout, /^controller +N +Users served/);
  assert.match(table.stdout, /^threshold +3/m);
  const json = await fleetlab(...QUICK, "--json");
  const rows = JSON.parse(json.stdout);
  assert.equal(rows.length, 6);
  assert.deepEqual(rows, JSON.parse((await fleetlab(...QUICK, "--json")).stdout));
});

test("evaluate takes its settings from a file, and flags win", async () => {
  const config = file(
    "config.json",
    JSON.stringify({ sizes: [4], workloads: ["constant-0.7"], runs: 1, steps: 10 }),
  );
  const { stdout } = await fleetlab("evaluate", "--config", config, "--steps", "12", "--json");
  for (const row of JSON.parse(stdout)) assert.deepEqual([row.size, row.steps], [4, 12]);
});

test("bad flags and names are refused with one line", async () => {
  await refused(/sizes.*0/, "evaluate", "--sizes", "0");
  await refused(/sizes.*2\.5/, "evaluate", "--sizes", "2.5");
  await refused(/expected a number, got "many"/, "evaluate", "--runs", "many");
  await refused(/unknown rule "magic"; known: threshold/, "evaluate", "--controllers", "magic");
  await refused(/unknown router "psychic"/, "evaluate", "--controllers", "threshold+psychic");
  await refused(/up.*1\.5/, "evaluate", "--controllers", "threshold:up=1.5");
  await refused(/up is given twice/, "evaluate", "--controllers", "threshold:up=.8:up=.9");
  await refused(/"up" must read parameter=number/, "evaluate", "--controllers", "threshold:up");
  await refused(/no workload is called "tsunami"; known: constant/, "evaluate", "--workloads", "tsunami");
  await refused(/no cluster is called "moon"/, "evaluate", "--cluster", "moon");
  await refused(
    /--baseline is none of the controllers: "kpa"; given: threshold/,
    "evaluate",
    "--baseline",
    "kpa",
  );
  await refused(/unknown figure "mona-lisa": known are/, "figure", "mona-lisa");
  await refused(/name a figure, or use --all/, "figure");
  await refused(/unknown budget "huge"/, "reproduce", "--budget", "huge");
  await refused(/no experiment is called "alchemy"; known: theory/, "measure", "alchemy");
  await refused(/unknown budget "huge"/, "measure", "theory", "--budget", "huge");
  await refused(/--workers must be a whole number.*got 0/, "measure", "theory", "--workers", "0");
  await refused(/--time-limit must be more than 0/, "measure", "theory", "--time-limit", "0");
  await refused(/unknown option '--colour'/, "evaluate", "--colour");
  await refused(/unknown command 'evalute'/, "evalute");
});

test("a configuration with an unknown key, or cut off, is refused", async () => {
  await refused(/unknown key stepz/, "evaluate", "--config", file("typo.json", '{"stepz": 3}'));
  await refused(/isn't whole JSON/, "evaluate", "--config", file("cut.json", '{"steps": 3'));
  await refused(/list\.json: .*object/, "evaluate", "--config", file("list.json", "[1]"));
  await refused(/doesn't exist/, "evaluate", "--config", join(folder, "nowhere.json"));
});

test("a truncated or foreign results file is refused and stays as it was", async () => {
  const out = join(folder, "results.csv");
  await fleetlab(...QUICK, "--out", out);
  const whole = readFileSync(out, "utf8");
  const damaged: [string, string][] = [
    ["truncated.csv", whole.slice(0, -30)],
    ["foreign.csv", "date,temperature\n2026-01-01,7\n"],
    ["words.csv", whole.replace(/^(sim,[^,]*),3,/m, "$1,three,")],
    ["empty.csv", ""],
  ];
  for (const [name, content] of damaged) {
    const path = file(name, content);
    await refused(new RegExp(name), ...QUICK, "--out", path);
    assert.equal(readFileSync(path, "utf8"), content);
  }
});

test("Ctrl-C stops an evaluation at once, keeps what is finished, and a rerun goes on from there", async () => {
  const out = join(folder, "stopped.csv");
  const args = [...QUICK.slice(0, -4), "--runs", "400", "--steps", "300", "--out", out];
  const child = spawn(process.execPath, [PROGRAM, ...args], { stdio: ["ignore", "ignore", "pipe"] });
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
    if (/evaluate: (?!0)\d/.test(stderr) && !child.killed) child.kill("SIGINT");
  });
  const code = await new Promise((done) => child.once("close", done));
  assert.equal(code, 130, stderr);
  assert.match(stderr, /stopped; what is finished is kept/);
  const kept = readResults(out);
  assert.ok(kept.length > 0 && kept.length < 1200, `${kept.length} rows`);
  const again = await fleetlab(...args);
  assert.equal(again.code, 0, again.stderr);
  const rows = readResults(out);
  assert.equal(rows.length, 1200);
  assert.deepEqual(rows.slice(0, kept.length), kept);
});

test("figure --list names every figure", async () => {
  const { code, stdout } = await fleetlab("figure", "--list", "--json");
  assert.equal(code, 0);
  assert.ok(JSON.parse(stdout).some((figure: { id: string }) => figure.id === "mm1-response-time"));
});

test("train makes an agent that evaluate runs beside rules, and a second call only confirms it", async () => {
  const agents = join(folder, "agents");
  const config = file(
    "train.json",
    JSON.stringify({ ppo: { rolloutSteps: 64 }, reward: { weights: { friction: 2 } } }),
  );
  const args = ["train", "--config", config, "--name", "ppo-friction", "--sizes", "3", "--steps", "640"];
  const places = ["--out", join(folder, "run"), "--agents", agents, "--json"];
  const first = await fleetlab(...args, ...places);
  assert.equal(first.code, 0, first.stderr);
  const result = JSON.parse(first.stdout);
  assert.equal(result.agent, "ppo-friction");
  assert.ok(result.episodeReward < 0);
  const again = await fleetlab(...args, ...places);
  assert.deepEqual(JSON.parse(again.stdout), result);
  const from = ["--from", join(folder, "run"), "--name", "ppo-further", "--steps", "128"];
  const elsewhere = ["--out", join(folder, "further"), "--agents", agents, "--json"];
  const further = await fleetlab("train", ...from, ...elsewhere);
  assert.equal(further.code, 0, further.stderr);
  const { agent, steps, sizes, file: kept } = JSON.parse(further.stdout);
  assert.deepEqual([agent, steps, sizes], ["ppo-further", 128, [3]]);
  assert.equal(JSON.parse(readFileSync(kept, "utf8")).config.from.steps, 640);

  const evaluation = [
    "evaluate",
    "--cluster",
    "writeup",
    "--controllers",
    "ppo-friction,threshold",
    "--agents",
    agents,
  ];
  const run = ["--sizes", "3", "--workloads", "writeup-dev", "--runs", "2", "--steps", "20", "--json"];
  const { code, stdout, stderr } = await fleetlab(...evaluation, ...run);
  assert.equal(code, 0, stderr);
  const rows = JSON.parse(stdout);
  assert.deepEqual(
    rows.map((row: { controller: string; training_seed: number | null }) => [
      row.controller,
      row.training_seed,
    ]),
    [
      ["ppo-friction", 1],
      ["threshold", null],
      ["ppo-friction", 1],
      ["threshold", null],
    ],
  );
  assert.equal(rows[0].evaluation_seed, rows[1].evaluation_seed);
});

test("train makes an agent of each seed at once, the same as of one alone", async () => {
  const settings = ["train", "ppo-writeup-batched", "--sizes", "3", "--steps", "2048", "--json"];
  const places = (name: string) => ["--out", join(folder, name), "--agents", join(folder, `${name}-agents`)];
  const several = await fleetlab(...settings, "--seeds", "1..2,5", ...places("several"));
  assert.equal(several.code, 0, several.stderr);
  const results = JSON.parse(several.stdout);
  assert.deepEqual(
    results.map(({ seed, steps }: { seed: number; steps: number }) => [seed, steps]),
    [1, 2, 5].map((seed) => [seed, 2048]),
  );
  const alone = JSON.parse((await fleetlab(...settings, "--seed", "2", ...places("alone"))).stdout);
  assert.equal(readFileSync(results[1].file, "utf8"), readFileSync(alone.file, "utf8"));
  assert.equal(results[1].folder, join(folder, "several", "n3-seed2"));
});

test("train --use takes terms of a file into the reward, and says where one is missing", async () => {
  const terms = file(
    "terms.mjs",
    'export const crowd = { name: "crowd", penalty: ({ waiting, ready }) => Math.min(waiting / (3 * ready), 1) };\n',
  );
  const config = file("own.json", '{"reward": {"own": ["crowd"], "weights": {"crowd": 30}}}');
  const args = ["train", "--config", config, "--sizes", "3", "--steps", "256", "--seeds", "1,2", "--json"];
  const places = ["--out", join(folder, "own"), "--agents", join(folder, "own-agents")];
  const { code, stdout, stderr } = await fleetlab(...args, ...places, "--use", terms);
  assert.equal(code, 0, stderr);
  const results: { readonly reward: unknown; readonly file: string }[] = JSON.parse(stdout);
  assert.equal(results.length, 2);
  for (const { reward, file: agent } of results) {
    const { config: kept } = JSON.parse(readFileSync(agent, "utf8"));
    assert.deepEqual(kept.reward, reward);
    assert.match(JSON.stringify(reward), /"own":\[{"name":"crowd","hash":"[0-9a-f]{12}"}\]/);
  }
  await refused(
    /own\.json: reward\.own\.0 is "crowd", .* no term of that name is known: .*--use FILE/,
    ...args,
    ...places,
  );
  await refused(
    /--use: term "crowd" is in no reward: name it in the file of --config/,
    "train",
    "--use",
    terms,
  );
  await refused(/absent\.mjs isn't there/, ...args, "--use", join(folder, "absent.mjs"));
  const kept = file("kept.json", '{"reward": {"own": [{"name": "crowd", "hash": "0123456789ab"}]}}');
  await refused(
    /term "crowd" with hash 0123456789ab isn't known in this process: give the file that defines it/,
    "train",
    "--config",
    kept,
    "--out",
    join(folder, "lost"),
  );
  const wrong = file(
    "late.mjs",
    'export default { name: "late", penalty: ({ step }) => (step === 50 ? -1 : 0) };',
  );
  await refused(
    /term "late" gives -1 in step 50 of an episode \(step 50\): a penalty is/,
    "train",
    "--config",
    file("late.json", '{"reward": {"own": ["late"]}}'),
    "--out",
    join(folder, "late"),
    "--use",
    wrong,
  );
});

test("train refuses what it doesn't know with one line", async () => {
  await refused(/no agent is called "ppo-magic"; known: ppo-writeup/, "train", "ppo-magic");
  await refused(
    /typo\.json: unknown key ppo\.gama/,
    "train",
    "--config",
    file("typo.json", '{"ppo": {"gama": 0.9}}'),
  );
  await refused(/isn't whole JSON/, "train", "--config", file("cut.json", '{"steps": 3'));
  await refused(/sizes\.0 is 2\.5/, "train", "--sizes", "2.5");
  await refused(/--seed.*-1/, "train", "--seed", "-1");
  await refused(/ranges like 1\.\.10, got "3\.\.1"/, "train", "--seeds", "3..1");
  await refused(
    /test split, which is locked for training/,
    "train",
    "--workload",
    "writeup-test",
    "--out",
    join(folder, "locked"),
  );
  await refused(
    /weights\.fricton belongs to no reward term/,
    "train",
    "--config",
    file("term.json", '{"reward": {"weights": {"fricton": 1}}}'),
    "--out",
    join(folder, "term"),
  );
  await refused(
    /unknown rule "ppo-nothing".* nor is it an agent under .*, which holds ppo-writeup/,
    "evaluate",
    "--controllers",
    "ppo-nothing",
  );
  const nowhere = join(folder, "agnets");
  await refused(
    new RegExp(`unknown rule "ppo-writeup".* there is no folder ${nowhere}`),
    "evaluate",
    "--controllers",
    "ppo-writeup",
    "--agents",
    nowhere,
  );
  const apart = ["--sizes", "5,10", "--steps", "512", "--out", join(folder, "apart")];
  const perSize = /sizes 5, 10: ppo-writeup has a model of its own for each size/;
  await refused(perSize, "train", ...apart);
  await refused(perSize, "train", ...apart, "--seeds", "1,2");
  await refused(
    /steps is 100, no more than one rollout of 128.*nothing would be learned/,
    "train",
    "--steps",
    "100",
  );
  await refused(/--from needs --name/, "train", "--from", folder);
});

test("calibrate, and what runs under a calibration, refuse bad input with one line", async () => {
  await refused(
    /capacities\[1\] must be positive, got -1/,
    "calibrate",
    "--capacities",
    "1,-1",
    "--out",
    folder,
  );
  await refused(/size must be a whole number/, "calibrate", "--size", "0", "--out", folder);
  await refused(/name must be letters, digits/, "calibrate", "a b", "--out", folder);
  await refused(/none\.json doesn't exist: make it first/, "calibrate", "none", "--verify", "--out", folder);
  await refused(/needs containers: .*--cluster-file/, ...QUICK, "--cluster", "docker");
  const foreign = file("foreign.json", '{"id": "x"}');
  await refused(/foreign\.json: spec is missing/, ...QUICK, "--spec", foreign);
});

test("evaluate takes a cluster file, with as many containers as it has, and no image without real containers", async () => {
  const containers = [{ count: 4, serviceRate: 4 }, { serviceRate: 8 }];
  const shop = file("shop.json", JSON.stringify({ spec: { containers, sla: 0.3, largestScaleStep: 3 } }));
  const own = [
    "evaluate",
    "--cluster-file",
    shop,
    "--workloads",
    "constant-0.7",
    "--runs",
    "1",
    "--steps",
    "20",
  ];
  const { code, stdout, stderr } = await fleetlab(...own, "--controllers", "hpa", "--json");
  assert.equal(code, 0, stderr);
  const [row] = JSON.parse(stdout);
  assert.equal(row.size, 5);
  await refused(/runs no image: .*--cluster docker/, ...own, "--image", "shop");
  await refused(/--env must read name=value/, ...own, "--env", "x");
  await refused(
    /unknown key spec\.slaMs; known: containers/,
    "evaluate",
    "--cluster-file",
    file("typo.json", JSON.stringify({ spec: { containers, slaMs: 300 } })),
  );
});
