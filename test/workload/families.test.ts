import assert from "node:assert/strict";
import { describe, it } from "node:test";
import {
  burst,
  constant,
  diurnal,
  flash,
  mmpp,
  ramp,
  type TraceRequest,
  type Workload,
  workloadByName,
  workloadNames,
} from "../../lib/workload/index.js";

const request: TraceRequest = { seed: 1, capacity: 200, slots: 1000, slotLength: 1, timeScale: 10 };
const mean = (values: ArrayLike<number>) => Array.from(values).reduce((a, b) => a + b, 0) / values.length;
const close = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
/** The trace as fractions of capacity. */
const fractions = (workload: Workload, change: Partial<TraceRequest> = {}) =>
  Array.from(workload.trace({ ...request, capacity: 1, ...change }));

for (const workload of workloadNames().map((name) => workloadByName(name))) {
  describe(workload.name, () => {
    it("has rates within 0 and cap x capacity", () => {
      for (const capacity of [40, 200])
        for (const rate of workload.trace({ ...request, capacity }))
          assert.ok(rate >= 0 && rate <= capacity * (workload.parameters.cap as number) * (1 + 1e-12));
    });

    it("gives the same trace for the same seed, and its beginning for fewer slots", () => {
      const trace = workload.trace(request);
      assert.deepEqual(workload.trace(request), trace);
      assert.deepEqual(workload.trace({ ...request, slots: 300 }), trace.slice(0, 300));
    });

    it("gives another trace for another seed, unless it is constant", () => {
      const traces = [1, 2].map((seed) => workload.trace({ ...request, seed }).join());
      assert.equal(traces[0] === traces[1], workload.family === "constant");
    });

    it("divides times by timeScale, unless it counts in steps", () => {
      const scaled = workload.trace({ ...request, timeScale: 20, slotLength: 0.5 });
      assert.deepEqual(scaled, workload.trace(request));
      const faster = workload.trace({ ...request, timeScale: 20 });
      const inSteps = workload.family === "constant" || workload.family === "writeup";
      assert.equal(faster.join() === workload.trace(request).join(), inSteps);
    });
  });
}

describe("a slot's rate", () => {
  const uncapped = { cap: 1e6 };
  const exact = [
    diurnal({ ...uncapped, amplitude: 0.8, period: 50 }),
    burst({ ...uncapped, period: 37, duration: 11 }),
    flash({ ...uncapped, period: 90, duration: 17 }),
    ramp({ ...uncapped, duration: 400 }),
    mmpp({ ...uncapped, dwell: 15 }),
  ];
  for (const workload of exact)
    it(`is the time average of the intensity: a slot is the mean of its tenths (${workload.family})`, () => {
      const coarse = fractions(workload, { slots: 100 });
      const fine = fractions(workload, { slots: 1000, slotLength: 0.1 });
      coarse.forEach((rate, k) => {
        close(rate, mean(fine.slice(10 * k, 10 * k + 10)));
      });
    });

  it("is cut off at the cap, by default 0.95 of capacity", () => {
    assert.deepEqual(fractions(constant({ level: 2 }), { slots: 2 }), [0.95, 0.95]);
    assert.deepEqual(fractions(constant({ level: 2, cap: 0.8 }), { slots: 2 }), [0.8, 0.8]);
  });

  it("is in the unit of the capacity", () => {
    assert.deepEqual(Array.from(constant({ level: 0.5 }).trace({ ...request, slots: 2 })), [100, 100]);
  });
});

describe("diurnal", () => {
  it("has mean level, extremes level (1 +- amplitude) and the period", () => {
    const day = fractions(diurnal({ level: 0.5, amplitude: 0.8, period: 3600 }), { slots: 720 });
    close(mean(day), 0.5);
    close(Math.min(...day), 0.1, 1e-3);
    close(Math.max(...day), 0.9, 1e-3);
    for (let k = 0; k < 360; k++) close(day[k], day[k + 360]);
    const upward = day.filter((rate, k) => k > 0 && rate >= 0.5 && day[k - 1] < 0.5).length;
    assert.ok(upward === 2 || upward === 1, `${upward} upward crossings in two days`);
  });
});

describe("burst", () => {
  it("takes the base and base x factor, for duration of every period", () => {
    // Periods of 30 slots from a phase inside a slot: at most two slots of a period hold both rates.
    const trace = fractions(burst({ base: 0.1, factor: 6, period: 300, duration: 100 }), { slots: 900 });
    close(mean(trace), 0.1 * (1 + 5 / 3));
    const count = (value: number) => trace.filter((rate) => Math.abs(rate - value) < 1e-9).length;
    assert.ok(count(0.6) >= 30 * 9 && count(0.6) <= 30 * 10);
    assert.ok(count(0.1) >= 30 * 19 && count(0.1) <= 30 * 20);
  });
});

