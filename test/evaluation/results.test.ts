import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { InputError } from "../../lib/check/index.js";
import {
  fileColumns,
  METRICS,
  type MetricName,
  RESULT_COLUMNS,
  type ResultRow,
  readResults,
  rewardTerms,
  rewardTermsText,
  writeResults,
} from "../../lib/evaluation/index.js";

const folder = mkdtempSync(join(tmpdir(), "results-"));
after(() => rmSync(folder, { recursive: true }));

const metrics = Object.fromEntries(
  Object.keys(METRICS).map((name, i) => [name, name === "requests" ? 123_456_789 : i / 8]),
) as Record<MetricName, number>;
const COLUMNS = fileColumns(RESULT_COLUMNS);
const ROW: ResultRow = {
  cluster: "sim",
  controller: "threshold:down=0.2,up=0.7",
  size: 5,
  workload: "diurnal-0.4",
  run: 0,
  steps: 300,
  ...metrics,
  routing_loss: Number.NaN,
  training_seed: Number.NaN,
  evaluation_seed: 123,
  phase: "",
  split: "dev",
  price: 10,
  spec: "0a1b2c3d",
  reward_terms: "violations:-0.1;container-seconds:-0.6",
  code: "0123456789ab",
};

/** The columns that scripts outside the project rely on, in their order. */
const CONTRACT =
  "cluster,controller,size,workload,run,steps,users_per_container,throughput,response_time_mean,response_time_p95," +
  "response_time_p99,sla_violation_rate,error_rate,churn_rate,reversal_rate,routing_error,fleet_size_mean,reward_mean," +
  "command_rate,routing_loss,training_seed,evaluation_seed,phase,split,price,spec,";

function fileOf(text: string): string {
  const file = join(folder, "table.csv");
  writeFileSync(file, text);
  return file;
}

function textOf(rows: readonly ResultRow[]): string {
  const file = join(folder, "whole.csv");
  writeResults(file, rows);
  return readFileSync(file, "utf8");
}

/** The text of one row with one cell changed. */
function withCell(name: string, cell: string): string {
  const [header, line] = textOf([{ ...ROW, controller: "threshold" }]).split("\n");
  const cells = line.split(",");
  cells[header.split(",").indexOf(name)] = cell;
  return `${header}\n${cells.join(",")}\n`;
}

function refused(text: string, message: RegExp): void {
  const file = fileOf(text);
  assert.throws(
    () => readResults(file),
    (error: Error) => {
      assert.ok(error instanceof InputError, String(error));
      assert.match(error.message, message);
      assert.ok(error.message.startsWith(file) && !error.message.includes("\n"), error.message);
      return true;
    },
  );
}

test("the header begins with the columns others rely on, in their order", () => {
  assert.ok(textOf([]).startsWith(CONTRACT), textOf([]));
});

test("results come back from a file as they were, unknown values as empty cells", () => {
  const second = { ...ROW, run: 1, controller: 'odd "name"', training_seed: 7 };
  const file = fileOf(textOf([ROW, second]));
  assert.deepEqual(readResults(file), [ROW, second]);
  assert.match(readFileSync(file, "utf8"), /,,123,,dev,10,0a1b2c3d,/);
});

test("columns may be in another order, and those that came later may be missing", () => {
  const contract = CONTRACT.slice(0, -1).split(",");
  const values = contract.map((name) => String(ROW[name as keyof ResultRow]).replace("NaN", ""));
  values[1] = "threshold";
  const file = fileOf(`${contract.toReversed().join(",")}\r\n${values.toReversed().join(",")}\r\n`);
  const [row] = readResults(file);
  assert.equal(row.throughput, ROW.throughput);
  assert.ok(Number.isNaN(row.cpu_mean));
  assert.equal(row.code, "");
});

test("a missing, unknown, doubled or ill-typed column is one line with file, line and column", () => {
  const text = textOf([ROW]);
  refused(text.replace("throughput", "through"), /line 1, column 8: unknown column "through"/);
  refused(text.replace("error_rate,", "throughput,"), /line 1, column 13: throughput is there twice/);
  refused("cluster,controller\nsim,threshold\n", /line 1: column size is missing/);
  refused(withCell("size", "2.5"), /line 2, column 3 \(size\): expected a whole number, got "2\.5"/);
  refused(withCell("throughput", "fast"), /line 2, column 8 \(throughput\): expected a number, got "fast"/);
  refused(withCell("throughput", "0x10"), /expected a number, got "0x10"/);
  refused(withCell("throughput", "Infinity"), /expected a number, got "Infinity"/);
  refused(
    withCell("split", "exam"),
    /column 24 \(split\): expected one of train, dev, test, own, got "exam"/,
  );
  refused(withCell("workload", ""), /column 4 \(workload\): expected text, got ""/);
  refused("", /is empty/);
  refused("hello\n", /line 1, column 1: unknown column "hello"/);
});

test("a file that is cut off is refused wherever the cut is", () => {
  const text = textOf([ROW, ROW]);
  const header = text.indexOf("\n") + 1;
  for (let end = header + 1; end < text.length - 1; end += 7) {
    if (text[end - 1] === "\n") continue;
    refused(text.slice(0, end), /line [23] is cut off|line [23], column/);
  }
  refused(text.slice(0, header - 10), /unknown column|is missing|cut off/);
});

test("a value that a column can't hold is refused before anything is written", () => {
  const file = join(folder, "never.csv");
  assert.throws(
    () => writeResults(file, [{ ...ROW, throughput: Infinity }]),
    /RangeError: throughput .*Infinity/,
  );
  assert.throws(
    () => writeResults(file, [{ ...ROW, size: "5" as never }]),
    /TypeError: size must be integer/,
  );
  assert.throws(() => readResults(file), /never\.csv doesn't exist/);
});

test("every metric has a column, and only once", () => {
  const names = COLUMNS.map((column) => column.name);
  assert.equal(new Set(names).size, names.length);
  for (const name of Object.keys(METRICS)) assert.ok(names.includes(name as MetricName), name);
});

test("reward terms come back from their column, also those with a colon in their name", () => {
  const means = { violations: -0.125, "a:b": 1e-7 };
  assert.deepEqual(rewardTerms({ reward_terms: rewardTermsText(means) }), means);
  assert.deepEqual(rewardTerms({ reward_terms: "" }), {});
});
