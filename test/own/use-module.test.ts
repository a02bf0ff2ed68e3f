import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import type { StepStatistics } from "../../lib/cluster/contract.js";
import { clusterSpec, knownTerm } from "../../lib/cluster/index.js";
import { controllerByText, controllerSources } from "../../lib/control/index.js";
import { sourceFile } from "../../lib/files/index.js";
import { useModule } from "../../lib/own/index.js";
import { workloadByName, workloadSources } from "../../lib/workload/index.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-own-"));
after(() => rmSync(folder, { recursive: true, force: true }));

function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

const step = { waiting: 7, ready: 2 } as StepStatistics;

test("a module's exports are used in each of a module's forms", async () => {
  const one = '{ name: "one", penalty: ({ waiting }) => waiting }';
  const two = '{ name: "two", penalty({ ready }) { return ready; } }';
  const found = async (name: string, text: string) =>
    (await useModule(file(name, text))).map((thing) => [
      thing.name,
      knownTerm(thing).penalty(step, clusterSpec({ size: 3 })),
    ]);
  const both = [
    ["one", 7],
    ["two", 2],
  ];
  assert.deepEqual(await found("named.mjs", `export const a = ${one};\nexport const b = ${two};\n`), both);
  assert.deepEqual(await found("default.mjs", `export default ${one};\n`), [["one", 7]]);
  assert.deepEqual(await found("list.mjs", `export default [${one}, ${two}];\n`), both);
  assert.deepEqual(await found("named.cjs", `exports.a = ${one};\nmodule.exports.b = ${two};\n`), both);
  assert.deepEqual(await found("one.cjs", `module.exports = ${one};\n`), [["one", 7]]);
  assert.deepEqual(await found("list.js", `module.exports = [${one}, ${two}];\n`), both);
  // Changed, and read again by the same process.
  const changed = one.replace("=> waiting", "=> 3 * waiting");
  assert.deepEqual(await found("default.mjs", `export default ${changed};\n`), [["one", 21]]);
  assert.deepEqual(await found("one.cjs", `module.exports = ${changed};\n`), [["one", 21]]);
});

test("one module has terms, rules and families, each known by its name, with the file and its hash", async () => {
  const path = file(
    "mine.mjs",
    `export const idle = { name: "idle-fleet", penalty: ({ ready }) => ready };
export const steady = {
  name: "steady",
  parameters: { size: { default: 3, integer: true, minimum: 1, maximum: 9 } },
  rule: ({ size }) => ({ decide: ({ fleetSize }) => ({ scale: size - fleetSize }) }),
};
export const level = { name: "level", parameters: { at: 0.5 }, rates: ({ at }) => () => at };
`,
  );
  const things = await useModule(path);
  assert.deepEqual(
    things.map(({ kind, name, file }) => [kind, name, file?.name]),
    [
      ["term", "idle-fleet", "mine.mjs"],
      ["family", "level", "mine.mjs"],
      ["rule", "steady", "mine.mjs"],
    ],
  );
  assert.equal(controllerByText("steady+least-queue:size=2").parameters.size, 2);
  assert.deepEqual(controllerSources(["steady:size=2", "threshold"]), [sourceFile(path)]);
  assert.equal(workloadByName("level:at=0.25").parameters.at, 0.25);
  assert.deepEqual(workloadSources(["level:at=0.25", "constant-0.5"]), [sourceFile(path)]);
  // Another file, with the same rule in it: results then depend on that one.
  const moved = file("moved.mjs", `// moved\n${readFileSync(path, "utf8")}`);
  await useModule(moved);
  assert.deepEqual(controllerSources(["steady"]), [sourceFile(moved)]);
});

test("a module that is missing, broken or holds something else is refused in a line with its name", async () => {
  const refusal = (path: string, message: RegExp) =>
    assert.rejects(
      useModule(path),
      (error: Error) => message.test(String(error)) && !/\n/.test(error.message),
    );
  await refusal(join(folder, "absent.mjs"), /^InputError: .*absent\.mjs isn't there$/);
  await refusal(file("broken.mjs", "export const = 1;"), /^InputError: .*broken\.mjs can't be loaded: /);
  await refusal(file("throws.mjs", 'throw new Error("no\\nway");'), /throws\.mjs can't be loaded: no$/);
  await refusal(
    file("empty.mjs", "const a = 1;"),
    /empty\.mjs exports nothing: a module exports reward terms/,
  );
  await refusal(
    file("number.mjs", "export const limit = 3;"),
    /its export limit is nothing that can be used/,
  );
  await refusal(
    file("outer.mjs", 'const limit = 3;\nexport default { name: "age", penalty: () => limit };'),
    /^InputError: .*outer\.mjs: term "age": the function uses limit from outside/,
  );
  await refusal(
    file("half.mjs", 'export default { name: "half", rule: () => ({ decide: () => ({ scale: 0.5 }) }) };'),
    /^InputError: .*half\.mjs: rule "half" gives scale 0\.5 at 0 s: scale must be a whole number/,
  );
});
