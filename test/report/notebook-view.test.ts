import assert from "node:assert/strict";
import { test } from "node:test";
import { browserPath } from "../../lib/report/browser.js";
import { displayPicture, FIGURE_SIZES, type NotebookDisplay, type Picture } from "../../lib/report/index.js";
import { programPath } from "../../lib/report/programs.js";
import { displayFigure, displayTable, figureById, tableById } from "../../lib/study/index.js";
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
  await displayTable(display, "single-server-queues", temporaryWorkspace(context));
  const [[mime, text]] = display.shown;
  assert.equal(mime, "text/markdown");
  assert.ok(String(text).startsWith(tableById("single-server-queues").caption));
  assert.match(String(text), /^\| *-+:/m);
  await assert.rejects(displayTable(display, "nothing"), /"nothing"/);
});

test("a figure is shown as a picture with its caption; where none can be made, a line says why", async (context) => {
  const display = recordingDisplay();
  const workspace = temporaryWorkspace(context);
  put(workspace.root, "lib/study/theory/mm1-response-time-figure.ts", "export const figure = 1;\n");
  await withoutPrograms(() => displayFigure(display, "mm1-response-time", workspace));
  const [[mime, reason], [, caption]] = display.shown;
  assert.equal(mime, "text/markdown");
  assert.match(String(reason), /isn't shown: no chromium/);
  assert.equal(caption, figureById("mm1-response-time").caption);
  await assert.rejects(displayFigure(display, "nothing", workspace), /"nothing"/);
});

/** A picture as a notebook makes one. */
const lonePicture: Picture = {
  data: [{ type: "scatter", x: [0.5, 0.8], y: [2, 5] }],
  layout: { xaxis: { title: "Load" }, yaxis: { title: "Time (s)" } },
};

test("where no picture can be made, a line says why in place of a notebook's own", async () => {
  const display = recordingDisplay();
  await withoutPrograms(() => displayPicture(display, lonePicture));
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
  await displayPicture(display, lonePicture, "half");
  await displayPicture(display, lonePicture, "half");
  const [[mime, first], [, second]] = display.shown;
  assert.equal(mime, "image/png");
  const png = Buffer.from(first as Uint8Array);
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const proportion = png.readUInt32BE(16) / png.readUInt32BE(20); // IHDR: width, height
  assert.ok(Math.abs(proportion - FIGURE_SIZES.half.width / FIGURE_SIZES.half.height) < 0.01);
  assert.deepEqual(first, second);
});
