import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { InputError } from "../../lib/check/index.js";
import { readCsvRows, writeCsvRows } from "../../lib/files/index.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-csv-"));
after(() => rmSync(folder, { recursive: true }));

const HEADER = ["name", "cost"];
const ROWS = [
  ["plain", "1.5"],
  ['odd "name", with comma', ""],
];

for (const name of ["rows.csv", "rows.csv.gz"])
  test(`${name}: rows come back with their lines, and nothing else is left in the folder`, () => {
    const file = join(folder, name, name);
    writeCsvRows(file, HEADER, ROWS);
    assert.deepEqual(readCsvRows(file), {
      header: HEADER,
      rows: ROWS.map((cells, i) => ({ cells, line: i + 2 })),
    });
    assert.deepEqual(readdirSync(join(folder, name)), [name]);
  });

test("a compressed file has no time in it: the same rows give the same bytes", () => {
  const file = join(folder, "same.csv.gz");
  writeCsvRows(file, HEADER, ROWS);
  const bytes = readFileSync(file);
  assert.deepEqual([...bytes.subarray(4, 8)], [0, 0, 0, 0]);
  assert.equal(gunzipSync(bytes).toString().split("\n")[0], "name,cost");
});

function refused(name: string, content: string | Uint8Array, message: RegExp): void {
  const file = join(folder, name);
  writeFileSync(file, content);
  assert.throws(
    () => readCsvRows(file, { name: "the rows", advice: "measure them again" }),
    (error: Error) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      assert.match(error.message, /^the rows.*: measure them again$/);
      return true;
    },
  );
}

test("a file that is empty, cut off or no CSV is refused in one line that says what to do", () => {
  refused("bad.csv", "", /is empty/);
  refused("bad.csv", "a,b\n1,2\n3", /line 3 is cut off/);
  refused("bad.csv", "a,b\n1,2,3\n", /line 2: Invalid Record Length/);
  refused("bad.csv.gz", "a,b\n1,2\n", /is not compressed by gzip/);
  const whole = join(folder, "whole.csv.gz");
  writeCsvRows(whole, HEADER, ROWS);
  refused("bad.csv.gz", readFileSync(whole).subarray(0, -12), /is cut off/);
  assert.throws(() => readCsvRows(join(folder, "none.csv")), /none\.csv doesn't exist/);
});
