import assert from "node:assert/strict";
import { test } from "node:test";
import { canonicalJson, estimateText, latexText, markdownText, numberText } from "../../lib/report/index.js";

test("numbers: fixed digits, thousands, a real minus sign and no minus zero", () => {
  assert.equal(numberText(1234567.891), "1,234,567.89");
  assert.equal(numberText(250000, { digits: 0 }), "250,000");
  assert.equal(numberText(-1.5, { digits: 1 }), "−1.5");
  assert.equal(numberText(-0.001), "0.00");
  assert.equal(numberText(Number.NaN), "–");
});

test("numbers: significant digits and per cent", () => {
  const significant = { style: "significant", digits: 3 } as const;
  assert.equal(numberText(0.0012345, significant), "0.00123");
  assert.equal(numberText(12345, significant), "12,300");
  assert.equal(numberText(9.999, significant), "10.0");
  assert.equal(numberText(0.0123, { style: "percent", digits: 1 }), "1.2");
});

test("numbers: digits that can't be are refused by name", () => {
  assert.throws(() => numberText(1, { digits: 1.5 }), /format\.digits.*1\.5/);
  assert.throws(() => numberText(1, { style: "significant", digits: 0 }), RangeError);
});

test("an interval stands in brackets behind its estimate", () => {
  assert.equal(estimateText({ estimate: 1.234, lower: 1.2, upper: 1.26 }), "1.23 [1.20, 1.26]");
  assert.equal(estimateText(1.234), "1.23");
});

test("LaTeX text: every active character is escaped, formulas pass", () => {
  assert.equal(
    latexText("50 % of A&B_1 #2 {x} ~^\\"),
    "50 \\% of A\\&B\\_1 \\#2 \\{x\\} \\textasciitilde{}\\textasciicircum{}\\textbackslash{}",
  );
  assert.equal(latexText("$p_K$ (%)"), "$p_K$ (\\%)");
  assert.equal(latexText("5 $ or 6 $"), "5 \\$ or 6 \\$");
  assert.equal(latexText("−1.5"), "$-$1.5");
});

test("Markdown text: pipes and emphasis are escaped, formulas pass", () => {
  assert.equal(markdownText("a|b *c* _d_"), "a\\|b \\*c\\* \\_d\\_");
  assert.equal(markdownText("$a|b$ <x>"), "$a|b$ \\<x\\>");
});

test("canonical JSON: sorted keys, rounded fractions, whole numbers kept, no minus zero, gaps as null", () => {
  const value = {
    b: 0.1 + 0.2,
    a: [Number.NaN, -0, 1 / 3],
    seed: 2 ** 40 + 1,
    gone: undefined,
    t: Float64Array.of(1, 0.5),
  };
  assert.deepEqual(JSON.parse(canonicalJson(value)), {
    a: [null, 0, 0.3333333],
    b: 0.3,
    seed: 2 ** 40 + 1,
    t: [1, 0.5],
  });
  assert.equal(canonicalJson(value), canonicalJson({ ...value, a: value.a, b: 0.3 }));
  assert.match(canonicalJson(value), /^\{\n "a": \[null, 0, 0\.3333333\],\n "b": 0\.3,/);
  assert.equal(canonicalJson(JSON.parse(canonicalJson(value))), canonicalJson(value));
});
