import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { after, test } from "node:test";
import { closureHash, codeHash, importClosure } from "../../lib/files/index.js";

const root = realpathSync(mkdtempSync(join(tmpdir(), "closure-")));
after(() => rmSync(root, { recursive: true }));

function put(name: string, text: string): string {
  const path = join(root, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  return path;
}

const namesOf = (module: string) => importClosure([module]).files.map((file) => relative(root, file));

test("values count, directly and through others; types alone do not, nor do comments", () => {
  const start = put(
    "values/start.ts",
    [
      'import { one, type Two } from "./one.js";',
      'import type { Three } from "./three.js";',
      'import { type Four, type Five } from "./four.js";',
      'export { six } from "./six.js";',
      'export type { Seven } from "./seven.js";',
      '// import { eight } from "./eight.js";',
      'import { z } from "zod";',
      'import { join } from "node:path";',
      "export const all = [one, join, z];",
    ].join("\n"),
  );
  for (const name of ["three", "four", "seven", "eight", "nine"])
    put(`values/${name}.ts`, `export const ${name} = 1;\n`);
  put(
    "values/one.ts",
    'import {\n  nine,\n} from "./nine.js";\nexport const one = nine;\nexport type Two = 2;\n',
  );
  put("values/six.ts", "export const six = 6;\n");
  assert.deepEqual(namesOf(start), ["values/nine.ts", "values/one.ts", "values/six.ts", "values/start.ts"]);
  assert.deepEqual(importClosure([start]).packages, ["zod"]);
});

test("of a file that only exports what others define just the named parts count", () => {
  const start = put(
    "barrel/start.ts",
    'import { wanted, renamed, deep } from "./index.js";\nexport const a = [wanted, renamed, deep];\n',
  );
  put(
    "barrel/index.ts",
    [
      "/** A room. */",
      'export { wanted } from "./wanted.js";',
      'export { original as renamed } from "./renamed.js";',
      'export { unwanted } from "./unwanted.js";',
      'export * from "./inner.js";',
      'export type { Kind } from "./kind.js";',
      "",
    ].join("\n"),
  );
  put("barrel/inner.ts", 'export * from "./deep.js";\nexport * from "./other.js";\n');
  for (const name of ["wanted", "unwanted", "deep", "other", "kind"])
    put(`barrel/${name}.ts`, `export const ${name} = 1;\n`);
  put("barrel/renamed.ts", "export function original() {}\n");
  assert.deepEqual(namesOf(start), [
    "barrel/deep.ts",
    "barrel/renamed.ts",
    "barrel/start.ts",
    "barrel/wanted.ts",
  ]);
  const whole = put("barrel/whole.ts", 'import * as room from "./index.js";\nexport const a = room;\n');
  assert.ok(namesOf(whole).includes("barrel/unwanted.ts"));
});

test("files that threads, processes and later imports load count", () => {
  const start = put(
    "later/start.ts",
    [
      'import { join } from "node:path";',
      'export const file = join(__dirname, "worker.js");',
      'export const more = () => import("./more.js");',
    ].join("\n"),
  );
  put("later/worker.ts", "export const worker = 1;\n");
  put("later/more.ts", "export const more = 1;\n");
  assert.deepEqual(namesOf(start), ["later/more.ts", "later/start.ts", "later/worker.ts"]);
});

test("the hash follows what the closure holds, and nothing else", () => {
  const start = put("hash/start.ts", 'import { one } from "./one.js";\nexport const a = one;\n');
  put("hash/one.ts", "export const one = 1;\n");
  const before = closureHash([start]);
  put("hash/beside.ts", "export const beside = 1;\n");
  assert.equal(closureHash([start]), before);
  put("hash/one.ts", "export const one = 2;\n");
  assert.notEqual(closureHash([start]), before);
  put("hash/one.ts", "export const one = 1;\n");
  assert.equal(closureHash([start]), before);
  assert.equal(codeHash([start]), before.slice(0, 12));
  assert.equal(
    closureHash([start, join(root, "hash/one.ts")]),
    before,
    "the order and repetition of modules don't matter",
  );
  assert.throws(
    () => closureHash([join(root, "absent.ts")]),
    /RangeError: modules must be files that exist, got /,
  );
});

test("the code behind simulated rules holds the simulator and the rules, and nothing of the real cluster", () => {
  const { files } = importClosure([resolve(__dirname, "../../lib/evaluation/evaluation-world.ts")]);
  const names = files.map((file) => relative(resolve(__dirname, "../../lib"), file));
  for (const name of ["cluster/simulated/queue-bank.ts", "control/threshold.ts", "random/stream.ts"])
    assert.ok(names.includes(name), name);
  assert.deepEqual(
    names.filter((name) => /^(cluster\/docker|report|study|cli)\//.test(name)),
    [],
  );
  const training = importClosure([resolve(__dirname, "../../lib/ppo/training/run.ts")]).files;
  for (const name of ["ppo/threads/environment-thread.ts", "ppo/training/world.ts", "ppo/learner.ts"])
    assert.ok(
      training.some((file) => file.endsWith(name)),
      name,
    );
});
