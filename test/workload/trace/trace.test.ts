import assert from "node:assert/strict";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, it } from "node:test";
import { keptName, trace, windowed, workloadByName, workloadSources } from "../../../lib/workload/index.js";
import { receiveTrace, sentTraces } from "../../../lib/workload/trace/known.js";
import { fileOf, rates, refuses } from "./load.js";

const values = [10, 20, 30, 20];

describe("a trace's options", () => {
  it("keep requests/s, or scale them to a share of capacity or by a factor", () => {
    assert.deepEqual(rates({ rates: values, slots: 4 }), values);
    assert.deepEqual(rates({ rates: values, slots: 4, peak: 0.6 }), [8, 16, 24, 16]);
    assert.deepEqual(rates({ rates: values, slots: 4, mean: 0.5 }), [10, 20, 30, 20]);
    assert.deepEqual(rates({ rates: values, slots: 4, mean: 0.5, capacity: 80 }), [20, 40, 60, 40]);
    assert.deepEqual(rates({ rates: values, slots: 4, factor: 0.1 }), [1, 2, 3, 2]);
    refuses(() => rates({ rates: values, peak: 0.6, mean: 0.5 }), /peak and mean exclude each other/);
    refuses(() => rates({ rates: [0, 0, 0], peak: 0.6 }), /all rates are 0/);
  });

  it("ask back where the requests/s are of a far larger system, unless told", () => {
    refuses(
      () => rates({ rates: [500, 500, 500] }),
      /500 requests\/s on average.* serves 40.*peak=0.8.*factor=1/,
    );
    assert.deepEqual(rates({ rates: [500, 500, 500], factor: 1 }), [500, 500, 500]);
  });

  it("press time: so many seconds of the trace pass in one; the cluster's time scale where nothing is said", () => {
    assert.deepEqual(rates({ rates: values, press: 2, slots: 2 }), [15, 25]);
    const request = { seed: 1, capacity: 40, slots: 1, slotLength: 1 };
    assert.deepEqual([...trace({ rates: values }).trace({ ...request, timeScale: 4 })], [20]);
    assert.deepEqual([...trace({ rates: values, press: 1 }).trace({ ...request, timeScale: 4 })], [10]);
  });

  it("take a part of it, whose highest rate counts", () => {
    assert.deepEqual(
      rates({ rates: values, step: 60, start: "1m", length: "2m", slotLength: 60, slots: 2 }),
      [20, 30],
    );
    assert.deepEqual(rates({ rates: values, start: 0.5, length: 1.5, slotLength: 0.5 }), [10, 20, 20]);
    assert.deepEqual(rates({ rates: values, length: 2, peak: 0.5, slots: 2 }), [10, 20]);
    refuses(() => rates({ rates: values, start: 4 }), /rates is 4 s long: start=4 lies behind its end/);
    refuses(() => rates({ rates: values, start: 1, length: 4 }), /4 s long: there are no 4 s from 1 s on/);
  });

  it("resample it to means over longer steps; the last one goes on to the end", () => {
    assert.deepEqual(rates({ rates: [10, 20, 30, 20, 50], every: 2, slots: 5 }), [15, 15, 25, 25, 50]);
    assert.deepEqual(rates({ rates: [10, 20, 30, 20], every: 3, slots: 4 }), [20, 20, 20, 20]);
  });

  it("refuse a run longer than the trace, stop there, or begin again", () => {
    refuses(
      () => rates({ file: fileOf("short.txt", ["10", "20"]) }),
      /trace:short\.txt:press=1 ends after 2 s \(line 2\), the run needs 3 s \(3 steps of 1 s, 1 s of the trace in each second\)/,
    );
    assert.deepEqual(rates({ rates: [10, 20], end: "stop", slots: 4 }), [10, 20, 0, 0]);
    assert.deepEqual(rates({ rates: [10, 20], end: "repeat", slots: 5 }), [10, 20, 10, 20, 10]);
  });

  it("are checked: unknown ones, their values, and those that are there twice", () => {
    refuses(() => trace({ rates: values, peek: 1 } as never), /unknown key peek; known: format, time, as/);
    refuses(() => trace({ rates: values, peak: -1 }), /peak is -1/);
    refuses(() => trace({ rates: values, start: "noon" }), /start is "noon".*90s, 15m, 8h, 2d/);
    refuses(() => trace({ rates: values, end: "again" as never }), /end is "again"/);
    refuses(() => trace({ rates: values, arrivals: "exact" }), /has rates, not the times of requests/);
    refuses(() => trace({ rates: values, times: values }), /got 2 of them/);
    refuses(() => workloadByName("trace:"), /names no file/);
    refuses(() => workloadByName("trace:day.csv:peak=1:peak=2"), /peak is there twice/);
  });

  it("tell the place of a value that is no rate", () => {
    refuses(() => trace({ rates: [10, Number.NaN] }), /rates entry 1: NaN is no load/);
    refuses(() => trace({ rates: [10, -1] }), /rates entry 1: -1 is no load/);
  });
});

