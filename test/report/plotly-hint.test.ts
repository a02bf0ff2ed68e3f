import assert from "node:assert/strict";
import { createRequire } from "node:module";
import { test } from "node:test";
import { notebook } from "../../lib/study/index.js";

test("an import of Plotly in a notebook's cell says what to call instead; other modules load", () => {
  notebook({ raw() {}, markdown() {} });
  const load = createRequire(__filename);
  for (const name of ["plotly.js-dist", "plotly.js", "plotly.js-dist-min"])
    assert.throws(
      () => load(name),
      /InputError: plotly.* show Plotly's \{ data, layout \} with picture\(\{ data, layout \}\)/,
    );
  assert.equal(typeof load("zod").z.object, "function");
});
