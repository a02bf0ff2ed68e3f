import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { inspect } from "node:util";
import {
  type Example,
  examplesOf,
  exportedNames,
  hasExample,
  LIBRARY,
  librarySources,
} from "./doc-examples.js";
import { matches, programSource, statements } from "./example-program.js";

/** Rooms whose every exported function has an example. */
const COMPLETE = [
  "check",
  "files",
  "random",
  "statistics",
  "queueing",
  "workload",
  "cluster",
  "control",
  "ppo",
  "data",
  "evaluation",
];
/** The names by which an example calls the rooms, and their index files. */
const ROOMS: Readonly<Record<string, string>> = {
  check: "check/index.ts",
  files: "files/index.ts",
  random: "random/index.ts",
  statistics: "statistics/index.ts",
  queueing: "queueing/index.ts",
  workload: "workload/index.ts",
  cluster: "cluster/index.ts",
  docker: "cluster/docker/index.ts",
  control: "control/index.ts",
  ppo: "ppo/index.ts",
  data: "data/index.ts",
  evaluation: "evaluation/index.ts",
};

type Check = (same: typeof expectSame, refuses: typeof expectRefusal) => Promise<void>;

const root = resolve(LIBRARY, "..");
const examples: readonly Example[] = Object.keys(ROOMS)
  .filter((room) => room !== "docker")
  .flatMap((room) => librarySources(room).flatMap(examplesOf));
let programFolder: string;
let program: string;

before(() => {
  mkdirSync(join(root, ".cache"), { recursive: true });
  programFolder = mkdtempSync(join(root, ".cache", "examples-"));
  program = join(programFolder, "examples.ts");
  writeFileSync(program, programSource(examples, ROOMS, "../../lib"));
  writeFileSync(
    join(programFolder, "tsconfig.json"),
    JSON.stringify({
      extends: "../../tsconfig.json",
      include: ["examples.ts", "../../lib/*/*.d.ts"],
      exclude: ["../../lib/dist"],
    }),
  );
});

after(() => rmSync(programFolder, { recursive: true, force: true }));

function expectSame(actual: unknown, expected: unknown): void {
  if (!matches(actual, expected))
    assert.fail(`gives ${inspect(actual, { depth: 6 })} where its comment says ${inspect(expected)}`);
}

async function expectRefusal(call: () => Promise<unknown>, error: string): Promise<void> {
  await assert.rejects(call, (thrown: Error) => {
    assert.equal(`${thrown.name}: ${thrown.message}`, error);
    return true;
  });
}

for (const room of COMPLETE)
  test(`every function that ${room} exports has an example`, async () => {
    const index = ROOMS[room] as string;
    const places = exportedNames(index);
    const exported: Record<string, unknown> = await import(join(LIBRARY, index));
    const functions = Object.entries(exported).filter(
      ([, value]) => typeof value === "function" && !(value.prototype instanceof Error),
    );
    assert.ok(functions.length > 0);
    const without = functions
      .map(([name]) => name)
      .filter((name) => {
        const place = places.get(name);
        return place === undefined || !hasExample(place.file, place.local);
      });
    assert.deepEqual(without, [], `without an @example in ${room}: ${without.join(", ")}`);
  });

test("every example passes the type checker", () => {
  const compiler = join(root, "node_modules/@fleetlab/typescript/bin/tsc");
  const { status, stdout } = spawnSync(process.execPath, [compiler, "-p", programFolder, "--noEmit"], {
    cwd: root,
    encoding: "utf8",
  });
  const source = readFileSync(program, "utf8").split("\n");
  const placed = stdout.replace(/^\S*examples\.ts\((\d+),\d+\)/gm, (_, line: string) => {
    const place = source.slice(0, Number(line)).findLast((text) => text.startsWith("// lib/"));
    return `${place} [${source[Number(line) - 1]}]`;
  });
  assert.equal(status, 0, placed);
});

test("every example gives the value that stands in its comment", async () => {
  const { examples: checks } = (await import(program)) as { examples: readonly Check[] };
  assert.equal(checks.length, examples.length);
  const scratch = mkdtempSync(join(tmpdir(), "fleetlab-examples-"));
  const home = process.cwd();
  process.chdir(scratch);
  const failures: string[] = [];
  try {
    for (const [i, { place, needs, lines }] of examples.entries()) {
      if (needs !== undefined) continue;
      if (statements(lines).every(({ value, error }) => value === undefined && error === undefined))
        failures.push(`${place}: no "// -> value" and no "// throws error" says what comes out`);
      await (checks[i] as Check)(expectSame, expectRefusal).catch((error: Error) =>
        failures.push(`${place}: ${error.message}`),
      );
    }
  } finally {
    process.chdir(home);
    rmSync(scratch, { recursive: true, force: true });
  }
  assert.equal(
    failures.length,
    0,
    `${failures.length} of ${examples.length} examples fail:\n${failures.join("\n")}`,
  );
});

test("an example is cut into its statements, and a declaration without one is found", () => {
  assert.deepEqual(
    statements(["const a = [", '  "}",', "];", "a.length; // -> 1", "f();", "// throws Error: no"]),
    [
      { code: 'const a = [\n  "}",\n];' },
      { code: "a.length;", value: "1" },
      { code: "f();", error: "Error: no" },
    ],
  );
  assert.equal(hasExample("check/arguments.ts", "requirePositive"), true);
  assert.equal(hasExample("evaluation/metric-table.ts", "METRICS"), false);
  assert.equal(hasExample("check/arguments.ts", "requireNothing"), false);
});

test("a wrong value, a missing digit and a wrong error in an example are found", async () => {
  for (const [actual, expected, verdict] of [
    [0.62496, 0.625, false],
    [0.3333, 0.33333, false],
    [1 / 3, 0.3333, true],
    [Float64Array.of(1, 2), [1, 2], true],
    [[1, 2, 3], [1, 2], false],
    [{ a: 1, b: 2 }, { a: 1 }, false],
    [1.4, 1, false],
  ] as const)
    assert.equal(matches(actual, expected), verdict, `${inspect(actual)} for ${inspect(expected)}`);
  await assert.rejects(expectRefusal(async () => assert.fail("other"), "RangeError: this"));
  await assert.rejects(expectRefusal(async () => 1, "RangeError: this"));
});
