import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { rowsTable } from "../../lib/report/index.js";

describe("rowsTable", () => {
  it("titles columns by their keys in words, numbers flush right, text flush left", () => {
    assert.equal(
      rowsTable([
        { queue: "M/M/1", meanWait: 0.5 },
        { queue: "a|b", meanWait: 1234.5678 },
      ]),
      ["| queue | mean wait |", "| :-- | --: |", "| M/M/1 | 0.5 |", "| a\\|b | 1,235 |"].join("\n"),
    );
  });

  it("keeps whole numbers, writes the very large and small in powers of ten, and missing cells as dashes", () => {
    const [, , ...lines] = rowsTable([{ n: 12 }, { n: -0 }, { n: -2.5e-7, m: 3 }, { n: 1.5e9 }], {
      digits: 2,
    }).split("\n");
    assert.deepEqual(lines, [
      "| 12 | – |",
      "| 0 | – |",
      "| −2.5 · 10<sup>−7</sup> | 3 |",
      "| 1.5 · 10<sup>9</sup> | – |",
    ]);
  });

  it("refuses no rows and senseless digits by name", () => {
    assert.throws(() => rowsTable([]), { name: "RangeError", message: /^rows / });
    assert.throws(() => rowsTable([{ a: 1 }], { digits: 0 }), { name: "RangeError", message: /^digits / });
  });
});
