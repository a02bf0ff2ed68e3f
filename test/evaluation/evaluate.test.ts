import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { clusterSpec, costReward, SimulatedCluster } from "../../lib/cluster/index.js";
import { controllerByText } from "../../lib/control/index.js";
import { manifestFile, manifestMismatches, readManifest, specId } from "../../lib/data/index.js";
import {
  type EvaluateOptions,
  evaluate,
  evaluationCells,
  evaluationConfig,
  loadRecords,
  readResults,
  recordMetrics,
  recordsFile,
  writeResults,
} from "../../lib/evaluation/index.js";
import { workloadByName, workloadNames } from "../../lib/workload/index.js";

const root = mkdtempSync(join(tmpdir(), "evaluate-"));
after(() => rmSync(root, { recursive: true }));
let folders = 0;
const newFolder = () => join(root, String(folders++));

const [FIRST, SECOND] = workloadNames("dev");
const CONFIG = evaluationConfig({
  cluster: "sim",
  controllers: ["threshold", "square-root"],
  sizes: [2, 3],
  workloads: [FIRST, SECOND],
  runs: 2,
  steps: 20,
  seed: 5,
  price: 10,
});

/** An evaluation on the exact simulator, and the clusters it opened. */
function setting(folder: string, more: Partial<EvaluateOptions> = {}) {
  const opened: string[] = [];
  const options: EvaluateOptions = {
    config: CONFIG,
    file: join(folder, "evaluation", "rules.csv"),
    workload: (name) => workloadByName(name, { nodeCapacity: 10 }),
    spec: ({ size }) => clusterSpec({ size }),
    openCluster: ({ cell, spec, workload, steps }) => {
      opened.push(`${cell.controller} ${cell.workload} ${cell.size} ${cell.run}`);
      return new SimulatedCluster({ spec, workload, steps, reward: costReward(10) });
    },
    controller: ({ controller }) => controllerByText(controller),
    manifest: {
      file: manifestFile(folder),
      command: "fleetlab evaluate --out rules.csv",
      date: "2026-01-02T03:04:05Z",
    },
    ...more,
  };
  return { opened, options, file: options.file as string };
}

test("every cell gets a row; runs are paired: every controller meets the same requests", async () => {
  const { options, file, opened } = setting(newFolder());
  const { rows, ran } = await evaluate(options);
  assert.equal(ran, 16);
  assert.equal(opened.length, 16);
  assert.deepEqual(readResults(file), rows);
  const cells = (controller: string) =>
    rows
      .filter((row) => row.controller === controller)
      .map((row) => [row.workload, row.size, row.run, row.evaluation_seed, row.requests]);
  assert.deepEqual(cells("threshold"), cells("square-root"));
  assert.equal(new Set(rows.map((row) => row.evaluation_seed)).size, 8);
  for (const row of rows) {
    assert.ok(row.requests > 0 && row.users_per_container > 0, JSON.stringify(row));
    assert.ok(
      Math.abs(row.cost + row.size * row.reward_mean) < 1e-6 * row.cost,
      "cost is the reward's, per second",
    );
    assert.equal(row.split, "dev");
    assert.equal(row.spec, specId(clusterSpec({ size: row.size })));
    assert.match(row.code, /^[0-9a-f]{12}$/);
  }
});

test("an evaluation is reproducible to the last digit", async () => {
  const [a, b] = [setting(newFolder()), setting(newFolder())];
  await evaluate(a.options);
  await evaluate(b.options);
  assert.equal(readFileSync(a.file, "utf8"), readFileSync(b.file, "utf8"));
});

test("without a file nothing is written", async () => {
  const folder = newFolder();
  const { rows } = await evaluate(setting(folder, { file: undefined }).options);
  assert.equal(rows.length, 16);
  assert.ok(!existsSync(folder));
});

test("an evaluation that was stopped goes on where it stood and ends with the same file", async () => {
  const whole = setting(newFolder());
  await evaluate(whole.options);
  const abort = new AbortController();
  const folder = newFolder();
  const stopped = setting(folder, {
    signal: abort.signal,
    onProgress: ({ done }) => done === 5 && abort.abort(new Error("stopped")),
  });
  await assert.rejects(evaluate(stopped.options), /stopped/);
  assert.equal(readResults(stopped.file).length, 5);
  assert.deepEqual(manifestMismatches(manifestFile(folder)), []);
  const resumed = setting(folder);
  const seen: boolean[] = [];
  const { ran } = await evaluate({ ...resumed.options, onProgress: ({ skipped }) => seen.push(skipped) });
  assert.equal(ran, 11);
  assert.equal(resumed.opened.length, 11);
  assert.deepEqual(seen, [...new Array(5).fill(true), ...new Array(11).fill(false)]);
  assert.equal(readFileSync(resumed.file, "utf8"), readFileSync(whole.file, "utf8"));
});

