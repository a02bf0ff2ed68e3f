import assert from "node:assert/strict";
import { test } from "node:test";
import { ContainerState } from "../../lib/cluster/contract.js";
import { baseStock, newsvendor, type ScalingRule, squareRoot, staffing } from "../../lib/control/index.js";
import { RandomStream } from "../../lib/random/index.js";
import { observation, plainSpec } from "./helpers.js";

const { off, starting, ready, draining } = ContainerState;
const SIZE = 25;

/** What is seen a second after the other: the arrival rate in containers' worth (8 requests/s each), and the fleet. */
interface Seen {
  readonly load: number;
  readonly running?: number;
}

/** Fleets that a rule asks for: running containers plus command. Cold starts of 2 s, so that h = 3 steps. */
function fleets(rule: ScalingRule, seen: readonly Seen[], spec = plainSpec(SIZE)): number[] {
  let memory = rule.start(spec, 1);
  return seen.map(({ load, running = 5 }, i) => {
    const view = observation({
      size: SIZE,
      state: Array.from({ length: SIZE }, (_, c) => (c < running ? ready : off)),
      arrivalRate: 8 * load,
      time: i + 1,
    });
    const decision = rule.decide(view, memory);
    memory = decision.memory;
    return running + decision.scale;
  });
}

const loads = (...values: number[]): Seen[] => values.map((load) => ({ load }));

/** A time constant with which half of a step is followed in a second. */
const HALF = 1 / Math.LN2;

test("staffing: with every part off it goes to ceil(R + beta sqrt R) at once", () => {
  // 9 + 3 = 12; 4 + 2 = 6; 16 + 4 = 20; 0, but one container stays; 25 is all there are.
  assert.deepEqual(fleets(staffing.create({ beta: 1 }), loads(9, 4, 16, 0, 25)), [12, 6, 20, 1, 25]);
  // 9 - 1.5 = 7.5; 4 - 1 = 3; 2.25 - 0.75 = 1.5.
  assert.deepEqual(fleets(staffing.create({ beta: -0.5 }), loads(9, 4, 2.25)), [8, 3, 2]);
});

test("staffing: fast attack and slow decay", () => {
  // Up at once: 4, 16. Down by halves: 8, 4, 2.
  const falling = staffing.create({ beta: 0, decay: HALF });
  assert.deepEqual(fleets(falling, loads(4, 16, 0, 0, 0, 9)), [4, 16, 8, 4, 2, 9]);
  // The other way round: 4, 10, 13; down at once.
  const rising = staffing.create({ beta: 0, attack: HALF });
  assert.deepEqual(fleets(rising, loads(4, 16, 16, 2)), [4, 10, 13, 2]);
  // The time scale shortens both time constants.
  const scaled = staffing.create({ beta: 0, decay: 10 * HALF });
  assert.deepEqual(fleets(scaled, loads(4, 16, 0, 0), plainSpec(SIZE, { timeScale: 10 })), [4, 16, 8, 4]);
});

test("staffing: the look-back keeps a share of the fleet for the peak", () => {
  // Over 3 s the peaks are 16, 16, 16, 4, 4: half of 16 + 4 is 10; then 4 + 2 = 6 itself.
  const rule = staffing.create({ beta: 1, lookBack: 3, peakShare: 0.5 });
  assert.deepEqual(fleets(rule, loads(16, 4, 4, 4, 4)), [20, 10, 10, 6, 6]);
  const whole = staffing.create({ beta: 1, lookBack: 30 });
  assert.deepEqual(
    fleets(whole, loads(16, 4, 1, 4, 4), plainSpec(SIZE, { timeScale: 10 })),
    [20, 20, 20, 6, 6],
  );
  // The peak is that of the smoothed rate: 0, 8, 12, then 6.
  const smooth = staffing.create({ beta: 0, attack: HALF, decay: HALF, lookBack: 9 });
  assert.deepEqual(fleets(smooth, loads(0, 16, 16, 0)), [1, 8, 12, 12]);
});

