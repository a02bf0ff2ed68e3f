import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import { machine, openWorkspace } from "../../lib/data/index.js";
import { browserPath } from "../../lib/report/browser.js";
import { fileHash } from "../../lib/report/data-reader.js";
import { drawnFigure } from "../../lib/report/figure-file.js";
import {
  bandTrace,
  canonicalJson,
  exportFigures,
  FIGURE_SIZES,
  figureCheck,
  figurePath,
  intervalTrace,
  missingPicturePrograms,
  readFigure,
} from "../../lib/report/index.js";
import { programPath } from "../../lib/report/programs.js";
import { figureById } from "../../lib/study/index.js";
import { loadsFigure, put, recordLoads, temporaryWorkspace, withoutPrograms } from "./temporary-workspace.js";

test("drawing twice gives the same bytes, in the house style", () => {
  const workspace = openWorkspace({ root: `${__dirname}/../..` });
  const figure = figureById("mm1-response-time");
  const drawn = canonicalJson(drawnFigure(workspace, figure));
  assert.equal(canonicalJson(drawnFigure(workspace, figure)), drawn);
  const { layout, data } = JSON.parse(drawn);
  assert.equal(layout.width, 460.8, `${FIGURE_SIZES.single.width} inches of 96 pixels`);
  assert.match(layout.font.family, /^CMU Serif/);
  assert.equal(layout.xaxis.showgrid, false);
  // M/M/1 at load 0.5 takes two service times, whatever else the figure shows.
  assert.equal(data[0].y[data[0].x.indexOf(0.5)], 2);
});

test("without a browser the JSON is kept and what is missing is said", async (context) => {
  const workspace = temporaryWorkspace(context);
  put(workspace.root, "figures/loads.svg", "<svg/>");
  const [result] = await withoutPrograms(() => exportFigures(workspace, [loadsFigure]));
  assert.deepEqual(Object.keys(result.files), ["json"]);
  assert.match(result.leftOut[0], /no chromium/);
  assert.equal(
    existsSync(figurePath(workspace, "loads", "svg")),
    false,
    "a picture of an earlier drawing is removed",
  );
  assert.deepEqual(figureCheck(workspace, loadsFigure).refusals, []);
});

test("a figure is left alone while nothing changed, drawn again when its data did", async (context) => {
  const workspace = temporaryWorkspace(context);
  const drawn = async () => (await withoutPrograms(() => exportFigures(workspace, [loadsFigure])))[0].drawn;
  assert.deepEqual([await drawn(), await drawn()], [true, false]);
  put(workspace.root, "data/loads.csv", "load,time\n0.5,3\n");
  assert.equal(await drawn(), true);
});

