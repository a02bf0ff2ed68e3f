import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { join, resolve } from "node:path";
import { test } from "node:test";
import { pngWithText } from "../../lib/report/png-text.js";

const ROOT = resolve(__dirname, "../..");

/** Whether two cells say the same, as the runner of notebooks finds. */
function areSame(before: object, after: object): boolean {
  const script = `
import json, sys
sys.path.insert(0, "scripts/notebooks")
import nbformat
from outputs import same_cell
before, after = (nbformat.from_dict(cell) for cell in json.load(sys.stdin))
print(same_cell(before, after))
`;
  const { stdout, stderr } = spawnSync(join(ROOT, ".venv/bin/python"), ["-c", script], {
    cwd: ROOT,
    encoding: "utf8",
    input: JSON.stringify([before, after]),
  });
  assert.match(stdout, /^(True|False)\n$/, stderr);
  return stdout === "True\n";
}

const cell = (outputs: readonly object[], { tags = [] as string[], count = 1 } = {}) => ({
  cell_type: "code",
  source: "show()",
  metadata: tags.length > 0 ? { tags } : {},
  execution_count: count,
  outputs,
});
const shown = (data: object) => ({ output_type: "display_data", metadata: {}, data });
const text = (markdown: string) => shown({ "text/markdown": markdown });
const stream = (name: string, written: string) => ({ output_type: "stream", name, text: written });

test("outputs are the same up to counts, stderr and the last digits of numbers", () => {
  const one = cell([text("It takes 1,234.5678 s, −0.25 less.")]);
  assert.ok(areSame(one, cell([text("It takes 1,234.5679 s, −0.25 less.")], { count: 9 })));
  assert.ok(areSame(one, cell([stream("stderr", "10 %"), ...one.outputs])));
  assert.ok(!areSame(one, cell([text("It takes 1,234.6678 s, −0.25 less.")])));
  assert.ok(!areSame(one, cell([text("It takes 1,234.5678 s, 0.25 less.")])));
  assert.ok(!areSame(one, cell([text("It took 1,234.5678 s, −0.25 less.")])));
  assert.ok(!areSame(one, cell([])));
  assert.ok(!areSame(one, { ...one, source: "show(1)" }));
});

test("what is shown as JSON is the same up to the last digits of its numbers", () => {
  const drawn = (y: readonly number[], color = "#000000") =>
    cell([shown({ "application/vnd.plotly.v1+json": { data: [{ y, marker: { color } }] } })]);
  const one = drawn([1, 0.12345678, -2e-7]);
  assert.ok(areSame(one, drawn([1, 0.12345679, -2e-7])));
  assert.ok(!areSame(one, drawn([1, 0.12355678, -2e-7])));
  assert.ok(!areSame(one, drawn([1, 0.12345678])));
  assert.ok(!areSame(one, drawn([1, 0.12345678, -2e-7], "red")));
});

test("a cell of this machine's times is the same whatever its numbers are, not whatever it says", () => {
  const tags = ["volatile"];
  const one = cell([text("| µs |\n| 46.4 |")], { tags });
  assert.ok(areSame(one, cell([text("| µs |\n| 1,033 |")], { tags })));
  assert.ok(!areSame(one, cell([text("| ms |\n| 46.4 |")], { tags })));
  assert.ok(!areSame(one, cell([text("| µs |\n| 46.4 |")])), "the tag counts, too");
});

test("a picture made on the spot is known by the hash of its data", () => {
  const header = Buffer.concat([
    Buffer.from("89504e470d0a1a0a0000000d", "hex"),
    Buffer.from("IHDR"),
    Buffer.alloc(17),
  ]);
  const picture = (hash: string, pixels: string) => {
    const png = Buffer.concat([header, Buffer.from(pixels)]);
    return cell([
      shown({ "image/png": Buffer.from(pngWithText(png, "fleetlab-picture", hash)).toString("base64") }),
    ]);
  };
  assert.ok(areSame(picture("abc", "drawn here"), picture("abc", "drawn there")));
  assert.ok(!areSame(picture("abc", "drawn here"), picture("abd", "drawn here")));
  const plain = (pixels: string) => cell([shown({ "image/png": Buffer.from(pixels).toString("base64") })]);
  assert.ok(areSame(plain("one"), plain("one")));
  assert.ok(!areSame(plain("one"), plain("other")));
});

test("a text in a PNG is a chunk behind the header, with its check", () => {
  const png = pngWithText(Buffer.alloc(40), "k", "v");
  assert.equal(png.length, 40 + 12 + 3);
  // CRC-32 of "tEXtk\0v", from Python's zlib.crc32.
  assert.equal(Buffer.from(png.subarray(33, 48)).toString("hex"), "00000003744558746b0076cb04f390");
});
