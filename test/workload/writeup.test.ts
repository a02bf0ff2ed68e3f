import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RandomStream } from "../../lib/random/index.js";
import {
  WRITEUP_PATTERNS,
  WRITEUP_TRAINING_PATTERNS,
  type WriteupPattern,
  WriteupTraffic,
  writeup,
  writeupLevel,
} from "../../lib/workload/index.js";

const cycle = { length: 400, low: 15, high: 80, peak: 90 };
const SEEDS = Array.from({ length: 50 }, (_, seed) => seed);
/** The levels of a whole cycle, for each of 50 draws of its parameters. */
const courses = (pattern: WriteupPattern, bounds = cycle) =>
  SEEDS.map((seed) => {
    const level = writeupLevel(pattern, bounds, RandomStream.of(seed, "course"));
    return Array.from({ length: bounds.length }, (_, tick) => level(tick));
  });
const differences = (values: readonly number[]) => values.slice(1).map((value, i) => value - values[i]);
const close = (actual: number, expected: number, tolerance = 1e-9) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual} is not within ${tolerance} of ${expected}`);
/** Ticks at which the level turns from rising to falling. */
const peaksOf = (values: readonly number[]) =>
  values.map((_, i) => i).filter((i) => values[i] > values[i - 1] && values[i] >= values[i + 1]);

describe("the write-up's patterns", () => {
  for (const pattern of WRITEUP_TRAINING_PATTERNS)
    it(`${pattern}: levels lie within low and high`, () => {
      for (const level of courses(pattern).flat()) assert.ok(level >= 15 - 1e-9 && level <= 80 + 1e-9);
    });

  it("double-wave: high at .1-.4 and at .6-.9 of the cycle, mostly with a valley between", () => {
    const valleys = courses("double-wave").filter((course) => {
      assert.ok(Math.max(...course.slice(40, 161)) > 79 && Math.max(...course.slice(240, 361)) > 79);
      return Math.min(...course.slice(160, 240)) < 60;
    });
    assert.ok(valleys.length > 30, `${valleys.length} of 50 have a valley`);
  });

  it("linear: up to the middle and down again, .7-1.5 times as steep as low - high - low, held at high", () => {
    const steepness = courses("linear").map((course) => {
      assert.equal(course[0], 15);
      for (let k = 1; k < 200; k++) close(course[200 - k], course[200 + k]);
      const steepest = differences(course)[0];
      for (const step of differences(course).slice(0, 200))
        assert.ok(step >= -1e-9 && step < steepest + 1e-9);
      return steepest / (65 / 200);
    });
    assert.ok(Math.min(...steepness) >= 0.7 && Math.min(...steepness) < 0.8);
    assert.ok(Math.max(...steepness) <= 1.5 && Math.max(...steepness) > 1.4);
  });

  it("exponential: grows by the same factor each tick from low to high at .7 of the cycle", () => {
    const [course] = courses("exponential");
    close(course[0], 15);
    close(course[280], 80);
    for (let k = 1; k < 280; k++) close(course[k] / course[k - 1], (80 / 15) ** (1 / 280));
    assert.ok(differences(course.slice(280)).every((step) => step < 0));
  });

  it("steps: 3-20 levels, the same ones up and down", () => {
    const stairs = courses("steps").map((course) => {
      const levels = new Set(course);
      const changes = differences(course).filter((step) => step !== 0);
      assert.equal(changes.length, 2 * (levels.size - 1));
      assert.equal(course[0], 15);
      assert.equal(Math.max(...course), 80);
      for (const change of changes) close(Math.abs(change), 65 / (levels.size - 1));
      return levels.size;
    });
    assert.ok(Math.min(...stairs) >= 3 && Math.min(...stairs) <= 5);
    assert.ok(Math.max(...stairs) <= 20 && Math.max(...stairs) >= 18);
  });

  it("trend: a straight line either way at 1-5 times range / cycle, held at the other level", () => {
    const slopes = courses("trend").map((course) => {
      const slope = course[1] - course[0];
      assert.equal(course[0], slope > 0 ? 15 : 80);
      for (const step of differences(course)) {
        if (Math.abs(step) > 1e-9) assert.ok(Math.abs(step) <= Math.abs(slope) + 1e-9 && step * slope > 0);
      }
      close(course[399], slope > 0 ? 80 : 15, 65 / 400);
      return slope / (65 / 400);
    });
    const sizes = slopes.map(Math.abs);
    assert.ok(Math.min(...sizes) >= 1 - 1e-9 && Math.min(...sizes) < 1.4);
    assert.ok(Math.max(...sizes) <= 5 && Math.max(...sizes) > 4.6);
    const rising = slopes.filter((slope) => slope > 0).length;
    assert.ok(rising > 10 && rising < 40, `${rising} of 50 rise`);
  });

  it("seasonal: a sinusoid of 30-100 ticks around the middle, amplitude .3-.8 of half the range", () => {
    const drawn = courses("seasonal").map((course) => {
      close(course[0], 47.5);
      const amplitude = (Math.max(...course) - 47.5) / 32.5;
      const upward = course
        .map((_, i) => i)
        .filter((i) => course[i - 1] < 47.5 - 1e-9 && course[i] >= 47.5 - 1e-9);
      return { amplitude, season: upward[0] };
    });
    for (const { amplitude, season } of drawn) {
      assert.ok(amplitude > 0.29 && amplitude <= 0.8);
      assert.ok(season >= 30 && season <= 100);
    }
    assert.ok(Math.min(...drawn.map(({ season }) => season)) < 36);
    assert.ok(Math.max(...drawn.map(({ season }) => season)) > 94);
  });

  it("saw-tooth: teeth of 20-50 ticks, steeper up than down", () => {
    for (const course of courses("saw-tooth")) {
      const peaks = peaksOf(course);
      const tooth = peaks[1] - peaks[0];
      assert.ok(tooth >= 20 && tooth <= 50);
      for (let k = tooth; k < course.length; k++) close(course[k], course[k - tooth]);
      assert.ok(peaks[0] >= Math.floor(0.15 * tooth) && peaks[0] <= Math.ceil(0.35 * tooth));
      assert.equal(course[0], 15);
    }
  });

  it("spike: low, 5 ticks at high from .2-.5 of the cycle, then decay by .05-.15 a tick", () => {
    for (const course of courses("spike")) {
      const begin = course.indexOf(80);
      assert.ok(begin >= 80 && begin < 200);
      assert.ok(course.slice(0, begin).every((level) => level === 15));
      assert.equal(course.filter((level) => level === 80).length, 5);
      const decay = 1 - (course[begin + 5] - 15) / 65;
      assert.ok(decay >= 0.05 && decay <= 0.15);
      close(course[begin + 10] - 15, 65 * (1 - decay) ** 6);
    }
  });

  it("sustained: near the maximum throughout", () => {
    assert.ok(
      courses("sustained")
        .flat()
        .every((level) => level === 81),
    );
  });

  it("swing: between minimum and maximum, 5-15 ticks each", () => {
    for (const course of courses("swing")) {
      const half = course.indexOf(90);
      assert.ok(half >= 5 && half <= 15);
      course.forEach((level, k) => {
        assert.equal(level, Math.floor(k / half) % 2 === 0 ? 4.5 : 90);
      });
    }
  });

  it("crash: from near the maximum to the minimum in one tick at .3-.6 of the cycle, and back within a fifth", () => {
    for (const course of courses("crash")) {
      const begin = differences(course).findIndex((step) => step < 0) + 1;
      assert.ok(begin >= 120 && begin < 240);
      assert.equal(course[begin - 1], 81);
      for (let k = begin; k < begin + 40; k++) close(course[k], 4.5);
      assert.ok(course[begin + 60] > 4.5 && course[begin + 60] < 81);
      for (let k = begin + 81; k < 400; k++) close(course[k], 81);
    }
  });
});

describe("the write-up's traffic", () => {
  const users = (
    nodes: number,
    ticks: number,
    seed = 1,
    patterns: "training" | "all" | WriteupPattern = "training",
  ) => {
    const traffic = new WriteupTraffic({ nodes, seed, patterns });
    return Array.from({ length: ticks }, () => traffic.next());
  };

  it("is whole users between 10 and 9 a node, and reaches both", () => {
    for (const nodes of [5, 25]) {
      const trace = users(nodes, 50_000);
      assert.ok(trace.every(Number.isInteger));
      assert.equal(Math.max(...trace), 9 * nodes);
      assert.ok(Math.min(...trace) >= 10 && Math.min(...trace) <= Math.max(10, 0.05 * 0.9 * 9 * nodes + 3));
    }
  });

  it("keeps to the peak on one node, where the floor lies above it", () => {
    assert.ok(users(1, 500).every((count) => count === 9));
  });

  it("runs on: episodes cut from one stream are one trace", () => {
    const traffic = new WriteupTraffic({ nodes: 10, seed: 4 });
    const episodes = Array.from({ length: 10 }, () => Array.from({ length: 100 }, () => traffic.next()));
    assert.deepEqual(episodes.flat(), users(10, 1000, 4));
    assert.notDeepEqual(episodes[0], episodes[1]);
  });

  it("draws the patterns about equally often, in cycles of 60-900 ticks", () => {
    for (const [choice, known] of [
      ["training", WRITEUP_TRAINING_PATTERNS],
      ["all", WRITEUP_PATTERNS],
    ] as const) {
      const traffic = new WriteupTraffic({ nodes: 10, seed: 2, patterns: choice });
      const ticks = new Map<WriteupPattern, number>();
      let length = 0;
      let shortest = Number.POSITIVE_INFINITY;
      let last: WriteupPattern | undefined;
      for (let tick = 0; tick < 1_000_000; tick++) {
        traffic.next();
        ticks.set(traffic.pattern, (ticks.get(traffic.pattern) ?? 0) + 1);
        if (traffic.pattern !== last && last !== undefined) {
          shortest = Math.min(shortest, length);
          length = 0;
        }
        last = traffic.pattern;
        length++;
      }
      assert.deepEqual([...ticks.keys()].sort(), [...known].sort());
      for (const count of ticks.values()) {
        // About 2,080 cycles: the share of a pattern has a standard deviation of about 7 %.
        assert.ok(Math.abs((count * known.length) / 1e6 - 1) < 0.25, `${count} ticks`);
      }
      assert.ok(shortest >= 60 && shortest < 70, `shortest ${shortest}`);
    }
  });

  it("jumps to the low and to the high level in 2 % of ticks each", () => {
    // A jump stands alone: its neighbours are at the level. That holds for 96 % of jumps.
    const alone = (trace: readonly number[], sign: 1 | -1) =>
      trace.filter((count, i) => {
        const [before, after] = [trace[i - 1], trace[i + 1]].map((other) => sign * Math.log(count / other));
        return before > 0.4 && after > 0.4;
      }).length / trace.length;
    assert.ok(Math.abs(alone(users(1000, 200_000, 3, "sustained"), -1) - 0.0192) < 0.002);
    assert.ok(Math.abs(alone(users(1000, 200_000, 3, "spike"), 1) - 0.0192) < 0.002);
  });

  it("jitters by 5 % on a scale that wanders", () => {
    const trace = users(1000, 200_000, 5, "trend");
    const steps: number[] = [];
    for (let i = 1; i < trace.length; i++) {
      const step = Math.log(trace[i] / trace[i - 1]);
      if (trace[i] < 5400 && Math.abs(step) < 0.15) steps.push(step);
    }
    const deviation = Math.sqrt(steps.reduce((sum, step) => sum + step * step, 0) / steps.length);
    // Two uniform jitters of standard deviation .05 / sqrt 3 and one step of the scale of .01 (less at its bounds).
    assert.ok(Math.abs(deviation - Math.hypot(0.05 * Math.sqrt(2 / 3), 0.01)) < 0.003, `${deviation}`);
    // The scale: averages over 50 ticks of a constant level (and a few jumps) spread over .9 .. 1.1.
    const sustained = users(1000, 50_000, 5, "sustained").filter((count) => count > 6000);
    const averages = Array.from({ length: 900 }, (_, k) => {
      const part = sustained.slice(50 * k, 50 * k + 50);
      return part.reduce((a, b) => a + b, 0) / 50 / 8100;
    });
    assert.ok(Math.min(...averages) > 0.88 && Math.min(...averages) < 0.93);
    assert.ok(Math.max(...averages) > 1.05 && Math.max(...averages) < 1.105);
  });

  it("moves smoothly from one cycle to the next", () => {
    const traffic = new WriteupTraffic({ nodes: 1000, seed: 6 });
    let [begins, leaps, last, pattern] = [0, 0, traffic.next(), traffic.pattern];
    for (let tick = 0; tick < 500_000; tick++) {
      const now = traffic.next();
      if (traffic.pattern !== pattern) {
        begins++;
        if (Math.abs(now - last) > 0.3 * 9000) leaps++;
      }
      [last, pattern] = [now, traffic.pattern];
    }
    // The first tick goes a tenth of the way; jumps of 4 % of ticks, before or at the beginning, are all that leaps.
    assert.ok(begins > 800 && leaps / begins < 0.08, `${leaps} of ${begins}`);
  });

  it("refuses senseless options with a RangeError that names them", () => {
    assert.throws(() => new WriteupTraffic({ nodes: 0, seed: 1 }), /RangeError: nodes .* 0/);
    assert.throws(() => new WriteupTraffic({ nodes: 5, seed: -1 }), /RangeError: seed .* -1/);
    assert.throws(() => writeup({ patterns: "sine" as "swing" }), /RangeError: patterns .* "sine"/);
    assert.throws(() => writeup({ nodeCapacity: 0 }), /RangeError: nodeCapacity .* 0/);
  });
});

describe("the write-up's traffic as a workload", () => {
  const request = { seed: 7, slots: 500, slotLength: 1, timeScale: 10 };
  const stream = new WriteupTraffic({ nodes: 15, seed: 7 });
  const expected = Array.from({ length: 500 }, () => stream.next());

  it("has rates that are users at a capacity of 10 a node", () => {
    assert.deepEqual(Array.from(writeup().trace({ ...request, capacity: 150 })), expected);
  });

  it("has the same users at another service rate, each of a tenth of a node", () => {
    const rates = writeup({ nodeCapacity: 8 }).trace({ ...request, capacity: 120 });
    rates.forEach((rate, k) => {
      close(rate, expected[k] * 0.8);
    });
  });
});