test("base stock: a fleet for the load and its recent peak, safer where violations are dear", () => {
  // Price 10, b = 1: 9 + 3 = 12; 16 + 4 = 20; then .8 x 20 = 16 for the peak, until 3 s later 4 + 2 = 6.
  const dear = baseStock.create({ price: 10, lookBack: 3 });
  assert.deepEqual(fleets(dear, loads(9, 16, 4, 4, 4)), [12, 20, 16, 16, 6]);
  // Price 1, b = .3: 16 + 1.2 = 17.2. Price .1, b = -.4: 16 - 1.6 = 14.4. Of a peak: .8 x 14.4 = 11.52.
  assert.deepEqual(fleets(baseStock.create({}), loads(16)), [18]);
  assert.deepEqual(fleets(baseStock.create({ price: 0.1 }), loads(16, 1)), [15, 12]);
  // Ten times the price adds priceSafety: b = 0 + 2 x 1.
  assert.deepEqual(fleets(baseStock.create({ price: 10, safety: 0, priceSafety: 2 }), loads(9)), [15]);
  // The look-back follows the time scale: 200 s are 20 steps of 1 s at a time scale of 10.
  const falling = [16, ...Array.from({ length: 21 }, () => 1)];
  const asked = fleets(
    baseStock.create({ price: 10 }),
    loads(...falling),
    plainSpec(SIZE, { timeScale: 10 }),
  );
  assert.deepEqual([asked[19], asked[20]], [16, 2]);
  assert.throws(() => baseStock.create({ price: 0 }), /price must be between 0.000001 and 1000000, got 0/);
});

test("staffing: Holt's trend is extrapolated a cold start and an interval ahead", () => {
  // alpha 1, beta 1: the level is the newest value, the slope the last difference, h = 2/1 + 1 = 3 steps.
  // 4; 5 + 3 x 1; 6 + 3 x 1; 6 + 0; 5 - 3; 1 - 12 < 0 leaves one container.
  const rule = staffing.create({ beta: 0, trend: 1 });
  assert.deepEqual(fleets(rule, loads(4, 5, 6, 6, 5, 1)), [4, 8, 9, 6, 2, 1]);
  // alpha 1/2, beta 1/2: 4; error 4: l 6, b 1: 6 + 3; forecast 7, error 1: l 7.5, b 1.25: 7.5 + 3.75 = 11.25.
  const smooth = staffing.create({ beta: 0, attack: HALF, decay: HALF, trend: 0.5 });
  assert.deepEqual(fleets(smooth, loads(4, 8, 8)), [4, 9, 12]);
  // Half as far; cold starts of 4 s, five steps.
  assert.deepEqual(fleets(staffing.create({ beta: 0, trend: 1, lead: 1 / 3 }), loads(4, 6)), [4, 8]);
  assert.deepEqual(fleets(rule, loads(4, 6), plainSpec(SIZE, { coldStart: 4 })), [4, 16]);
});

test("staffing: a share of the waiting requests is worked off in a second", () => {
  const fleet = (backlog: number, queueDepth: readonly number[], state: readonly number[]) => {
    const rule = staffing.create({ beta: 0, backlog });
    // A load of 1 and three containers running.
    const seen = observation({ queueDepth, state, arrivalRate: 8 });
    return 3 + rule.decide(seen, rule.start(plainSpec(4), 1)).scale;
  };
  const allReady = [ready, ready, ready, off];
  // 8 + 0 + 0 wait behind the one in service: at 1/s one container more, at 2/s two.
  assert.deepEqual(
    [0, 1, 2].map((backlog) => fleet(backlog, [9, 1, 0, 0], allReady)),
    [1, 2, 3],
  );
  // What draining containers hold they work off themselves: 8, not 16.
  assert.equal(fleet(1, [9, 0, 0, 9], [ready, starting, starting, draining]), 2);
});

test("staffing: hysteresis leaves spare containers before one is stopped, and never holds a start back", () => {
  // Needed 4: of 7 running those that leave 4 + 1 may stop, of 5 none.
  const rule = staffing.create({ beta: 0, hysteresis: 1 });
  assert.deepEqual(
    fleets(rule, [
      { load: 4, running: 7 },
      { load: 4, running: 5 },
      { load: 4, running: 2 },
    ]),
    [5, 5, 4],
  );
});

