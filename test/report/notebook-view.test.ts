import assert from "node:assert/strict";
import { test } from "node:test";
import {
  displayFigure,
  displayTable,
  figureById,
  type NotebookDisplay,
  tableById,
} from "../../lib/report/index.js";
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
  put(workspace.root, "lib/report/figures/mm1-response-time.ts", "export const figure = 1;\n");
  await withoutPrograms(() => displayFigure(display, "mm1-response-time", workspace));
  const [[mime, reason], [, caption]] = display.shown;
  assert.equal(mime, "text/markdown");
  assert.match(String(reason), /isn't shown: no chromium/);
  assert.equal(caption, figureById("mm1-response-time").caption);
  await assert.rejects(displayFigure(display, "nothing", workspace), /"nothing"/);
});
