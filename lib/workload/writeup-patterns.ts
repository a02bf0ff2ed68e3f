import type { RandomStream } from "../random/index.js";

/** The write-up's eight training patterns. */
export const WRITEUP_TRAINING_PATTERNS = Object.freeze([
  "double-wave",
  "linear",
  "exponential",
  "steps",
  "trend",
  "seasonal",
  "saw-tooth",
  "spike",
] as const);

/** Its three patterns for tests. */
export const WRITEUP_TEST_PATTERNS = Object.freeze(["sustained", "swing", "crash"] as const);

/** All eleven. */
export const WRITEUP_PATTERNS = Object.freeze([
  ...WRITEUP_TRAINING_PATTERNS,
  ...WRITEUP_TEST_PATTERNS,
] as const);

/** Name of one of the eleven. */
export type WriteupPattern = (typeof WRITEUP_PATTERNS)[number];

/** One cycle of a pattern: its length in ticks, and levels in users. */
export interface WriteupCycle {
  /** In ticks, >= 1. */
  readonly length: number;
  /** The level that it starts from, above 0. */
  readonly low: number;
  /** The level that it rises to, above `low`. */
  readonly high: number;
  /** The most users there ever are: 9 a node. */
  readonly peak: number;
}

/** Users at tick 0 .. length - 1 of a cycle, before jumps, scale and jitter. */
export type WriteupLevel = (tick: number) => number;

const between = (random: RandomStream, from: number, to: number) => from + (to - from) * random.uniform();
const wholeBetween = (random: RandomStream, from: number, to: number) => from + random.integer(to - from + 1);

/** 0 at the ends of the cycle, 1 in its middle. */
const tent = (x: number) => 1 - Math.abs(2 * x - 1);

// Levels of the test patterns as shares of the peak: the minimum is the lowest low level there can be, and a sustained
// load leaves room for the scale and the jitter.
const MINIMUM_SHARE = 0.05;
const SUSTAINED_SHARE = 0.9;

/**
 * How each pattern runs, with x = tick / length, R = high - low and its own draws. Numbers are the write-up's; what it
 * leaves open is marked "our reading".
 */
const LEVELS: Readonly<Record<WriteupPattern, (cycle: WriteupCycle, random: RandomStream) => WriteupLevel>> =
  Object.freeze({
    /** low + R min(1, sum of two Gaussian waves centred at .1-.4 and .6-.9 of the cycle, widths (standard deviations) .05-.2). */
    "double-wave"({ length, low, high }, random) {
      const waves = [
        { centre: between(random, 0.1, 0.4), width: between(random, 0.05, 0.2) },
        { centre: between(random, 0.6, 0.9), width: between(random, 0.05, 0.2) },
      ];
      return (tick) => {
        const height = waves.reduce(
          (sum, { centre, width }) => sum + Math.exp(-(((tick / length - centre) / width) ** 2) / 2),
          0,
        );
        return low + (high - low) * Math.min(1, height);
      };
    },
    /** Up to the middle of the cycle and down again, k times as steep as low - high - low would be, k of .7-1.5; held at high. */
    linear({ length, low, high }, random) {
      const steepness = between(random, 0.7, 1.5);
      return (tick) => low + (high - low) * Math.min(1, steepness * tent(tick / length));
    },
    /** Geometric growth from low to high at .7 of the cycle; then (our reading) geometric decay to low at its end. */
    exponential({ length, low, high }) {
      return (tick) => {
        const x = tick / length;
        return low * (high / low) ** (x < 0.7 ? x / 0.7 : (1 - x) / 0.3);
      };
    },
    /** n equal stairs from low to high in the first half and back in the second, n of 3-20. */
    steps({ length, low, high }, random) {
      const stairs = wholeBetween(random, 3, 20);
      return (tick) => {
        const stair = Math.min(stairs - 1, Math.floor(stairs * tent(tick / length)));
        return low + ((high - low) * stair) / (stairs - 1);
      };
    },
    /** A line of slope +-k R / length, k of 1-5; our reading: up from low or down from high, held at the other level. */
    trend({ length, low, high }, random) {
      const slope = between(random, 1, 5);
      const rises = random.uniform() < 0.5;
      return (tick) => {
        const gone = (high - low) * Math.min(1, (slope * tick) / length);
        return rises ? low + gone : high - gone;
      };
    },
    /** The write-up's sinusoid: around the middle of low and high, a season of 30-100 ticks, amplitude .3-.8 of R / 2. */
    seasonal({ low, high }, random) {
      const season = wholeBetween(random, 30, 100);
      const amplitude = between(random, 0.3, 0.8);
      return (tick) =>
        (low + high) / 2 + ((high - low) / 2) * amplitude * Math.sin((2 * Math.PI * tick) / season);
    },
    /** Teeth of 20-50 ticks: straight from low to high in .15-.35 of a tooth, straight back in the rest. */
    "saw-tooth"({ low, high }, random) {
      const tooth = wholeBetween(random, 20, 50);
      const rising = between(random, 0.15, 0.35);
      return (tick) => {
        const y = (tick % tooth) / tooth;
        return low + (high - low) * (y < rising ? y / rising : (1 - y) / (1 - rising));
      };
    },
    /** low; at .2-.5 of the cycle 5 ticks at high, after which what is above low shrinks by .05-.15 a tick. */
    spike({ length, low, high }, random) {
      const begin = Math.floor(length * between(random, 0.2, 0.5));
      const decay = between(random, 0.05, 0.15);
      return (tick) =>
        tick < begin ? low : low + (high - low) * (1 - decay) ** Math.max(0, tick - begin - 4);
    },
    /** Sustained near the maximum; our reading: 90 % of the peak for the whole cycle. */
    sustained({ peak }) {
      return () => SUSTAINED_SHARE * peak;
    },
    /** Fast swing between minimum and maximum; our reading: 5 % of the peak and the peak in turn, 5-15 ticks each. */
    swing({ peak }, random) {
      const half = wholeBetween(random, 5, 15);
      return (tick) => (Math.floor(tick / half) % 2 === 0 ? MINIMUM_SHARE * peak : peak);
    },
    /**
     * Flash crash; our reading: 90 % of the peak, at .3-.6 of the cycle down to 5 % from one tick to the next, there for a
     * tenth of the cycle, and straight back up within another tenth.
     */
    crash({ length, peak }, random) {
      const begin = Math.floor(length * between(random, 0.3, 0.6));
      return (tick) => {
        const since = (tick - begin) / length;
        const back = since < 0 ? 1 : Math.min(1, Math.max(0, since / 0.1 - 1));
        return peak * (MINIMUM_SHARE + (SUSTAINED_SHARE - MINIMUM_SHARE) * back);
      };
    },
  });

/**
 * Draws the parameters of one cycle of `pattern` and returns its course.
 * @example
 * const cycle = { length: 60, low: 5, high: 40, peak: 45 };
 * const level = workload.writeupLevel("sustained", cycle, random.RandomStream.of(1, "cycle"));
 * level(0); // -> 40.5
 */
export function writeupLevel(
  pattern: WriteupPattern,
  cycle: WriteupCycle,
  random: RandomStream,
): WriteupLevel {
  return LEVELS[pattern](cycle, random);
}