test("staffing with one time constant is square root", () => {
  const random = RandomStream.of(7, "staffing");
  const seen = Array.from({ length: 300 }, () => ({
    load: 20 * random.uniform(),
    running: 1 + random.integer(SIZE),
  }));
  const settings = { beta: 1.3, hysteresis: 0.5 };
  assert.deepEqual(
    fleets(staffing.create({ ...settings, attack: 12, decay: 12 }), seen),
    fleets(squareRoot.create({ ...settings, smoothing: 12 }), seen),
  );
});

test("staffing and square root compare capacities where containers are unequal, and go all the way at once", () => {
  // Mean rate 8; 10 of 16 mean containers' worth run in [12, 4, 12, 12] = 40, so 5 mean containers.
  const serviceRate = [12, 4, 12, 12, 4, 4, 4, 12];
  const command = (running: number, load: number, rule = staffing.create({ beta: 0 })) => {
    const state = serviceRate.map((_, i) => (i < running ? ready : off));
    const seen = observation({ state, serviceRate, arrivalRate: 8 * load });
    return rule.decide(seen, rule.start(plainSpec(8), 1)).scale;
  };
  for (const rule of [
    staffing.create({ beta: 0 }),
    squareRoot.create({ beta: 0, hysteresis: 0, smoothing: 0 }),
  ]) {
    assert.equal(command(4, 5, rule), 0); // 40 is what is needed
    assert.equal(command(4, 7.2, rule), 3); // 17.6 short: three of 8
    assert.equal(command(4, 20, rule), 4); // no more than there are
    assert.equal(command(4, 2.5, rule), -2); // 40 (4 - 2)/4 = 20
    assert.equal(command(4, 2.6, rule), -1); // one more would leave 20 < 20.8
    assert.equal(command(4, 0, rule), -3); // one stays
  }
});

test("newsvendor: the price's quantile of past errors is added to the forecast", () => {
  // Cold start 1 s: h = 2 steps. Errors: 6 - 4, 8 - 5, 7 - 6, 7 - 8, that is 2, 3, 1, -1 from the third step on.
  const spec = plainSpec(SIZE, { coldStart: 1 });
  const seen = loads(4, 5, 6, 8, 7, 7);
  // p/(p + 1) = 3/4. Of 1 error the largest, of 2 the 2nd, of 3 the 3rd (ceil 2.25), of 4 the 3rd.
  assert.deepEqual(fleets(newsvendor.create({ price: 3 }), seen, spec), [4, 5, 6 + 2, 8 + 3, 7 + 3, 7 + 2]);
  // 1/2: the 1st of 1 and of 2, the 2nd of 3 and of 4.
  assert.deepEqual(fleets(newsvendor.create({ price: 1 }), seen, spec), [4, 5, 6 + 2, 8 + 2, 7 + 2, 7 + 1]);
  // Only the last two errors: (2), (2, 3), (3, 1), (1, -1); their largest.
  assert.deepEqual(fleets(newsvendor.create({ price: 99, history: 2 }), seen, spec), [
    4,
    5,
    6 + 2,
    8 + 3,
    7 + 3,
    7 + 1,
  ]);
  // For nothing, the least error.
  assert.deepEqual(fleets(newsvendor.create({ price: 0 }), seen, spec).at(-1), 7 - 1);
  // beta on top: load 9, 9 + 3.
  assert.deepEqual(fleets(newsvendor.create({ beta: 1 }), loads(9), spec), [12]);
});

test("newsvendor: the quantile covers that share of what comes, whatever its distribution", () => {
  const random = RandomStream.of(3, "newsvendor");
  const rates = Array.from({ length: 4000 }, () => 200 * random.uniform() ** 2);
  const spec = plainSpec(1000, { coldStart: 0 });
  // Long smoothing: errors are those of independent rates about their mean.
  const rule = newsvendor.create({ price: 9, smoothing: 1e4, history: 500 });
  let memory = rule.start(spec, 1);
  let covered = 0;
  for (const [i, arrivalRate] of rates.entries()) {
    const seen = observation({ size: 1000, serviceRate: new Array(1000).fill(1), arrivalRate, time: i + 1 });
    const decision = rule.decide(seen, memory);
    memory = decision.memory;
    const next = rates[i + 1] ?? 0;
    if (i >= 500 && next <= 1000 + decision.scale) covered++;
  }
  assert.ok(Math.abs(covered / 3500 - 0.9) < 0.025, `${covered / 3500}`);
});
