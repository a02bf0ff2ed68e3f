import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { bySchema } from "../../lib/check/index.js";
import { requireSameSources, sourceFile, sourcesSchema, withSources } from "../../lib/files/index.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-test-sources-"));
after(() => rmSync(folder, { recursive: true }));

test("a source is named by its file alone and hashed by its bytes", () => {
  const path = join(folder, "abc.txt");
  writeFileSync(path, "abc");
  // FIPS 180-2, appendix B.1: SHA-256 of "abc" begins with ba7816bf 8f01cfea.
  assert.deepEqual(sourceFile(path), { name: "abc.txt", hash: "ba7816bf8f01" });
  assert.throws(() => sourceFile(join(folder, "none.mjs")), /^InputError: .*none\.mjs doesn't exist/);
});

const a = { name: "a.mjs", hash: "aaaaaaaaaaaa" };
const b = { name: "b.csv", hash: "bbbbbbbbbbbb" };

test("a configuration has its sources once each, in order, and none where there is none", () => {
  assert.deepEqual(withSources([b, a, b]), { sources: [a, b] });
  assert.deepEqual(withSources([]), {});
  assert.deepEqual(bySchema(sourcesSchema, [a], "x"), [a]);
  assert.throws(() => bySchema(sourcesSchema, [{ ...a, hash: "1" }], "x"), /hash is "1"/);
});

test("another source than before is refused by its name", () => {
  requireSameSources("x", [a, b], [b, a]);
  requireSameSources("x");
  const changed = { ...a, hash: "cccccccccccc" };
  const refused = (before: (typeof a)[], now: (typeof a)[], message: RegExp) =>
    assert.throws(() => requireSameSources("out.csv", before, now), message);
  refused(
    [a, b],
    [changed, b],
    /^InputError: out\.csv was made with a\.mjs of hash a{12}, which now has hash c{12}: /,
  );
  refused([a, b], [a], /with b\.csv of hash b{12}, which isn't used now/);
  refused([a], [a, b], /without b\.csv \(hash b{12}\), which is used now/);
});
