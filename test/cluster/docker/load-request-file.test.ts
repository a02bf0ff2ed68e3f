import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { InputError } from "../../../lib/check/index.js";
import { RequestFile, type RequestRecord, readRequests } from "../../../lib/cluster/docker/load/index.js";

const records: RequestRecord[] = Array.from({ length: 2500 }, (_, id) => ({
  id,
  sentAt: id / 8,
  responseTime: 0.125 + id / 1024,
  server: (id % 6) - 1,
  status: id % 6 === 0 ? 0 : 200,
  demand: 1 + id / 4096,
}));

test("raw requests are written and read back to the microsecond; the file appears whole or not at all", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-requests-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "deep", "requests.csv.gz");
  const written = new RequestFile(file);
  written.append(records.slice(0, 10));
  written.append(records.slice(10));
  assert.ok(!existsSync(file));
  written.close();
  const read = readRequests(file);
  assert.equal(read.length, records.length);
  for (const [k, record] of records.entries())
    for (const name of Object.keys(record) as (keyof RequestRecord)[])
      assert.ok(Math.abs(read[k][name] - record[name]) <= 5.01e-7);
  const text = gunzipSync(readFileSync(file)).toString();
  assert.equal(text.split("\n")[0], "id,sent_at,response_time,server,status,demand");
});

test("a file of requests that is missing, cut off or foreign is told apart in one line", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-requests-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, "requests.csv.gz");
  assert.throws(
    () => readRequests(file),
    (error) => error instanceof InputError && /doesn't exist/.test(error.message),
  );
  const written = new RequestFile(file);
  written.append(records);
  written.close();
  writeFileSync(file, readFileSync(file).subarray(0, -100));
  assert.throws(() => readRequests(file), InputError);
  writeFileSync(file, "id,sent_at\n");
  assert.throws(() => readRequests(file), InputError);
});
