import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { describe, it } from "node:test";
import { gzipSync } from "node:zlib";
import { fileOf, rates, refuses } from "./load.js";

describe("one number a line", () => {
  it("is a rate of a second each, or of a step", () => {
    const file = fileOf("numbers.txt", ["10", "20", "30"]);
    assert.deepEqual(rates({ file }), [10, 20, 30]);
    assert.deepEqual(rates({ file, step: "1m", slotLength: 90, slots: 2 }), [
      (60 * 10 + 30 * 20) / 90,
      (30 * 20 + 60 * 30) / 90,
    ]);
    assert.deepEqual(rates({ file, step: 60, as: "count", slotLength: 60 }), [10 / 60, 20 / 60, 0.5]);
  });

  it("may have exponents, Windows line ends and blank lines at its end", () => {
    assert.deepEqual(rates({ file: fileOf("windows.txt", "1e1\r\n2.5\r\n0\r\n\r\n\r\n") }), [10, 2.5, 0]);
  });

  it("tells the line of what is no rate", () => {
    refuses(
      () => rates({ file: fileOf("word.txt", ["10", "ten"]) }),
      /word\.txt, line 2: "ten" is no number/,
    );
    refuses(
      () => rates({ file: fileOf("negative.txt", ["10", "-3"]) }),
      /negative\.txt, line 2: -3 is no load/,
    );
    refuses(
      () => rates({ file: fileOf("nan.txt", ["10", "20", "NaN"]) }),
      /nan\.txt, line 3: NaN is no load/,
    );
    refuses(() => rates({ file: fileOf("inf.txt", ["10", "inf"]) }), /inf\.txt, line 2: Infinity is no load/);
    refuses(() => rates({ file: fileOf("empty.txt", "\n\n") }), /empty\.txt is empty/);
    refuses(() => rates({ file: "/nowhere/day.csv" }), /\/nowhere\/day\.csv doesn't exist/);
  });

  it("takes a blank line for a gap", () => {
    const file = fileOf("gap.txt", ["10", "", "30"]);
    refuses(() => rates({ file }), /gap\.txt, line 2 is empty.* gap=hold or gap=zero/);
    assert.deepEqual(rates({ file, gap: "hold" }), [10, 10, 30]);
    assert.deepEqual(rates({ file, gap: "zero" }), [10, 0, 30]);
  });
});

describe("a CSV file", () => {
  it("has a time and a rate", () => {
    assert.deepEqual(
      rates({ file: fileOf("rate.csv", ["time,rate", "0,10", "1,20", "2,30"]) }),
      [10, 20, 30],
    );
    const excel = fileOf("semicolons.csv", "\uFEFFuser;time_s;req/s\r\n1;100;4\r\n1;160;8\r\n");
    assert.deepEqual(rates({ file: excel, slotLength: 60, slots: 2 }), [4, 8]);
  });

  it("or a count, of the time until the next row; the last row lasts a step", () => {
    const file = fileOf("count.csv", [
      "timestamp,requests",
      "2026-03-01T23:59:00Z,600",
      "2026-03-02T00:00:00Z,1200",
    ]);
    assert.deepEqual(rates({ file, slotLength: 60, slots: 2 }), [10, 20]);
    refuses(
      () => rates({ file, slotLength: 60, slots: 3 }),
      /ends after 120 s \(line 3\), the run needs 180 s/,
    );
  });

  it("has times as ISO dates with zones, or as epochs in s, ms, us or ns", () => {
    const shifted = [
      "time,rate",
      "2026-03-01 10:00:00+02:00,10",
      "2026-03-01T08:00:01.000Z,20",
      "2026-03-01 08:00:02,30",
    ];
    assert.deepEqual(rates({ file: fileOf("zones.csv", shifted) }), [10, 20, 30]);
    for (const [unit, digits] of [
      ["s", ""],
      ["ms", "000"],
      ["us", "000000"],
      ["ns", "000000000"],
    ]) {
      const rows = [0, 1, 2].map((i) => `177236400${i}${digits},${10 * i}`);
      assert.deepEqual(rates({ file: fileOf(`epoch-${unit}.csv`, ["ts,rps", ...rows]) }), [0, 10, 20]);
    }
  });

  it("may have other columns: the value's is named behind the file, the time's by an option", () => {
    const file = fileOf("wide.csv", ["when,cpu,shop,search", "0,.5,10,1", "1,.5,20,2"]);
    refuses(() => rates({ file }), /wide\.csv has no column called time; columns: when, cpu, shop, search/);
    refuses(
      () => rates({ file, time: "when" }),
      /no column called rate or count; columns: when, cpu, shop, search/,
    );
    refuses(
      () => rates({ file, time: "when", column: "shop" }),
      /is shop in requests\/s.* as=rate or as=count/,
    );
    refuses(() => rates({ file, time: "when", column: "shops" }), /no column "shops"; columns: when/);
    assert.deepEqual(rates({ file, time: "when", column: "shop", as: "rate", slots: 2 }), [10, 20]);
    const both = fileOf("both.csv", ["time,rate,count", "0,1,1", "1,1,1"]);
    refuses(() => rates({ file: both }), /several columns of rates or counts/);
    assert.deepEqual(rates({ file: both, column: "count", slots: 2 }), [1, 1]);
  });

  it("without a column of times has a row a step", () => {
    const file = fileOf("untimed.csv", ["rate", "10", "20"]);
    assert.deepEqual(rates({ file, slots: 2 }), [10, 20]);
    assert.deepEqual(rates({ file, step: 2, slots: 4 }), [10, 10, 20, 20]);
  });

  it("is read compressed, too", () => {
    const file = fileOf("day.csv.gz", "");
    writeFileSync(file, gzipSync("time,rate\n0,10\n1,20\n"));
    assert.deepEqual(rates({ file, slots: 2 }), [10, 20]);
    writeFileSync(file, "no gzip");
    refuses(() => rates({ file }), /day\.csv\.gz can't be read as text/);
  });

  it("tells file and line of a gap, and takes the word for what it means", () => {
    const file = fileOf("gaps.csv", ["time,rate", "0,10", "1,20", "2,30", "5,40"]);
    refuses(() => rates({ file }), /gaps\.csv, line 5 comes 3 s after line 4, where a step is 1 s/);
    assert.deepEqual(rates({ file, slots: 6, gap: "hold" }), [10, 20, 30, 30, 30, 40]);
    assert.deepEqual(rates({ file, slots: 6, gap: "zero" }), [10, 20, 30, 0, 0, 40]);
    const empty = fileOf("blank.csv", ["time,rate", "0,10", "1,", "2,30"]);
    refuses(() => rates({ file: empty }), /blank\.csv, line 3 is empty: fill it in, or say what a gap means/);
    assert.deepEqual(rates({ file: empty, gap: "zero" }), [10, 0, 30]);
    assert.deepEqual(rates({ file: empty, gap: "hold" }), [10, 10, 30]);
    const counted = fileOf("counted.csv", ["time,count", "0,60", "60,120", "180,240"]);
    assert.deepEqual(rates({ file: counted, gap: "hold", slotLength: 60, slots: 4, step: 60 }), [1, 2, 2, 4]);
  });

  it("tells file and line of all else that is wrong", () => {
    const row = (text: string, ...parts: RegExp[]) =>
      refuses(() => rates({ file: fileOf("bad.csv", ["time,rate", "0,10", text]) }), ...parts);
    row("1,-2", /bad\.csv, line 3: -2 is no load/);
    row("1,NaN", /bad\.csv, line 3: NaN is no load/);
    row("1,Infinity", /bad\.csv, line 3: Infinity is no load/);
    row("1,x", /bad\.csv, line 3: rate is "x", which is no number/);
    row("noon,5", /bad\.csv, line 3: time is "noon": expected seconds or an ISO date/);
    row("0,5", /bad\.csv, line 3: its time 0 isn't after 0 of line 2/);
    row("1", /bad\.csv, line 3: /);
    refuses(() => rates({ file: fileOf("headless.csv", ["0,10", "1,20"]) }), /line 1: columns need names/);
    refuses(
      () => rates({ file: fileOf("lone.csv", ["time,rate", "0,10"]) }),
      /lone\.csv, line 2 stands alone/,
    );
  });
});