describe("flash", () => {
  it("has one crowd of the given duration in each period", () => {
    const trace = fractions(flash({ base: 0.3, peak: 0.9, period: 1800, duration: 300 }), { slots: 1800 });
    for (let k = 0; k < 1800; k += 180) {
      const period = trace.slice(k, k + 180);
      close(mean(period), 0.3 + (0.6 * 300) / 1800);
      const crowd = period.map((rate, i) => (rate > 0.3 + 1e-9 ? i : -1)).filter((i) => i >= 0);
      assert.ok(crowd.length >= 30 && crowd.length <= 31);
      assert.equal(crowd[crowd.length - 1] - crowd[0], crowd.length - 1);
    }
  });

  it("is levelled off at the cap where no fleet could serve it", () => {
    const trace = fractions(flash());
    close(Math.max(...trace), 0.95);
    close(Math.min(...trace), 0.75);
  });

  it("comes at a time uniform over where it fits", () => {
    const starts = Array.from({ length: 2000 }, (_, seed) =>
      fractions(flash({ base: 0, peak: 0.9, period: 1800, duration: 300 }), { seed, slots: 180 }).findIndex(
        (rate) => rate > 0,
      ),
    );
    // Uniform over 150 slots: mean 74.5, standard deviation 43.3, so that of the mean is 0.97.
    close(mean(starts), 74.5, 4);
    close(Math.sqrt(mean(starts.map((start) => (start - mean(starts)) ** 2))), 43.3, 2);
  });
});

describe("ramp", () => {
  it("goes in a straight line from the first rate to the last", () => {
    const trace = fractions(ramp({ from: 0.3, to: 0.9, duration: 6000 }));
    const steps = trace.slice(1).map((rate, k) => rate - trace[k]);
    close(trace[0], 0.3, 0.001);
    close(trace[999], 0.9);
    const slope = 0.6 / 600;
    assert.ok(steps.every((step) => step > -1e-12 && step < slope + 1e-12));
    assert.ok(steps.filter((step) => Math.abs(step - slope) < 1e-12).length >= 598);
  });

  it("falls when it ends below its start, and stops at the cap", () => {
    const falling = fractions(ramp({ from: 0.9, to: 0.3 }));
    assert.ok(falling[0] > falling[500] && falling[500] > falling[999]);
    close(Math.max(...fractions(ramp({ from: 0.5, to: 1.5 }))), 0.95);
  });
});

describe("senseless parameters and requests", () => {
  const refused: readonly [string, () => unknown, RegExp][] = [
    ["a negative level", () => constant({ level: -0.1 }), /level .* -0.1/],
    ["an amplitude above 1", () => diurnal({ amplitude: 1.2 }), /amplitude .* 1.2/],
    ["a period of 0", () => diurnal({ period: 0 }), /period .* 0/],
    ["a burst longer than its period", () => burst({ period: 60, duration: 61 }), /duration .* 61/],
    ["a crowd longer than its period", () => flash({ period: 60, duration: 61 }), /duration .* 61/],
    ["a ramp in no time", () => ramp({ duration: 0 }), /duration .* 0/],
    ["a swing above 1", () => mmpp({ swing: 1.01 }), /swing .* 1.01/],
    ["NaN", () => mmpp({ dwell: Number.NaN }), /dwell .* NaN/],
    ["a cap of 0", () => constant({ cap: 0 }), /cap .* 0/],
    ["a name with a comma", () => constant({ name: "a,b" }), /name .* "a,b"/],
    ["an unknown split", () => constant({ split: "validation" as "dev" }), /split .* "validation"/],
    ["a seed of 1.5", () => constant().trace({ ...request, seed: 1.5 }), /seed .* 1.5/],
    ["no capacity", () => constant().trace({ ...request, capacity: 0 }), /capacity .* 0/],
    ["no slots", () => constant().trace({ ...request, slots: 0 }), /slots .* 0/],
    ["a slot of no length", () => constant().trace({ ...request, slotLength: 0 }), /slotLength .* 0/],
    ["a negative timeScale", () => constant().trace({ ...request, timeScale: -1 }), /timeScale .* -1/],
  ];
  for (const [what, call, message] of refused)
    it(`refuses ${what} with a RangeError that names it`, () => {
      assert.throws(
        call,
        (error: Error) =>
          error instanceof RangeError && message.test(error.message) && !/\n/.test(error.message),
      );
    });
});

it("a workload is named after its parameters, holds them with its cap, and is frozen", () => {
  const workload = diurnal({ amplitude: 0.8 });
  assert.equal(workload.name, "diurnal_level=0.5_amplitude=0.8_period=3600_cap=0.95");
  assert.deepEqual(workload.parameters, { level: 0.5, amplitude: 0.8, period: 3600, cap: 0.95 });
  assert.ok(Object.isFrozen(workload) && Object.isFrozen(workload.parameters));
});
