import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { takeLock, withLock } from "../../lib/files/index.js";

const LIBRARY = resolve(__dirname, "../../lib/dist/files/index.js");
const folder = mkdtempSync(join(tmpdir(), "fleetlab-lock-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Another process that runs `script` with the library at hand. */
function other(script: string): ChildProcess {
  return spawn(process.execPath, ["-e", `const files = require(${JSON.stringify(LIBRARY)}); ${script}`], {
    stdio: ["pipe", "pipe", "inherit"],
  });
}

/** What it prints until its first line end, or until it ends. */
function line(child: ChildProcess): Promise<string> {
  return new Promise((done) => {
    let text = "";
    child.stdout?.on("data", (chunk) => {
      text += chunk;
      if (text.endsWith("\n")) done(text.trim());
    });
    child.once("close", () => done(text.trim()));
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((done) => child.once("close", done));
}

/** Another process that holds the lock on `file` until it ends. */
async function holder(file: string): Promise<ChildProcess> {
  const child = other(
    `files.takeLock(${JSON.stringify(file)}); console.log("held"); process.stdin.resume().on("end", () => process.exit());`,
  );
  assert.equal(await line(child), "held");
  return child;
}

test("a second writer is refused with one line that names the first, and nothing is left once that has ended", async () => {
  const file = join(folder, "results.csv");
  const child = await holder(file);
  assert.throws(
    () => takeLock(file),
    (error: Error) => {
      assert.ok(error instanceof InputError);
      assert.match(
        error.message,
        new RegExp(
          `^${file} is in use: process ${child.pid} writes it since \\d{4}-\\d\\d-\\d\\dT[^ ]+Z: wait`,
        ),
      );
      assert.doesNotMatch(error.message, /\n/);
      return true;
    },
  );
  child.stdin?.end();
  await ended(child);
  assert.deepEqual(readdirSync(folder), []);
  takeLock(file).release();
  assert.deepEqual(readdirSync(folder), []);
});

test("the lock of a killed process counts for nothing, and goes with the next one", async () => {
  const file = join(folder, "killed.csv");
  const child = await holder(file);
  child.kill("SIGKILL");
  await ended(child);
  assert.ok(existsSync(`${file}.lock`), "it had no time to tidy up");
  takeLock(file).release();
  assert.ok(!existsSync(`${file}.lock`));
});

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
  test(`a process that ${signal} ends leaves no lock, and ends by it`, async () => {
    const file = join(folder, `${signal}.csv`);
    const child = await holder(file);
    child.kill(signal);
    await ended(child);
    assert.equal(child.signalCode, signal);
    assert.ok(!existsSync(`${file}.lock`));
  });

test("one process doesn't lock a thing twice, and may do so again after it let go", async () => {
  const file = join(folder, "twice.csv");
  const lock = takeLock(file);
  assert.throws(() => takeLock(file), /is in use: this process writes it already/);
  lock.release();
  const next = takeLock(file);
  lock.release();
  assert.ok(existsSync(`${file}.lock`), "an old lock doesn't let go of a new one");
  next.release();
});

test("a folder and its link are one thing, and so are a file and its path through a link", () => {
  const place = join(folder, "place");
  mkdirSync(place);
  symlinkSync(place, join(folder, "link"));
  const locks = [takeLock(place), takeLock(join(place, "file"))];
  assert.throws(() => takeLock(join(folder, "link")), /in use/);
  assert.throws(() => takeLock(join(folder, "link", "file")), /in use/);
  for (const lock of locks) lock.release();
});

test("work isn't begun where one of its targets is taken, and the others are let go of", async () => {
  const [free, taken] = [join(folder, "free.csv"), join(folder, "taken.csv")];
  const lock = takeLock(taken);
  await assert.rejects(
    withLock([free, undefined, taken], () => assert.fail("begun")),
    /taken\.csv is in use/,
  );
  assert.ok(!existsSync(`${free}.lock`));
  lock.release();
  assert.equal(await withLock([free, taken, free], async () => 7), 7);
  await assert.rejects(
    withLock([free], () => Promise.reject(new Error("failed"))),
    /failed/,
  );
  assert.ok(!existsSync(`${free}.lock`));
});

test("a place that can't be written to is told in one line", () => {
  const file = join(folder, "file");
  writeFileSync(file, "");
  assert.throws(
    () => takeLock(join(file, "results.csv")),
    /^InputError: .*results\.csv can't be written \(E/,
  );
});

test("of many that claim at once one wins, at every try", async () => {
  const file = join(folder, "race.csv");
  for (let round = 0; round < 5; round++) {
    const children = Array.from({ length: 6 }, () =>
      other(`process.stdin.once("data", () => {
        try { files.takeLock(${JSON.stringify(file)}); console.log("won"); } catch (error) { console.log(error.message); }
        process.stdin.once("data", () => process.exit());
      }); console.log("up");`),
    );
    await Promise.all(children.map(line));
    for (const child of children) child.stdin?.write("go\n");
    const said = await Promise.all(children.map(line));
    assert.equal(said.filter((text) => text === "won").length, 1, said.join("\n"));
    for (const child of children) child.stdin?.write("end\n");
    await Promise.all(children.map(ended));
    assert.ok(!existsSync(`${file}.lock`));
  }
});

test("with patience, one waits for the other: no change of a shared file is lost", async () => {
  const file = join(folder, "sum.txt");
  const adding = `const { readFileSync, existsSync } = require("node:fs");
    for (let k = 0; k < 50; k++) {
      const lock = files.takeLock(${JSON.stringify(file)}, { patience: 30 });
      const sum = existsSync(${JSON.stringify(file)}) ? Number(readFileSync(${JSON.stringify(file)}, "utf8")) : 0;
      files.writeFileAtomically(${JSON.stringify(file)}, String(sum + 1));
      lock.release();
    }`;
  await Promise.all(Array.from({ length: 4 }, () => ended(other(adding))));
  assert.equal(readFileSync(file, "utf8"), "200");
});
