import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { openWorkspace } from "../../lib/data/index.js";
import { browserPath } from "../../lib/report/browser.js";
import { dataReader } from "../../lib/report/data-reader.js";
import {
  exportFigures,
  exportTable,
  type Picture,
  printFigures,
  printStyle,
  printWidth,
  requireRecorded,
} from "../../lib/report/index.js";
import { greyPicture } from "../../lib/report/print/grey.js";
import { pictureInStyle } from "../../lib/report/print/style-file.js";
import { styledPicture } from "../../lib/report/style.js";
import { registry } from "../../lib/study/index.js";
import { loadsFigure, recordLoads, temporaryWorkspace, withoutPrograms } from "./temporary-workspace.js";

test("widths are those of the classes, or a number with its unit", () => {
  // What \the\columnwidth and \the\textwidth print, in points of TeX (72.27 an inch).
  const points = (text: string, name: "ieeetran" | "acmart") => (72.27 * printWidth(text, name)).toFixed(2);
  assert.deepEqual(
    [
      points("column", "ieeetran"),
      points("text", "ieeetran"),
      points("column", "acmart"),
      points("text", "acmart"),
    ],
    ["252.00", "516.00", "241.15", "506.30"],
  );
  assert.equal(printWidth("3.5", "acmart"), 3.5);
  assert.equal(printWidth("8.89cm", "acmart").toFixed(6), printWidth("88.9mm", "acmart").toFixed(6));
  for (const wrong of ["wide", "", "-3", "0.5", "30", "3em", "NaN"])
    assert.throws(
      () => printWidth(wrong, "acmart"),
      /^InputError: width must be column, text, or a number/,
      wrong,
    );
});