test("other data that give the same picture change what the JSON says of them, and no picture", async (context) => {
  if (missingPicturePrograms().length > 0) return context.skip(missingPicturePrograms()[0]);
  const workspace = temporaryWorkspace(context);
  const files = ["svg", "pdf", "png", "plotly.json"].map((kind) => figurePath(workspace, "loads", kind));
  const inodes = () => files.map((file) => statSync(file).ino);
  await exportFigures(workspace, [loadsFigure]);
  const before = inodes();
  put(workspace.root, "data/loads.csv", "load,time\n0.50,2.0\n0.8,5\n");
  assert.match(figureCheck(workspace, loadsFigure).refusals.join(), /wasn't drawn from data\/loads\.csv/);
  const [{ drawn }] = await exportFigures(workspace, [loadsFigure]);
  assert.equal(drawn, true);
  assert.deepEqual(inodes().slice(0, 3), before.slice(0, 3));
  assert.notEqual(inodes()[3], before[3]);
  assert.deepEqual(figureCheck(workspace, loadsFigure).refusals, []);
  await exportFigures(workspace, [{ ...loadsFigure, caption: "Other words." }]);
  assert.deepEqual(inodes().slice(0, 3), before.slice(0, 3));
});

test("a figure is refused when its data, its code or its picture changed, with one line each", async (context) => {
  const workspace = temporaryWorkspace(context);
  await withoutPrograms(() => exportFigures(workspace, [loadsFigure]));
  const refusals = (figure = loadsFigure) => figureCheck(workspace, figure).refusals;
  assert.deepEqual(refusals(), []);

  put(workspace.root, "data/loads.csv", "load,time\n0.5,3\n");
  assert.deepEqual(refusals(), [
    "figure loads: figures/loads.plotly.json wasn't drawn from data/loads.csv as it is now: draw it again with: npx fleetlab figure loads",
  ]);
  put(workspace.root, "data/loads.csv", "load,time\n0.5,2\n0.8,5\n");
  assert.deepEqual(refusals(), []);

  const other = { ...loadsFigure, draw: () => ({ data: [], layout: {} }) };
  assert.match(
    refusals(other)[0],
    /^figure loads: .* isn't the picture that lib\/report\/figures\/loads\.ts draws now/,
  );
});

test("data that were not verified since they changed, or came out otherwise, are shown and marked", async (context) => {
  const workspace = temporaryWorkspace(context);
  recordLoads(workspace);
  await withoutPrograms(() => exportFigures(workspace, [loadsFigure]));
  const marks = () => {
    const { refusals, marks } = figureCheck(workspace, loadsFigure);
    assert.deepEqual(refusals, []);
    return marks;
  };
  const verified = (change: object, unverifiable = {}) => {
    const file = { sha256: fileHash(join(workspace.dataDir, "loads.csv")), rows: 9, tried: 3, agree: 3 };
    const found = { ...file, differences: [], findings: [], notes: [], ...change };
    const about = { date: "2001-01-01T00:00:00Z", machine: machine(), sample: 0.01, seed: 1 };
    const files = { "loads.csv": found };
    put(workspace.root, "data/verification.json", JSON.stringify({ ...about, files, unverifiable }));
  };
  const notVerified = ["loads.csv has not been verified since it changed"];
  assert.deepEqual(marks(), notVerified);
  verified({});
  assert.deepEqual(marks(), []);
  verified({ sha256: "0" });
  assert.deepEqual(marks(), notVerified);
  verified({ agree: 1 });
  assert.deepEqual(marks(), ["loads.csv was measured again: 2 of 3 rows came out otherwise"]);
  verified({ findings: ["2 rows belong to no cell"] });
  assert.deepEqual(marks(), ["loads.csv was measured again: 2 rows belong to no cell"]);
  verified({ sha256: "0" }, { "loads.csv": "timings" });
  assert.deepEqual(marks(), []);
});

test("a cut-off figure file is an input error that names it", async (context) => {
  const workspace = temporaryWorkspace(context);
  await withoutPrograms(() => exportFigures(workspace, [loadsFigure]));
  const path = figurePath(workspace, "loads", "plotly.json");
  const whole = readFileSync(path, "utf8");
  writeFileSync(path, whole.slice(0, whole.length / 2));
  assert.throws(() => readFigure(workspace, "loads"), {
    name: "InputError",
    message:
      /^figure loads: figures\/loads\.plotly\.json isn't whole JSON \(.*\): draw it with: npx fleetlab figure loads$/,
  });
  writeFileSync(path, "{}");
  assert.throws(() => readFigure(workspace, "loads"), InputError);
});

test("real pictures: SVG with text, vector PDF with TrueType fonts only, PNG; the same bytes each time", async (context) => {
  if (browserPath() === undefined) return context.skip("no chromium on PATH or in FLEETLAB_CHROMIUM");
  if (programPath("rsvg-convert") === undefined)
    return context.skip("no rsvg-convert on PATH (package librsvg2-bin)");
  const workspace = temporaryWorkspace(context);
  const figure = { ...figureById("mm1-response-time"), source: "lib/report/figures/loads.ts" };
  const [{ files }, second] = await exportFigures(workspace, [figure, loadsFigure]);
  assert.ok(files.svg && files.pdf && files.png && second.files.png);
  assert.match(readFileSync(files.svg, "utf8"), /<text[^>]*>.*Offered load/s);
  assert.equal(readFileSync(files.png).subarray(1, 4).toString(), "PNG");
  const before = readFileSync(files.pdf);
  const [again] = await exportFigures(workspace, [figure], { afresh: true });
  assert.ok(again.drawn && before.equals(readFileSync(files.pdf)));
  assert.equal((await exportFigures(workspace, [figure]))[0].drawn, false);

  writeFileSync(files.svg, "<svg/>");
  assert.match(figureCheck(workspace, figure).refusals[0], /mm1-response-time\.svg wasn't made from/);

  if (programPath("pdffonts") === undefined) return;
  const lines = (program: string, ...args: string[]) =>
    execFileSync(program, args, { encoding: "utf8" }).trim().split("\n").slice(2);
  const fonts = lines("pdffonts", files.pdf);
  assert.ok(
    fonts.length > 0 && fonts.every((line) => /TrueType .* yes yes yes /.test(line)),
    fonts.join("\n"),
  );
  assert.deepEqual(lines("pdfimages", "-list", files.pdf), [], "no bitmaps");
});

test("a browser that doesn't start is an input error", async (context) => {
  const workspace = temporaryWorkspace(context);
  const before = process.env.FLEETLAB_CHROMIUM;
  process.env.FLEETLAB_CHROMIUM = "/nonexistent/chromium";
  context.after(() => {
    if (before === undefined) delete process.env.FLEETLAB_CHROMIUM;
    else process.env.FLEETLAB_CHROMIUM = before;
  });
  await assert.rejects(exportFigures(workspace, [loadsFigure]), {
    name: "InputError",
    message: /FLEETLAB_CHROMIUM/,
  });
  assert.equal(existsSync(figurePath(workspace, "loads", "plotly.json")), false);
});

test("intervals: bars reach from the value to its bounds, a band runs there and back", () => {
  const style = { color: "#0072b2" };
  const series = { x: [1, 2], lower: [2, 3], upper: [5, 7] };
  const bars = intervalTrace({ ...series, name: "a", y: [3, 4] }, style).error_y as Record<string, unknown>;
  assert.deepEqual(
    [bars.array, bars.arrayminus],
    [
      [2, 3],
      [1, 1],
    ],
  );
  const band = bandTrace(series, style);
  assert.deepEqual([band.x, band.y, band.fillcolor], [[1, 2, 2, 1], [2, 3, 7, 5], "rgba(0,114,178,0.18)"]);
});
