import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type TraceOptions, trace, windowed } from "../../../lib/workload/index.js";
import { fileOf, refuses } from "./load.js";

const request = { seed: 1, capacity: 40, slots: 4, slotLength: 1, timeScale: 10 };

function arrivals(options: TraceOptions, change: Partial<typeof request> = {}): number[] {
  const load = trace({ arrivals: "exact", ...options });
  return Array.from((load.arrivals as NonNullable<typeof load.arrivals>)({ ...request, ...change }));
}

const times = [0.5, 1, 1, 3.25];

describe("requests at exact times", () => {
  it("come at them, whatever the seed and the cluster's time scale", () => {
    assert.deepEqual(arrivals({ times }), times);
    assert.deepEqual(arrivals({ times }, { seed: 2, timeScale: 1 }), times);
    assert.deepEqual([...trace({ times, arrivals: "exact" }).trace(request)], [1, 2, 0, 1]);
    assert.equal(trace({ times }).arrivals, undefined);
  });

  it("come sooner where time is pressed, and are cut by start and length", () => {
    assert.deepEqual(arrivals({ times, press: 2 }, { slots: 2 }), [0.25, 0.5, 0.5, 1.625]);
    assert.deepEqual(arrivals({ times, start: 1 }, { slots: 3 }), [0, 0, 2.25]);
    assert.deepEqual(arrivals({ times, start: 0.75, length: 2, end: "stop" }), [0.25, 0.25]);
  });

  it("end with the step of the last one, stop there, or come again", () => {
    assert.equal(arrivals({ times }, { slots: 4 }).length, 4);
    refuses(
      () => arrivals({ times }, { slots: 5 }),
      /trace:times:arrivals=exact ends after 3\.25 s \(the last request\), the run needs 5 s/,
    );
    assert.deepEqual(arrivals({ times, end: "stop" }, { slots: 9 }), times);
    assert.deepEqual(arrivals({ times: [0.5, 2], end: "repeat" }, { slots: 5 }), [0.5, 2, 2.5, 4, 4.5]);
  });

  it("can't be scaled, and must be in order", () => {
    refuses(
      () => arrivals({ times, peak: 0.5 }),
      /requests that come at exact times have no rate that peak could change/,
    );
    refuses(() => arrivals({ times, every: 60 }), /no rate that every could change/);
    refuses(() => arrivals({ times: [1, 0.5] }), /times entry 1: its time 0\.5 is before 1/);
    refuses(() => arrivals({ times: [1, Number.NaN] }), /times entry 1: NaN is no time/);
  });

  it("of an access log are spread by the seed over the second that their stamp stands for", () => {
    const stamp = (second: number) => `h - - [01/Mar/2026:12:00:0${second} +0000] "GET / HTTP/1.1" 200 5`;
    const file = fileOf("exact.log", [
      ...new Array(200).fill(stamp(0)),
      ...new Array(100).fill(stamp(2)),
      stamp(3),
    ]);
    const found = arrivals({ file });
    const within = (from: number) => found.filter((time) => time >= from && time < from + 1).length;
    assert.deepEqual([0, 1, 2, 3].map(within), [200, 0, 100, 1]);
    assert.deepEqual(
      found,
      [...found].sort((a, b) => a - b),
    );
    // A fifth of the second has a fifth of its requests: 40, deviation sqrt(200 x .2 x .8) = 5.7.
    const fifth = found.filter((time) => time < 0.2).length;
    assert.ok(Math.abs(fifth - 40) < 4 * 5.7, String(fifth));
    assert.deepEqual(arrivals({ file }), found);
    assert.notDeepEqual(arrivals({ file }, { seed: 2 }), found);
    assert.deepEqual([...trace({ file, arrivals: "exact" }).trace(request)], [200, 0, 100, 1]);
  });

  it("of k6 are those of its points", () => {
    const point = (time: string) =>
      JSON.stringify({
        type: "Point",
        metric: "http_reqs",
        data: { time: `2026-03-01T12:00:${time}Z`, value: 1 },
      });
    const file = fileOf("exact.json", [point("00.250"), point("01.500"), point("03.125")]);
    assert.deepEqual(arrivals({ file }, { slots: 3 }), [0, 1.25, 2.875]);
  });

  it("are seen through windows in training, rates and times alike", () => {
    const even = Array.from({ length: 40 }, (_, i) => i / 2);
    const load = windowed(trace({ times: even, arrivals: "exact" }));
    for (const seed of [1, 2, 3]) {
      const own = { ...request, seed };
      const found = [...((load.arrivals as NonNullable<typeof load.arrivals>)(own) as Float64Array)];
      assert.deepEqual(found, [0, 0.5, 1, 1.5, 2, 2.5, 3, 3.5]);
      assert.deepEqual([...load.trace(own)], [2, 2, 2, 2]);
    }
  });
});
