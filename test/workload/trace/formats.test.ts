import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { trace } from "../../../lib/workload/index.js";
import { fileOf, rates, refuses } from "./load.js";

describe("Locust's stats_history.csv", () => {
  const header =
    "Timestamp,User Count,Type,Name,Requests/s,Failures/s,50%,95%,Total Request Count,Total Failure Count,Total Average Response Time";
  const row = (time: number, name: string, total: number | string, percentile: number | string = 12) =>
    `${time},10,${name === "Aggregated" ? "" : "GET"},${name},99.9,0.0,${percentile},${percentile},${total},0,11.5`;

  it("is read by how much the aggregated rows' total goes up, whatever the percentiles and rates say", () => {
    const file = fileOf("stats_history.csv", [
      header,
      row(1000, "Aggregated", 0, "N/A"),
      row(1001, "/", 9),
      row(1001, "/cart", 3),
      row(1001, "Aggregated", 12),
      row(1002, "Aggregated", 32),
      row(1002, "Aggregated", 37),
      row(1004, "Aggregated", 57),
    ]);
    assert.deepEqual(rates({ file, slots: 4 }), [12, 25, 10, 10]);
  });

  it("goes on where the statistics were reset, and tells a long silence", () => {
    const totals = [0, 100, 130, 8, 20];
    const file = fileOf("reset.csv", [
      header,
      ...totals.map((total, i) => row(1000 + i, "Aggregated", total)),
    ]);
    assert.deepEqual(rates({ file, slots: 4, factor: 1 }), [100, 30, 8, 12]);
    const silent = [0, 10, 20].map((total, i) => row(i < 2 ? 1000 + i : 1060, "Aggregated", total));
    const more = Array.from({ length: 5 }, (_, i) => row(1061 + i, "Aggregated", 30 + 10 * i));
    refuses(
      () => rates({ file: fileOf("silent.csv", [header, ...silent, ...more]) }),
      /silent\.csv, line 4 comes 59 s after line 3, where a step is 1 s/,
    );
  });

  it("tells a total that is none", () => {
    const rows = [row(1000, "Aggregated", 0), row(1001, "Aggregated", "N/A"), row(1002, "Aggregated", 5)];
    refuses(() => rates({ file: fileOf("na.csv", [header, ...rows]) }), /na\.csv, line 3 is empty/);
    refuses(
      () => rates({ file: fileOf("none.csv", [header, row(1000, "/", 5)]) }),
      /none\.csv holds no values/,
    );
  });
});

describe("an access log", () => {
  const line = (stamp: string, rest = '"GET /?q=\\"x\\" HTTP/1.1" 200 2326') =>
    `10.0.0.1 - - [${stamp}] ${rest}`;
  const combined = ' "http://a.example/" "Mozilla/5.0 (X11; [en])"';

  it("is a request a line, in common or combined format", () => {
    const file = fileOf("access.log", [
      line("01/Mar/2026:12:00:00 +0000"),
      `::1 - ann smith [01/Mar/2026:12:00:00 +0000] "POST /a HTTP/2.0" 499 -${combined}`,
      line("01/Mar/2026:12:00:01 +0000") + combined,
      line("01/Mar/2026:12:00:03 +0000", '"-" 400 0'),
    ]);
    assert.deepEqual(rates({ file, every: 1, slots: 4 }), [2, 1, 0, 1]);
    assert.deepEqual(rates({ file, slots: 4 }), [1, 1, 1, 1]);
  });

  it("sorts stamps out of order, and follows changing zones", () => {
    const file = fileOf("zones.log", [
      line("29/Mar/2026:01:59:59 +0100"),
      line("29/Mar/2026:03:00:01 +0200"),
      line("29/Mar/2026:03:00:00 +0200"),
      line("28/Mar/2026:18:00:02 -0700"),
    ]);
    const load = trace({ file, every: 1 });
    assert.deepEqual(load.notes, ["zones.log: 1 of 4 stamps are out of order, and were sorted"]);
    assert.deepEqual(rates({ file, every: 1, slots: 4 }), [1, 1, 1, 1]);
  });

  it("counts and tells malformed lines, and is refused where they are many", () => {
    const good = Array.from({ length: 30 }, (_, i) =>
      line(`01/Mar/2026:12:00:${String(i).padStart(2, "0")} +0000`),
    );
    const bad = [
      line("01/Mar/2026:12:00:30 +0000", '"GET / HT'),
      line("32/Mar/2026:12:00:30 +0000"),
      line("01/Mrz/2026:12:00:30 +0000"),
    ];
    const file = fileOf("some.log", [...good.slice(0, 10), ...bad, ...good.slice(10)]);
    assert.deepEqual(trace({ file }).notes, [
      "some.log: 3 of 33 lines are malformed and left out, the first is line 11",
    ]);
    assert.deepEqual(rates({ file, slots: 30 }), new Array(30).fill(1));
    refuses(
      () => trace({ file: fileOf("many.log", [good[0], ...bad]) }),
      /many\.log is no access log in common format: 3 of 4 lines aren't like it, the first is line 2/,
    );
  });
});

