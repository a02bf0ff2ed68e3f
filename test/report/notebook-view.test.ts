import assert from "node:assert/strict";
import { test } from "node:test";
import { browserPath } from "../../lib/report/browser.js";
import { FIGURE_SIZES, type NotebookDisplay, type Picture } from "../../lib/report/index.js";
import { programPath } from "../../lib/report/programs.js";
import { figureById, notebook, tableById } from "../../lib/study/index.js";
import { put, temporaryWorkspace, withoutPrograms } from "./temporary-workspace.js";

/** Keeps what is shown, as plain tslab shows it. */
function recordingDisplay(): NotebookDisplay & { readonly shown: [string, string | Uint8Array][] } {
  const shown: [string, string | Uint8Array][] = [];
  return {
    shown,
    raw: (mime, content) => void shown.push([mime, content]),
    markdown: (text) => void shown.push(["text/markdown", text]),
  };
}

/** The same as the workspace's kernel shows it: also bundles. */
function bundlingDisplay() {
  const bundles: Readonly<Record<string, unknown>>[] = [];
  return { ...recordingDisplay(), bundles, bundle: (contents: object) => void bundles.push({ ...contents }) };
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

test("a claim that holds gets a tick; one that doesn't fails its cell by name", () => {
  const display = recordingDisplay();
  const { check, checkEach, near, range } = notebook(display);
  check("1 < 2, one_is_one", near(1, 1 + 1e-12, 1e-9));
  assert.throws(() => check("one is two", near(1, 2, 0.5)), /^Error: doesn't hold: one is two$/);
  checkEach("whole", range(3), Number.isInteger);
  assert.throws(() => checkEach("below two", range(3), (i) => i < 2), /below two/);
  assert.deepEqual(
    display.shown.map(([, text]) => text),
    ["✓ 1 \\< 2, one\\_is\\_one", "✓ whole"],
  );
});

test("rows and tables become data frames, which are filtered, grouped and shown", async (context) => {
  const display = recordingDisplay();
  const { frame, show } = notebook(display, temporaryWorkspace(context));
  const rows = await frame([
    { rule: "pid", time: 1 },
    { rule: "pid", time: 3 },
    { rule: "hpa", time: 5 },
  ]);
  show(rows.query(rows.column("time").gt(2)));
  show(rows.groupby(["rule"]).col(["time"]).mean());
  assert.deepEqual(
    display.shown.map(([, text]) => text),
    [
      "| rule | time |\n| :-- | --: |\n| pid | 3 |\n| hpa | 5 |",
      "| rule | time\\_mean |\n| :-- | --: |\n| pid | 2 |\n| hpa | 5 |",
    ],
  );
  const queues = await frame("single-server-queues");
  assert.ok(queues.shape[0] > 1 && queues.shape[1] > 1);
  await assert.rejects(frame("nothing"), /unknown table "nothing"/);
});

test("a CSV file of the data folder becomes a data frame: numbers as numbers, empty cells empty", async (context) => {
  const workspace = temporaryWorkspace(context);
  put(workspace.dataDir, "runs.csv", "rule,size,cost\npid,5,1.5\nhpa,10,\n");
  const { frame } = notebook(recordingDisplay(), workspace);
  const { columns, values } = await frame("runs.csv");
  assert.deepEqual(
    [columns, values],
    [
      ["rule", "size", "cost"],
      [
        ["pid", 5, 1.5],
        ["hpa", 10, null],
      ],
    ],
  );
  await assert.rejects(frame("none.csv"), /data\/none\.csv doesn't exist: check the path/);
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

test("where bundles can be shown, a picture can be explored, also where no PNG of it can be made", async () => {
  const display = bundlingDisplay();
  const scattered = { ...lonePicture, data: [{ ...lonePicture.data[0], x: [1 / 3, Number.NaN] }] };
  await withoutPrograms(() => notebook(display).picture(scattered, "half"));
  assert.equal(display.shown.length, 0);
  const [{ "application/vnd.plotly.v1+json": shown, "text/markdown": reason, ...others }] = display.bundles;
  assert.match(String(reason), /isn't shown: no chromium/);
  assert.deepEqual(others, {});
  const { data, layout } = shown as { data: { x: unknown }[]; layout: { width: number } };
  assert.deepEqual(data[0].x, [0.3333333, null]);
  assert.equal(layout.width, 307.2);
});

test("where no picture can be made, a line says why in place of a notebook's own", async () => {
  const display = recordingDisplay();
  await withoutPrograms(() => notebook(display).picture(lonePicture));
  assert.equal(display.shown.length, 1);
  const [[mime, reason]] = display.shown;
  assert.equal(mime, "text/markdown");
  assert.match(String(reason), /^\*The picture isn't shown: no chromium .*\.\*$/);
});

test("a notebook's own picture is shown as PNG, too, in the proportions of its size, the same bytes each time", async (context) => {
  if (browserPath() === undefined) return context.skip("no chromium on PATH or in FLEETLAB_CHROMIUM");
  if (programPath("rsvg-convert") === undefined)
    return context.skip("no rsvg-convert on PATH (package librsvg2-bin)");
  const display = bundlingDisplay();
  const { picture } = notebook(display);
  await picture(lonePicture, "half");
  await picture(lonePicture, "half");
  const [first, second] = display.bundles.map((contents) => contents["image/png"]);
  const png = Buffer.from(first as Uint8Array);
  assert.equal(png.subarray(1, 4).toString(), "PNG");
  const proportion = png.readUInt32BE(16) / png.readUInt32BE(20); // IHDR: width, height
  assert.ok(Math.abs(proportion - FIGURE_SIZES.half.width / FIGURE_SIZES.half.height) < 0.01);
  assert.deepEqual(first, second);
});
