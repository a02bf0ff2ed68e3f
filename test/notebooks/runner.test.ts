import assert from "node:assert/strict";
import { type SpawnSyncReturns, spawn, spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, describe, it } from "node:test";

const ROOT = resolve(__dirname, "../..");
const PYTHON = join(ROOT, ".venv/bin/python");
const RUNNER = join(ROOT, "scripts/notebooks/run_notebooks.py");
const scratch = mkdtempSync(join(tmpdir(), "fleetlab-notebooks-"));
after(() => rmSync(scratch, { recursive: true, force: true }));

function notebook(name: string): string {
  return join("test/notebooks", `${name}.ipynb`);
}

function runNotebooks(args: readonly string[], environment = {}): SpawnSyncReturns<string> {
  return spawnSync(PYTHON, [RUNNER, ...args], {
    cwd: ROOT,
    encoding: "utf8",
    env: { ...process.env, ...environment },
  });
}

describe("the notebook runner", () => {
  it("passes a good notebook, hands the environment on and writes the outputs, without times", () => {
    const output = join(scratch, "good");
    const run = runNotebooks(["--output", output, notebook("good")], { FLEETLAB_BUDGET: "smoke" });
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(readdirSync(output), ["good.ipynb"]);
    const executed = readFileSync(join(output, "good.ipynb"), "utf8");
    assert.match(executed, /"42 smoke\\n"/);
    assert.doesNotMatch(executed, /iopub|\d{4}-\d\d-\d\dT/);
  });

  it("has the workspace's kernel: shorthand properties of earlier cells' names, and outputs of several kinds", () => {
    const output = join(scratch, "kernel");
    const run = runNotebooks(["--output", output, notebook("good")], { FLEETLAB_BUDGET: "smoke" });
    assert.equal(run.status, 0, run.stderr);
    const { cells } = JSON.parse(readFileSync(join(output, "good.ipynb"), "utf8"));
    const [shorthands, bundle] = cells.slice(-2).map(({ outputs }: { outputs: object[] }) => outputs[0]);
    assert.equal(shorthands.text.join(""), '{"answer":42,"budget":"smoke"}\n');
    assert.deepEqual(bundle.data, { "application/json": { answer: 42 }, "image/png": "AQI=" });
  });

  it("writes the same bytes when it runs an executed notebook again", () => {
    const output = join(scratch, "again");
    runNotebooks(["--output", output, notebook("good")]);
    const first = readFileSync(join(output, "good.ipynb"));
    const run = runNotebooks(["--output", output, join(output, "good.ipynb")]);
    assert.equal(run.status, 0, run.stderr);
    assert.deepEqual(readFileSync(join(output, "good.ipynb")), first);
  });

  it("leaves a notebook alone whose outputs say the same, and keeps nothing of what went to stderr", () => {
    const output = join(scratch, "kept");
    const file = join(output, "good.ipynb");
    const execute = () => {
      const run = runNotebooks(["--output", output, notebook("good")], { FLEETLAB_BUDGET: "smoke" });
      assert.equal(run.status, 0, run.stderr);
      return readFileSync(file, "utf8");
    };
    const first = execute();
    assert.doesNotMatch(first, /stderr|no failure\\n",?\s*\]\s*}/);
    // What another machine leaves: other counts, another version of the kernel.
    const elsewhere = first
      .replace('"execution_count": 2', '"execution_count": 7')
      .replace('"typescript"', '"typescript 6"');
    assert.notEqual(elsewhere, first);
    writeFileSync(file, elsewhere);
    assert.equal(execute(), elsewhere);
    writeFileSync(file, first.replace("42 smoke", "43 smoke"));
    assert.equal(execute(), first);
  });

  it("fails on every canary with one line each: notebook, cell, first line of the error", () => {
    const failures: Record<string, string> = {
      "canary-throws": "cell 3 of 4: RangeError: the canary sings",
      "canary-type-error": "cell 2 of 3: 1:7 - Type 'string' is not assignable to type 'number'.",
      "canary-unhandled-rejection": "cell 2 of 3: unhandled rejection: Error: nobody listens",
      "canary-late-rejection": "cell 2 of 2: unhandled rejection: Error: too late",
      "canary-slow": "cell 2 of 2: took longer than 3 s",
    };
    const canaries = Object.keys(failures);
    const output = join(scratch, "canaries");
    const run = runNotebooks(["--timeout", "3", "--output", output, ...canaries.map(notebook)]);
    assert.equal(run.status, 1, run.stderr);
    const lines = run.stderr.trim().split("\n").sort();
    assert.deepEqual(lines, canaries.map((name) => `FAILED ${notebook(name)}: ${failures[name]}`).sort());
    assert.equal(existsSync(output), false, "a failed notebook must not be written");
  });

  it("answers bad input with one line and exit code 2", () => {
    const cut = join(scratch, "cut.ipynb");
    writeFileSync(cut, readFileSync(join(ROOT, notebook("good")), "utf8").slice(0, 200));
    for (const path of [cut, join(scratch, "missing.ipynb")]) {
      const run = runNotebooks([path]);
      assert.equal(run.status, 2);
      assert.match(run.stderr, /^[^\n]*\.ipynb: [^\n]+\n$/);
    }
  });

  it("stops its kernels when it is interrupted", async () => {
    const child = spawn(PYTHON, [RUNNER, notebook("canary-slow")], { cwd: ROOT });
    let messages = "";
    child.stderr.on("data", (text) => {
      messages += text;
    });
    const started = Date.now();
    const kernels = () => {
      const list = spawnSync("ps", ["-eo", "ppid=,pid=,args="], { encoding: "utf8" }).stdout;
      return list
        .split("\n")
        .filter((line) => line.trim().startsWith(`${child.pid} `) && /notebooks\/kernel\.mjs/.test(line));
    };
    while (kernels().length === 0 && Date.now() - started < 20_000)
      await new Promise((wake) => setTimeout(wake, 100));
    const [kernel] = kernels();
    assert.ok(kernel, "no kernel was started");
    await new Promise((wake) => setTimeout(wake, 1000));
    child.kill("SIGINT");
    const code = await new Promise((done) => child.once("close", done));
    assert.equal(code, 130);
    assert.match(messages, /^interrupted: [^\n]+\n$/);
    assert.throws(() => process.kill(Number(kernel.trim().split(/\s+/)[1]), 0), /ESRCH/);
  });
});