describe("k6's JSON output", () => {
  const point = (metric: string, time: string, value = 1) =>
    JSON.stringify({ metric, type: "Point", data: { time, value, tags: { status: "200" } } });
  const lines = [
    JSON.stringify({ type: "Metric", data: { name: "http_reqs", type: "counter" }, metric: "http_reqs" }),
    point("http_reqs", "2026-03-01T12:00:00.000000001+01:00"),
    point("http_req_duration", "2026-03-01T12:00:00.1+01:00", 103.4),
    point("vus", "2026-03-01T12:00:00.2+01:00", 10),
    point("http_reqs", "2026-03-01T11:00:01.5Z"),
    point("http_reqs", "2026-03-01T12:00:01.25+01:00", 2),
    point("http_reqs", "2026-03-01T12:00:03+01:00"),
  ];

  it("is read by the points of http_reqs alone", () => {
    const file = fileOf("k6.json", lines);
    assert.deepEqual(rates({ file, every: 1, slots: 3 }), [1, 3, 1]);
    assert.deepEqual(trace({ file }).notes, ["k6.json: 1 of 4 stamps are out of order, and were sorted"]);
  });

  it("may have its last line cut, and no other one", () => {
    const cut = `${lines.join("\n")}\n${lines[1].slice(0, 40)}`;
    assert.deepEqual(trace({ file: fileOf("cut.json", cut) }).notes, [
      "cut.json: line 8, the last one, is cut off and left out",
      "cut.json: 1 of 4 stamps are out of order, and were sorted",
    ]);
    const broken = [...lines.slice(0, 2), lines[1].slice(0, 40), ...lines.slice(2)];
    refuses(() => trace({ file: fileOf("broken.json", broken) }), /broken\.json, line 3 isn't whole JSON/);
  });

  it("without a request is refused", () => {
    refuses(
      () => trace({ file: fileOf("ws.json", [lines[0], lines[3]]) }),
      /ws\.json holds no point of http_reqs/,
    );
    const timeless = point("http_reqs", "noon");
    refuses(
      () => trace({ file: fileOf("noon.json", [lines[0], timeless, lines[1]]) }),
      /noon\.json, line 2: "noon" is no time/,
    );
  });
});

describe("a range result of Prometheus", () => {
  const answer = (...series: (readonly [object, readonly (readonly [number, string])[]])[]) =>
    JSON.stringify({
      status: "success",
      data: { resultType: "matrix", result: series.map(([metric, values]) => ({ metric, values })) },
    });
  const at = (...values: string[]) => values.map((value, i) => [1000 + 15 * i, value] as const);
  const slotLength = 15;

  it("has rates as strings", () => {
    const file = fileOf("rate.json", answer([{}, at("4", "8.5", "1e1")]));
    assert.deepEqual(rates({ file, slotLength }), [4, 8.5, 10]);
    assert.deepEqual(rates({ file, slotLength, as: "count" }), [4 / 15, 8.5 / 15, 10 / 15]);
  });

  it("or a counter, which may begin anew", () => {
    const metric = { __name__: "http_requests_total", job: "shop" };
    const file = fileOf("total.json", answer([metric, at("1000", "1150", "1450", "30", "180")]));
    assert.deepEqual(rates({ file, slotLength, slots: 4 }), [10, 20, 2, 10]);
  });

  it("tells a missing step, and a value that is no rate", () => {
    const missing = at("4", "5", "6", "7").filter((_, i) => i !== 2);
    refuses(
      () => rates({ file: fileOf("missing.json", answer([{}, [...missing, [1060, "4"]]])) }),
      /missing\.json, value 3 comes 30 s after value 2, where a step is 15 s/,
    );
    refuses(
      () => rates({ file: fileOf("nan.json", answer([{}, at("4", "NaN")])) }),
      /nan\.json, value 2: NaN is no load/,
    );
    refuses(
      () => rates({ file: fileOf("inf.json", answer([{}, at("4", "+Inf")])) }),
      /inf\.json, value 2: Infinity is no load/,
    );
    refuses(
      () => rates({ file: fileOf("word.json", answer([{}, at("4", "x")])) }),
      /word\.json, value 2: "x" is no number/,
    );
  });

  it("has one series, of a range query that went well", () => {
    const two = answer(
      [{ pod: "a" }, at("1", "2")],
      [{ pod: "b" }, at("1", "2")],
      [{ pod: "c" }, at("1", "2")],
    );
    refuses(
      () => rates({ file: fileOf("two.json", two) }),
      /two\.json holds 3 series \(\{"pod":"a"\}, \{"pod":"b"\}, \.\.\.\): query one, as with sum/,
    );
    refuses(() => rates({ file: fileOf("none.json", answer()) }), /none\.json holds 0 series/);
    const instant = {
      status: "success",
      data: { resultType: "vector", result: [{ metric: {}, value: [1, "2"] }] },
    };
    refuses(
      () => rates({ file: fileOf("instant.json", JSON.stringify(instant)) }),
      /holds a vector, not the result of a range query/,
    );
    const failed = { status: "error", errorType: "bad_data", error: "parse error" };
    refuses(
      () => rates({ file: fileOf("failed.json", JSON.stringify(failed)) }),
      /holds an error of Prometheus: parse error/,
    );
    refuses(() => rates({ file: fileOf("half.json", two.slice(0, 50)) }), /half\.json isn't whole JSON/);
  });
});

describe("invocations a minute", () => {
  const header = "HashOwner,HashApp,HashFunction,Trigger,1,2,3";
  const shop = ["o,shop,f1,http,60,0,120", "o,shop,f2,queue,60,120,0"];
  const slotLength = 60;

  it("are summed over the functions of one application", () => {
    assert.deepEqual(rates({ file: fileOf("one.csv", [header, ...shop]), slotLength }), [2, 2, 2]);
  });

  it("of several applications are those of the one that is named, or of a function", () => {
    const file = fileOf("apps.csv", [header, shop[0], "o,mail,f3,timer,6,6,6", shop[1]]);
    refuses(
      () => rates({ file, slotLength }),
      /apps\.csv has 2 applications \(shop, mail\): name one behind the file, as trace:apps\.csv:shop/,
    );
    assert.deepEqual(rates({ file, slotLength, column: "shop" }), [2, 2, 2]);
    assert.deepEqual(rates({ file, slotLength, column: "f2" }), [1, 2, 0]);
    refuses(() => rates({ file, slotLength, column: "shops" }), /no application or function "shops"/);
  });

  it("tell what is no number of them, and missing minutes", () => {
    refuses(
      () => rates({ file: fileOf("minus.csv", [header, shop[0], "o,shop,f2,queue,60,-1,0"]) }),
      /minus\.csv, line 3, minute 2: -1 is no number of invocations/,
    );
    const skipped = ["HashOwner,HashApp,HashFunction,Trigger,1,3", "o,shop,f1,http,60,0"];
    refuses(() => rates({ file: fileOf("skipped.csv", skipped) }), /line 1: minute 3 comes after minute 1/);
  });
});

describe("times of requests", () => {
  it("are a format that is named", () => {
    const file = fileOf("times.txt", ["0.5", "0.5", "2.5"]);
    assert.deepEqual(rates({ file, format: "times", arrivals: "exact" }), [2, 0, 1]);
    refuses(
      () => rates({ file: fileOf("late.txt", ["2", "1"]), format: "times" }),
      /late\.txt, line 2: its time 1 is before 2/,
    );
    refuses(
      () => rates({ file: fileOf("minus.txt", ["2", "-1"]), format: "times" }),
      /minus\.txt, line 2: "-1" is no time/,
    );
  });
});
