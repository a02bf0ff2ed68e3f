import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { sourceFile } from "../../lib/files/index.js";
import { fleetlab } from "./program.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-own-module-"));
after(() => rmSync(folder, { recursive: true, force: true }));

const MODULE = `export const steady = {
  name: "steady",
  parameters: { size: { default: 3, integer: true, minimum: 1, maximum: 9 } },
  rule: ({ size }) => ({ decide: ({ fleetSize }) => ({ scale: size - fleetSize }) }),
};
export const level = { name: "level", parameters: { at: 0.5 }, rates: ({ at }) => () => at };
`;

test("evaluate takes rules and loads of a file; rows name it with its hash, and a changed file is refused", async () => {
  const [file, out] = [join(folder, "mine.mjs"), join(folder, "rows.csv")];
  writeFileSync(file, MODULE);
  const names = ["--controllers", "steady:size=2,static", "--workloads", "level:at=0.3,constant-0.7"];
  const args = ["evaluate", "--use", file, ...names, "--runs", "1", "--steps", "30", "--out", out];
  const first = await fleetlab(args);
  assert.equal(first.code, 0, first.stderr);
  const text = readFileSync(out, "utf8");
  const [header, ...rows] = text.trim().split("\n");
  assert.match(header, /,code,sources$/);
  const source = `mine.mjs#${sourceFile(file).hash}`;
  // The rule on both loads, and the built-in rule on the load of the file: all but one row.
  assert.deepEqual(rows.map((row) => row.split(",").at(-1)).sort(), ["", source, source, source]);
  assert.equal((await fleetlab(args)).code, 0);
  writeFileSync(file, `${MODULE}// changed\n`);
  const changed = await fleetlab(args);
  assert.equal(changed.code, 2);
  assert.match(
    changed.stderr,
    /^fleetlab: .*rows\.csv was made with mine\.mjs of hash [0-9a-f]{12}, which now has hash [0-9a-f]{12}: restore that file/m,
  );
  assert.equal(readFileSync(out, "utf8"), text);
});

test("rules alone keep the columns that they had", async () => {
  const out = join(folder, "plain.csv");
  const args = ["--controllers", "static", "--workloads", "constant-0.7", "--runs", "1", "--steps", "10"];
  assert.equal((await fleetlab(["evaluate", ...args, "--out", out])).code, 0);
  assert.match(readFileSync(out, "utf8").split("\n")[0], /,reward_terms,code$/);
});

test("a file that is no module of ours ends every command with one line", async () => {
  const file = join(folder, "wrong.mjs");
  writeFileSync(file, "export const limit = 3;\n");
  for (const command of [["evaluate"], ["tune", "--controllers", "static"], ["train"]]) {
    const { code, stderr } = await fleetlab([...command, "--use", file]);
    assert.equal(code, 2, stderr);
    assert.match(stderr, /^fleetlab: .*wrong\.mjs: its export limit is nothing that can be used: .*\n$/);
  }
});