test("a cluster is closed also when its cell fails, and a cell that fails leaves no row", async () => {
  let closed = 0;
  const { options, file } = setting(newFolder(), {
    openCluster: ({ spec, workload }) => {
      const cluster = new SimulatedCluster({ spec, workload, steps: 10, reward: costReward(10) });
      const close = cluster.close.bind(cluster);
      return Object.assign(cluster, {
        close: () => {
          closed++;
          return close();
        },
      });
    },
  });
  await assert.rejects(
    evaluate(options),
    /RangeError: steps must be at most the cluster's limit of 10, got 20/,
  );
  assert.equal(closed, 1);
  assert.ok(!existsSync(file));
});

test("a cluster of another kind than the configuration says is refused", async () => {
  const { options } = setting(newFolder(), { config: { ...CONFIG, cluster: "docker" } });
  await assert.rejects(evaluate(options), /RangeError: cluster must be of kind docker, got sim/);
});

test("rows made by other code are refused, kept or replaced as asked", async () => {
  const { options, file, opened } = setting(newFolder());
  const { rows } = await evaluate(options);
  writeResults(
    file,
    rows.map((row, i) => (i < 2 ? { ...row, code: "aaaaaaaaaaaa", throughput: -1 } : row)),
  );
  opened.length = 0;
  await assert.rejects(evaluate(options), (error: Error) => {
    assert.ok(error instanceof InputError);
    assert.match(error.message, /rules\.csv holds results made by other code \(aaaaaaaaaaaa, now /);
    return true;
  });
  assert.equal((await evaluate({ ...options, otherCode: "keep" })).rows[0].throughput, -1);
  assert.equal(opened.length, 0);
  assert.equal((await evaluate({ ...options, otherCode: "replace" })).ran, 2);
  assert.deepEqual(readResults(file), rows);
});

test("rows of other evaluations stay in the file, or are dropped as asked, also when nothing is left to run", async () => {
  const { options, file } = setting(newFolder());
  const other = { ...options, config: { ...CONFIG, price: 20 } };
  const { rows } = await evaluate(other);
  await evaluate(options);
  assert.equal(readResults(file).length, 32);
  assert.equal((await evaluate({ ...other, otherRows: "drop" })).ran, 0);
  assert.deepEqual(readResults(file), rows);
  assert.deepEqual(manifestMismatches(join(file, "../../manifest.json")), []);
});

test("another price, seed or length is another cell in the same file", async () => {
  const { options, file } = setting(newFolder());
  await evaluate(options);
  for (const change of [{ price: 20 }, { seed: 6 }, { steps: 10 }])
    assert.equal((await evaluate({ ...options, config: { ...CONFIG, ...change } })).ran, 16);
  assert.equal(readResults(file).length, 64);
});

test("a cut-off or foreign output file is refused and stays as it is", async () => {
  const { options, file } = setting(newFolder());
  await evaluate(options);
  for (const text of [readFileSync(file, "utf8").slice(0, -9), "a,b\n1,2\n"]) {
    writeFileSync(file, text);
    await assert.rejects(evaluate(options), InputError);
    assert.equal(readFileSync(file, "utf8"), text);
  }
});

test("records are kept where asked, and a row's metrics derive from them", async () => {
  const folder = newFolder();
  const { options } = setting(folder, { recordsFolder: join(folder, "records") });
  const { rows } = await evaluate(options);
  for (const [i, cell] of evaluationCells(CONFIG).entries()) {
    const records = loadRecords(recordsFile(join(folder, "records"), cell));
    for (const [name, value] of Object.entries(recordMetrics(records, { price: 10 })))
      assert.deepEqual(
        rows[i][name as "cost"],
        Number(value.toPrecision(name === "requests" ? 16 : 7)),
        name,
      );
  }
});

test("the manifest says what made the file: command, seed, code, machine, configuration and specs", async () => {
  const folder = newFolder();
  const { options } = setting(folder);
  const manifest = manifestFile(folder);
  await evaluate(options);
  await evaluate({ ...options, config: { ...CONFIG, seed: 6 } });
  const entry = readManifest(manifest)["evaluation/rules.csv"];
  assert.deepEqual(
    entry.provenance.map((part) => part.seed),
    [5, 6],
  );
  const [part] = entry.provenance;
  assert.equal(part.command, "fleetlab evaluate --out rules.csv");
  assert.equal(part.date, "2026-01-02T03:04:05Z");
  assert.match(part.code, /^[0-9a-f]{12}$/);
  assert.deepEqual(part.config, CONFIG);
  assert.equal(part.machine.node, process.version);
  assert.deepEqual(
    Object.keys(part.specs).sort(),
    [2, 3].map((size) => specId(clusterSpec({ size }))).sort(),
  );
  assert.deepEqual((part.specs[specId(clusterSpec({ size: 3 }))] as { containers: unknown }).containers, [
    { count: 3, cpuShare: 0.04, memoryMiB: 128, serviceRate: 8 },
  ]);
  assert.ok(!readFileSync(manifest, "utf8").includes(root), "no path of this machine");
  assert.deepEqual(manifestMismatches(manifest), []);
  writeFileSync(options.file as string, "changed");
  assert.deepEqual(manifestMismatches(manifest), ["evaluation/rules.csv"]);
});

test("a manifest that is cut off or foreign is one line that names it", () => {
  const file = manifestFile(root);
  for (const [text, message] of [
    ['{"a": {', /isn't whole JSON/],
    ['{"a": {"sha256": "x", "provenance": []}}', /a\.sha256 is "x", which isn't valid: /],
    ["[]", /it is \[\], which isn't valid/],
  ] as const) {
    writeFileSync(file, text);
    assert.throws(
      () => readManifest(file),
      (error: Error) =>
        error instanceof InputError && error.message.startsWith(file) && message.test(error.message),
    );
  }
});

test("a configuration fills in what is left out and names what is wrong", () => {
  const least = {
    cluster: "sim",
    controllers: ["threshold"],
    sizes: [5],
    workloads: ["constant-0.6"],
    runs: 1,
    steps: 10,
  };
  assert.deepEqual(evaluationConfig(least), { ...least, seed: 1, serviceRate: null, price: null, phase: "" });
  const refused = (change: object, message: RegExp) =>
    assert.throws(
      () => evaluationConfig({ ...least, ...change }, "experiment.json"),
      (error: Error) => {
        assert.ok(error instanceof InputError, String(error));
        assert.match(error.message, message);
        assert.match(error.message, /^experiment\.json: [^\n]*$/);
        return true;
      },
    );
  refused({ controler: "pid" }, /unknown key controler; known: cluster, controllers, /);
  refused({ sizes: [5, 0] }, /sizes\.1 is 0/);
  refused({ sizes: [2.5] }, /sizes\.0 is 2\.5/);
  refused({ sizes: [5, 5] }, /sizes .*twice/);
  refused({ workloads: [] }, /workloads is \[\]/);
  refused({ price: Number.NaN }, /price/);
  refused({ controllers: [{ name: "ppo", trainingSeeds: [] }] }, /controllers\.0/);
  assert.throws(() => evaluationConfig(null), /configuration: it is null/);
});

test("a trained controller has a cell per training seed, all with the seed the rules get", () => {
  const cells = evaluationCells(
    evaluationConfig({
      ...CONFIG,
      controllers: ["pid", { name: "ppo", trainingSeeds: [3, 4] }],
      sizes: [2],
      workloads: [FIRST],
      runs: 1,
    }),
  );
  assert.deepEqual(
    cells.map((cell) => [cell.controller, cell.trainingSeed]),
    [
      ["pid", Number.NaN],
      ["ppo", 3],
      ["ppo", 4],
    ],
  );
  assert.equal(new Set(cells.map((cell) => cell.evaluationSeed)).size, 1);
});

test("a spec of one container a step keeps the name that committed rows have; a larger step has another", () => {
  const spec = clusterSpec({ size: 5 });
  assert.equal(specId(spec), "59bf42c2"); // column "spec" of data/evaluation/rules.csv at N = 5
  assert.notEqual(specId({ ...spec, largestScaleStep: 2 }), specId(spec));
});
