import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { loadComparison, variantFront } from "../../lib/evaluation/index.js";
import {
  comparisonTable,
  differencesTable,
  exportComparison,
  frontPicture,
  learningCurvesPicture,
  missingPicturePrograms,
  tableMarkdown,
  tableTexts,
  tradeOffPicture,
} from "../../lib/report/index.js";
import { madeComparison } from "../evaluation/made-comparison.js";

const folder = mkdtempSync(join(tmpdir(), "fleetlab-comparison-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Three pairs: churn falls by .3, .299 and .301; users served by .5 each time. */
const comparison = madeComparison(
  {
    "as it is": [0.5, 0.6, 0.7].map((churn) => ({
      churn_rate: churn,
      users_per_container: 6,
      sla_violation_rate: 0.02,
    })),
    "calm & slow": [0.2, 0.301, 0.399].map((churn) => ({
      churn_rate: churn,
      users_per_container: 5.5,
      sla_violation_rate: 0,
      largestShare: 0.8,
    })),
  },
  { name: "calm" },
);

test("the table has a row a variant, with intervals and collapsed runs", () => {
  const [head, first, second] = tableTexts(comparisonTable(comparison));
  assert.deepEqual(head.slice(0, 3), ["Variant", "Served per container-second", "SLA violations (%)"]);
  assert.match(first.join("|"), /^as it is\|6\.00 \[6\.00, 6\.00\]\|2\.00 \[2\.00, 2\.00\]\|60\.0 \[/);
  // Score interval of none of three: up to z^2/(3 + z^2) with z^2 = 3.84.
  assert.equal(first.at(-1), "0 of 3 [0, 56]");
  assert.match(
    tableMarkdown(comparisonTable(comparison)),
    /^Agents after [^|]+\n\n\| Variant \|.+\n\| as it is \| 6\.00 /s,
  );
  assert.equal(second.at(-1), "3 of 3 [44, 100]");
});

test("a difference says which way it goes where it is beyond the seeds, and whether that is better", () => {
  const rows = tableTexts(differencesTable(comparison));
  const row = (metric: string) => rows.find((cells) => cells[1].startsWith(metric));
  assert.equal(row("Churn")?.at(-1), "lower, better");
  assert.match(row("Churn")?.[2] as string, /^−30\.0 \[−30\.\d, −29\.\d\]$/);
  // Equal differences of three pairs: the sign test can't reach .05.
  assert.deepEqual(row("Served")?.slice(2), ["−0.50 [−0.50, −0.50]", "0.250", "1.000", "inside the noise"]);
  assert.equal(row("Reversals")?.at(-1), "inside the noise");
});

test("the picture has a dot a run, larger where churn is, a cross where it collapsed, and no run at 0 of a log axis", () => {
  const { data, layout } = tradeOffPicture(comparison);
  const dots = data.filter(({ text }) => text !== undefined) as unknown as readonly {
    readonly name: string;
    readonly x: readonly number[];
    readonly y: readonly number[];
    readonly marker: { readonly size: readonly number[]; readonly symbol: readonly string[] };
  }[];
  const [asItIs, calm] = dots;
  assert.deepEqual([asItIs.name, calm.name], ["as it is", "calm & slow"]);
  assert.deepEqual(asItIs.x, [2, 2, 2]);
  assert.deepEqual(asItIs.y, [6, 6, 6]);
  // Half a violation of 1,000 requests.
  assert.deepEqual(calm.x, [0.05, 0.05, 0.05]);
  assert.deepEqual(calm.marker.symbol, ["x", "x", "x"]);
  assert.deepEqual(asItIs.marker.symbol, ["circle", "circle", "circle"]);
  assert.ok(asItIs.marker.size[0] < asItIs.marker.size[2] && calm.marker.size[0] < asItIs.marker.size[0]);
  assert.equal((layout.xaxis as { readonly type: string }).type, "log");
});

test("rules are drawn beside the agents, from few violations to many", () => {
  const point = { reference: "a rule", size: 5, setting: "up=1", churn_rate: 0, fleet_share: 0.5 };
  const references = [
    { ...point, users_per_container: 7, sla_violation_rate: 0.1 },
    { ...point, users_per_container: 5, sla_violation_rate: 0 },
    { ...point, size: 10, users_per_container: 1, sla_violation_rate: 0 },
  ];
  const line = tradeOffPicture({ ...comparison, references }).data.find(({ name }) => name === "a rule");
  assert.deepEqual(
    [line?.x, line?.y],
    [
      [0.05, 10],
      [5, 7],
    ],
  );
});

test("the front joins what nothing else beats, by means over runs, and names every variant", () => {
  const run = (served: number, violations: number, churn: number) => ({
    users_per_container: served,
    sla_violation_rate: violations,
    churn_rate: churn,
  });
  const made = madeComparison({
    wasteful: [run(4, 0, 0), run(4, 0, 0)],
    good: [run(6, 0.01, 0.1), run(8, 0.03, 0.1)],
    beaten: [run(6.5, 0.03, 0.5), run(6.5, 0.03, 0.5)],
    thrifty: [run(8, 0.1, 0.5), run(8, 0.1, 0.5)],
  });
  assert.deepEqual(
    variantFront(made).map(({ variant }) => variant),
    ["wasteful", "good", "thrifty"],
  );
  assert.deepEqual(
    variantFront(made, ["churn_rate"]).map(({ variant }) => variant),
    ["wasteful"],
  );
  const [front, others] = frontPicture(made).data;
  assert.deepEqual(
    [front.text, front.y, others.text],
    [["wasteful", "good", "thrifty"], [4, 7, 8], ["beaten"]],
  );
  assert.deepEqual(
    (front.x as number[]).map((x) => Number(x.toFixed(4))),
    [0.05, 2, 10],
  );
  const { size } = others.marker as { readonly size: readonly number[] };
  assert.ok(size[0] > (front.marker as { readonly size: readonly number[] }).size[1]);
});

test("learning curves are means over runs, by quantity and variant", () => {
  const lines = learningCurvesPicture(comparison).data.filter(({ fill }) => fill === undefined);
  assert.equal(lines.length, 6);
  assert.deepEqual(lines[0].x, [1, 2]);
  assert.deepEqual(lines[0].y, [-4, -2]);
  assert.deepEqual((lines[2].y as number[]).map(Math.round), [40, 20]);
});

test("an export has data, tables and pictures; it goes only where a comparison of its name is", async () => {
  const out = join(folder, "calm");
  const earlier = madeComparison({ "as it is": [{}, {}, {}] }, { name: "earlier" });
  const { files, leftOut } = await exportComparison(comparison, {
    folder: out,
    formats: ["svg"],
    against: earlier,
  });
  const names = files.map((file) => file.slice(out.length + 1));
  for (const name of ["comparison.json", "each-run.csv", "table.csv", "differences.tex", "against.csv"])
    assert.ok(names.includes(name), name);
  for (const file of files) assert.ok(readFileSync(file).length > 0, file);
  const content = (name: string) => readFileSync(join(out, name), "utf8");
  assert.deepEqual(loadComparison(out), comparison);
  assert.match(content("table.tex"), /calm \\& slow & 5\.50 \[5\.50, 5\.50\]/);
  assert.match(content("table.csv"), /^variant,size,runs,users_per_container,users_per_container_lower/);
  assert.match(content("differences.csv"), /^calm & slow,5,churn_rate,3,-0\.3,-0\.30\d+,-0\.29\d+,/m);
  assert.match(content("table.md"), /\| calm & slow \| /);
  assert.match(content("each-run.csv"), /^variant,size,seed,run,users_per_container,/);
  assert.equal(content("each-run.csv").trim().split("\n").length, 7);
  if (missingPicturePrograms().length === 0) {
    assert.match(content("trade-off.svg"), /^<svg/);
    assert.deepEqual(leftOut, []);
  }
  // A second export without pictures leaves none of the first.
  await exportComparison(comparison, { folder: out, formats: [] });
  assert.ok(!existsSync(join(out, "trade-off.svg")) && !existsSync(join(out, "against.csv")));
  writeFileSync(join(folder, "note.txt"), "mine");
  await assert.rejects(exportComparison(comparison, { folder }), /holds something else than a comparison/);
  assert.equal(readFileSync(join(folder, "note.txt"), "utf8"), "mine");
});