/** All colours in a picture. */
const colorsIn = (picture: Picture) => [
  ...JSON.stringify(picture).matchAll(/#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})\b/gi),
];

const hasHue = ([, ...channels]: RegExpMatchArray) => {
  const values = channels.slice(0, 3).map((channel) => Number.parseInt(channel, 16));
  return Math.max(...values) - Math.min(...values) > 8;
};

test("in grey no colour of the report's figures is left, and lines that looked different still do", () => {
  const workspace = openWorkspace();
  let compared = 0;
  for (const figure of registry.figures.slice(0, 12)) {
    const picture = styledPicture(figure.draw(dataReader(workspace, figure)), figure.size);
    const grey = greyPicture(picture);
    assert.deepEqual(colorsIn(grey).filter(hasHue).map(String), [], figure.id);
    assert.ok(!/rgba?\((\d+),(?!\1,\1)/.test(JSON.stringify(grey)), figure.id);
    const look = (one: Picture, k: number) => {
      const { line, marker, mode } = one.data[k] as {
        line?: { color: string; dash: string };
        marker?: { color: string; symbol: string };
        mode?: string;
      };
      return JSON.stringify([
        mode?.includes("lines") ? [line?.color, line?.dash] : [marker?.color, marker?.symbol],
      ]);
    };
    const lines = picture.data.flatMap((trace, k) =>
      /lines/.test(String(trace.mode)) &&
      trace.hoverinfo !== "skip" &&
      trace.showlegend !== false &&
      trace.name
        ? [k]
        : [],
    );
    for (const a of lines)
      for (const b of lines)
        if (look(picture, a) !== look(picture, b)) {
          compared++;
          assert.notEqual(
            look(grey, a),
            look(grey, b),
            `${figure.id}: ${picture.data[a].name}, ${picture.data[b].name}`,
          );
        }
  }
  assert.ok(compared > 20, `${compared} pairs`);
});

test("a style file changes typeface, sizes, colours, single series and the layout", () => {
  const plain: Picture = {
    data: [
      { type: "scatter", mode: "lines", name: "a", x: [1], y: [1], line: { color: "#0072b2", width: 2 } },
    ],
    layout: {
      font: { family: "X", size: 12 },
      xaxis: { title: { text: "t", font: { size: 12 } } },
      width: 300,
    },
  };
  const { data, layout } = pictureInStyle(plain, {
    font: "Times",
    textPoints: 4.5,
    linePoints: 2.4,
    colors: { "#0072b2": "#112233" },
    series: { a: { dash: "dot" } },
    layout: { showlegend: true },
  });
  assert.deepEqual(data[0].line, { color: "#112233", width: 4, dash: "dot" });
  assert.deepEqual(layout, {
    font: { family: "Times", size: 6 },
    xaxis: { title: { text: "t", font: { size: 6 } } },
    width: 300,
    showlegend: true,
  });
});

test("a style file with something else in it is refused", (context) => {
  const { root } = temporaryWorkspace(context);
  const file = join(root, "style.json");
  writeFileSync(file, '{ "colours": {} }');
  assert.throws(() => printStyle(file), /style\.json: unknown key colours; known: font, textPoints/);
  writeFileSync(file, '{ "colors": { "#000000": "blue" } }');
  assert.throws(() => printStyle(file), /^InputError: .*a colour is written as "#rrggbb"/);
  assert.throws(() => printStyle(join(root, "none.json")), /none\.json doesn't exist/);
});

test("a page holds the picture, what it says and the data's hashes; JSON beside it tells width and style", async (context) => {
  const workspace = temporaryWorkspace(context);
  const folder = join(workspace.root, "paper");
  const [{ id, files, json }] = await withoutPrograms(() =>
    printFigures(workspace, [loadsFigure], { formats: ["html"], width: 3.5, style: { grey: true }, folder }),
  );
  assert.deepEqual([files, id], [[join(folder, `${loadsFigure.id}.html`)], loadsFigure.id]);
  const page = readFileSync(files[0], "utf8");
  const { provenance, layout } = JSON.parse(readFileSync(json, "utf8"));
  assert.equal(layout.width, 336);
  assert.equal(provenance.print.width, 3.5);
  assert.deepEqual(provenance.print.style, { grey: true });
  for (const hash of Object.values<string>(provenance.inputs)) assert.ok(page.includes(hash.slice(0, 12)));
  await assert.rejects(
    withoutPrograms(() => printFigures(workspace, [loadsFigure], { formats: ["png"], folder })),
    /^InputError: no chromium on PATH/,
  );
});

test("data that aren't what the manifest recorded are refused by figures and tables", async (context) => {
  const workspace = temporaryWorkspace(context);
  const [input] = loadsFigure.inputs;
  const data = join(workspace.dataDir, input);
  recordLoads(workspace);
  requireRecorded(workspace, loadsFigure);
  await withoutPrograms(() => exportFigures(workspace, [loadsFigure]));
  const stored = readFileSync(join(workspace.figuresDir, `${loadsFigure.id}.plotly.json`));
  writeFileSync(data, `${readFileSync(data, "utf8").trimEnd()}\n\n`);
  const refusal = new RegExp(`^InputError: .*${input}, which isn't what the manifest recorded: restore it`);
  await assert.rejects(
    withoutPrograms(() => exportFigures(workspace, [loadsFigure])),
    refusal,
  );
  await assert.rejects(
    withoutPrograms(() =>
      printFigures(workspace, [loadsFigure], { formats: ["html"], folder: workspace.root }),
    ),
    refusal,
  );
  assert.throws(() => requireRecorded(workspace, loadsFigure), refusal);
  const absent = { ...loadsFigure, inputs: ["absent.csv"] };
  assert.throws(() => requireRecorded(workspace, absent), /^InputError: .*absent\.csv, which isn't there/);
  assert.deepEqual(readFileSync(join(workspace.figuresDir, `${loadsFigure.id}.plotly.json`)), stored);
});

test("a table is written in the formats that are wanted", async (context) => {
  const workspace = temporaryWorkspace(context);
  const table = {
    id: "loads",
    title: "",
    caption: "",
    inputs: [],
    columns: [{ key: "a", title: "A_b" }],
    rows: () => [{ a: 1 }],
  };
  const paths = await exportTable(workspace, table, {
    formats: ["tex", "csv"],
    folder: join(workspace.root, "t"),
  });
  assert.deepEqual(paths, [join(workspace.root, "t/loads.csv"), join(workspace.root, "t/loads.tex")]);
  assert.match(readFileSync(paths[1], "utf8"), /\\toprule/);
});

test("pictures for a paper are as wide as they are asked to be", {
  skip: browserPath() === undefined,
}, async (context) => {
  const workspace = temporaryWorkspace(context);
  const [{ files }] = await printFigures(workspace, [loadsFigure], {
    formats: ["svg"],
    width: printWidth("column", "ieeetran"),
    folder: workspace.root,
  });
  // 252 pt of TeX are 252 / 72.27 x 96 = 334.7 pixels.
  assert.match(readFileSync(files[0], "utf8"), /^<svg[^>]* width="334\.7/);
});