describe("a trace by name", () => {
  const file = fileOf("day.csv", ["time,rate,count", "0,10,5", "1,20,5", "2,30,5"]);
  const request = { seed: 1, capacity: 40, slots: 3, slotLength: 1, timeScale: 1 };

  it("has a file, a column and options; its name in results has no folder, but the file's hash", () => {
    const load = workloadByName(`trace:${file}:rate:peak=.75`);
    assert.match(load.name, /^trace:day\.csv:rate:peak=0\.75#[0-9a-f]{12}$/);
    assert.equal(load.split, "own");
    assert.deepEqual([...load.trace(request)], [10, 20, 30]);
    assert.equal(keptName(`trace:${file}:rate:peak=.75`), load.name);
    assert.equal(keptName(load.name), load.name);
    assert.equal(workloadByName(load.name).name, load.name);
    assert.deepEqual(workloadSources([load.name, "constant-0.5"]), [
      { name: "day.csv", hash: load.name.slice(-12) },
    ]);
  });

  it("stays the same where the file moves, and changes with what it holds", () => {
    const before = keptName(`trace:${file}:count`);
    const moved = join(dirname(file), "elsewhere", "day.csv");
    mkdirSync(dirname(moved), { recursive: true });
    renameSync(file, moved);
    assert.equal(keptName(`trace:${moved}:count`), before);
    writeFileSync(moved, "time,rate,count\n0,1,1\n1,1,1\n");
    assert.notEqual(keptName(`trace:${moved}:count`), before);
  });

  it("may have colons in its file's name", () => {
    const odd = fileOf("10:00.csv", ["time,rate", "0,1", "1,2"]);
    assert.match(keptName(`trace:${odd}`), /^trace:10:00\.csv#/);
    assert.match(keptName(`trace:${odd}:rate`), /^trace:10:00\.csv:rate#/);
  });

  it("is not known in a process that hasn't opened it", () => {
    refuses(
      () => workloadByName("trace:gone.csv:rate#0123456789ab"),
      /isn't known in this process: name its file, as in trace:gone\.csv/,
    );
  });

  it("goes to another process with its file, which must be as it was", () => {
    const changing = fileOf("changing.csv", ["time,rate", "0,1", "1,2"]);
    const name = keptName(`trace:${changing}`);
    const sent = sentTraces().find((one) => one.name === name);
    assert.deepEqual(sent, { name, options: { file: changing } });
    // As it comes there: not opened yet.
    const late = "trace:changing.csv#0123456789ab";
    receiveTrace({ name: late, options: { file: changing } });
    refuses(() => workloadByName(late), /changing\.csv changed while it was in use/);
  });
});

describe("a trace belongs to no split", () => {
  const load = trace({ rates: Array.from({ length: 100 }, (_, i) => i), press: 1 });
  const request = { capacity: 80, slots: 10, slotLength: 1, timeScale: 1 };
  const named = (purpose: "training" | "tuning" | "evaluation") => workloadByName(load.name, { purpose });

  it("training, tuning and evaluation take it, each with its seeds", () => {
    named("training").trace({ ...request, seed: 99_999 });
    assert.throws(
      () => named("training").trace({ ...request, seed: 100_000 }),
      /seed must be between 0 and 99999 for training on the own workload/,
    );
    named("tuning").trace({ ...request, seed: 199_999 });
    assert.throws(
      () => named("tuning").trace({ ...request, seed: 200_000 }),
      /between 0 and 199999 for tuning/,
    );
    named("evaluation").trace({ ...request, seed: 200_000 });
  });

  it("training sees windows of it, wherever they fit; evaluation sees its beginning", () => {
    const starts = Array.from(
      { length: 2000 },
      (_, seed) => windowed(named("training")).trace({ ...request, seed })[0],
    );
    assert.equal(new Set(starts).size, 91);
    assert.ok(Math.max(...starts) === 90 && Math.min(...starts) === 0);
    assert.throws(() => windowed(named("training")).trace({ ...request, seed: 200_000 }), RangeError);
    assert.deepEqual([...load.trace({ ...request, seed: 5 })], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const round = windowed(trace({ rates: [1, 2, 3], press: 1, end: "repeat" }));
    const seen = new Set(
      Array.from({ length: 50 }, (_, seed) => round.trace({ ...request, slots: 4, seed }).join()),
    );
    assert.deepEqual([...seen].sort(), ["1,2,3,1", "2,3,1,2", "3,1,2,3"]);
    refuses(() => windowed(load).trace({ ...request, slots: 101, seed: 1 }), /ends after 100 s/);
  });
});
