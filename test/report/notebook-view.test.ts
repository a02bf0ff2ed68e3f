import assert from "node:assert/strict";
import { test } from "node:test";
import { browserPath } from "../../lib/report/browser.js";
import { FIGURE_SIZES, type NotebookDisplay, type Picture } from "../../lib/report/index.js";
import { programPath } from "../../lib/report/programs.js";
import { figureById, notebook, tableById } from "../../lib/study/index.js";
import { put, temporaryWorkspace, withoutPrograms } from "./temporary-workspace.js";

/** Keeps what is shown. */
function recordingDisplay(): NotebookDisplay & { readonly shown: [string, string | Uint8Array][] } {
  const shown: [string, string | Uint8Array][] = [];
  return {
    shown,
    raw: (mime, content) => void shown.push([mime, content]),
    markdown: (text) => void shown.push(["text/markdown", text]),
  };
}

test("a table is shown with its caption, made from the workspace's data", async (context) => {
  const display = recordingDisplay();
  const { table } = notebook(display, temporaryWorkspace(context));
  await table("single-server-queues");
  const [[mime, text]] = display.shown;
  assert.equal(mime, "text/markdown");
  assert.ok(String(text).startsWith(tableById("single-server-queues").caption));
  assert.match(String(text), /^\| *-+:/m);
  await assert.rejects(table("nothing"), /unknown table "nothing"/);
});

test("a figure is shown as a picture with its caption; where none can be made, a line says why", async (context) => {
  const display = recordingDisplay();
  const workspace = temporaryWorkspace(context);
  put(workspace.root, "lib/study/theory/mm1-response-time-figure.ts", "export const figure = 1;\n");
  const { figure } = notebook(display, workspace);
  await withoutPrograms(() => figure("mm1-response-time"));
  const [[mime, reason], [, caption]] = display.shown;
  assert.equal(mime, "text/markdown");
  assert.match(String(reason), /isn't shown: no chromium/);
  assert.equal(caption, figureById("mm1-response-time").caption);
  await assert.rejects(figure("nothing"), /unknown figure "nothing"/);
});

test("a number is filled in from the data, and says so where they aren't there; an unknown id fails", (context) => {
  const { number } = notebook(recordingDisplay(), temporaryWorkspace(context));
  assert.equal(number("mm1-response-time-at-80-percent"), "0.625\u00a0s");
  assert.match(number("theory-largest-deviation"), /^not measured in the \w+ budget$/);
  assert.throws(() => number("nothing"), /unknown number "nothing"/);
});

test("a claim that doesn't hold fails its cell by name; what holds shows nothing", () => {
  const display = recordingDisplay();
  const { check, checkEach, near, range } = notebook(display);
  check("one is one", near(1, 1 + 1e-12, 1e-9));
  assert.throws(() => check("one is two", near(1, 2, 0.5)), /^Error: doesn't hold: one is two$/);
  checkEach("whole", range(3), Number.isInteger);
  assert.throws(() => checkEach("below two", range(3), (i) => i < 2), /below two/);
  assert.equal(display.shown.length, 0);
});

test("an answer is shown as it is said, with computed values rounded", () => {
  const display = recordingDisplay();
  const { say, text } = notebook(display);
  say(
    `It is ${text(0.123456)}, and ${text({ estimate: 0.1, lower: 0.05, upper: 0.15 }, { style: "percent", digits: 0 })}.`,
  );
  assert.deepEqual(display.shown, [["text/markdown", "It is 0.123, and 10 [5, 15]\u00a0%."]]);
});

/** A picture as a notebook makes one. */
const lonePicture: Picture = {
  data: [{ type: "scatter", x: [0.5, 0.8], y: [2, 5] }],
  layout: { xaxis: { title: "Load" }, yaxis: { title: "Time (s)" } },
};

test("where no picture can be made, a line says why in place of a notebook's own", async () => {
  const display = recordingDisplay();
  await withoutPrograms(() => notebook(display).picture(lonePicture));
  assert.equal(display.shown.length, 1);
  const [[mime, reason]] = display.shown;
  assert.equal(mime, "text/markdown");
  assert.match(String(reason), /^\*The picture isn't shown: no chromium .*\.\*$/);
});

test("a notebook's own picture is shown as PNG in the proportions of its size, the same bytes each time", async (context) => {
  if (browserPath() === undefined) return context.skip("no chromium on PATH or in FLEETLAB_CHROMIUM");
  if (programPath("rsvg-convert") === undefined)
    return context.skip("no rsvg-convert on PATH (package librsvg2-bin)");
  const display = recordingDisplay();
  const { picture } = notebook(display);
  await picture(lonePicture, "half");
  await picture(lonePicture, "half");
  const [[mime, first], [, second]] = display.shown;
  assert.equal(mime, "image/png");
  const png = Buffer.from(first as Uint8Array);
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const proportion = png.readUInt32BE(16) / png.readUInt32BE(20); // IHDR: width, height
  assert.ok(Math.abs(proportion - FIGURE_SIZES.half.width / FIGURE_SIZES.half.height) < 0.01);
  assert.deepEqual(first, second);
});
