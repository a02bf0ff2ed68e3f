import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { InputError } from "../../../lib/check/index.js";
import { type KeptRequest, readRequests } from "../../../lib/cluster/docker/load/index.js";
import { writeRequests } from "../../../lib/cluster/docker/load/request-file.js";
import { RandomStream } from "../../../lib/random/index.js";

const draws = RandomStream.of(5, "requests");
let time = 0;
const records: readonly KeptRequest[] = Array.from({ length: 2500 }, (_, id) => {
  time += draws.exponential() / 80;
  return {
    sentAt: time,
    responseTime: draws.exponential() / 4,
    server: (id % 16) - 1,
    status: id % 16 === 0 ? 0 : 200,
  };
});

function scratch(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "fleetlab-requests-"));
  t.after(() => rmSync(folder, { recursive: true }));
  return folder;
}

test("raw requests are written in the order of sending and read back to 0.1 ms; nothing else is left", async (t) => {
  const folder = join(scratch(t), "deep");
  const file = join(folder, "requests.csv.gz");
  writeRequests(file, [...records].reverse());
  const read = readRequests(file);
  assert.equal(read.length, records.length);
  for (const [k, record] of records.entries()) {
    for (const name of ["sentAt", "responseTime"] as const)
      assert.ok(Math.abs(read[k][name] - record[name]) <= 0.5001e-4);
    for (const name of ["server", "status"] as const) assert.equal(read[k][name], record[name]);
  }
  const text = gunzipSync(readFileSync(file)).toString();
  assert.equal(text.split("\n")[0], "sent_at,response_time,server,status");
  assert.deepEqual(readdirSync(folder), ["requests.csv.gz"]);
  t.diagnostic(`${(statSync(file).size / records.length).toFixed(1)} bytes a request`);
});

test("a file of requests that is missing, cut off or foreign is told apart in one line", async (t) => {
  const file = join(scratch(t), "requests.csv.gz");
  assert.throws(
    () => readRequests(file),
    (error) => error instanceof InputError && /doesn't exist/.test(error.message),
  );
  writeRequests(file, records);
  writeFileSync(file, readFileSync(file).subarray(0, -100));
  assert.throws(() => readRequests(file), InputError);
  writeFileSync(file, "sent_at,response_time\n");
  assert.throws(() => readRequests(file), InputError);
});
