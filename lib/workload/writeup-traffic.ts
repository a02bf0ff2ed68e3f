import { requireInteger, requirePositive } from "../check/index.js";
import { RandomStream } from "../random/index.js";
import {
  WRITEUP_PATTERNS,
  WRITEUP_TRAINING_PATTERNS,
  type WriteupLevel,
  type WriteupPattern,
  writeupLevel,
} from "./writeup-patterns.js";

/** The write-up's traffic settings; what is marked (ours) it leaves open. */
export const WRITEUP_TRAFFIC = Object.freeze({
  /** Users a node serves in a tick. */
  nodeCapacity: 10,
  /** The most users there are, for each node. */
  peakPerNode: 9,
  /** Never fewer users than this, whatever the number of nodes. */
  leastUsers: 10,
  /** Shortest and longest cycle in ticks. */
  cycle: Object.freeze([60, 900] as const),
  /** Range of the low level of a cycle as a share of the peak. */
  low: Object.freeze([0.05, 0.25] as const),
  /** Range of the high level of a cycle as a share of the peak. */
  high: Object.freeze([0.65, 1] as const),
  /** Users are multiplied by 1 + u, u uniform between minus and plus this (uniform: ours). */
  jitter: 0.05,
  /** Chance of a tick at the low level, and of one at the high level. */
  jump: 0.02,
  /** Standard deviation of the scale's normal step in a tick (ours). */
  scaleStep: 0.01,
  /** Bounds of the scale (ours). */
  scale: Object.freeze([0.9, 1.1] as const),
  /** Ticks within which a new cycle takes over from the last level, in a straight line (ours). */
  transition: 10,
});

/** Which patterns are drawn from: the 8 of training, all 11, or one. */
export type WriteupPatternChoice = "training" | "all" | WriteupPattern;

/** Options of `WriteupTraffic`. */
export interface WriteupTrafficOptions {
  /** Number of nodes N, > 0 (a fraction where nodes are unequal). */
  readonly nodes: number;
  /** A whole number >= 0. */
  readonly seed: number;
  /** Default "training". */
  readonly patterns?: WriteupPatternChoice;
}

/**
 * The write-up's users, tick by tick, without end: it runs on across episodes, and a tick is a control step.
 *
 * Cycle after cycle, a pattern is drawn uniformly from `patterns`, with a length of 60-900 ticks, a low level of 5-25 %
 * and a high level of 65-100 % of the peak. A tick's level follows the pattern; over the first 10 ticks of a cycle it
 * moves there from where the last cycle ended; in 2 % of ticks each it is the low or the high level instead. Then
 *
 *   users = level x scale x (1 + jitter),   scale <- scale + N(0, .01), kept within .9 .. 1.1,   jitter ~ U(-.05, .05),
 *
 * rounded and kept between 10 users and the peak of 9 users a node. Where the two bounds cross (N = 1), the peak holds.
 * @example
 * const traffic = new workload.WriteupTraffic({ nodes: 5, seed: 1, patterns: "sustained" });
 * [traffic.next(), traffic.next(), traffic.next()]; // -> [39, 41, 43]
 */
export class WriteupTraffic {
  readonly #random: RandomStream;
  readonly #patterns: readonly WriteupPattern[];
  readonly #peak: number;
  #pattern: WriteupPattern = "linear";
  #level: WriteupLevel = () => 0;
  #low = 0;
  #high = 0;
  #length = 0;
  #tick = 0;
  #lastLevel = Number.NaN;
  #cycleStart = Number.NaN;
  #scale = 1;

  /** @throws RangeError naming the option. */
  constructor({ nodes, seed, patterns = "training" }: WriteupTrafficOptions) {
    requirePositive("nodes", nodes);
    requireInteger("seed", seed, 0);
    this.#patterns = drawnPatterns(patterns);
    this.#peak = WRITEUP_TRAFFIC.peakPerNode * nodes;
    this.#random = RandomStream.of(seed, "workload", "writeup");
  }

  /** The pattern of the last tick. */
  get pattern(): WriteupPattern {
    return this.#pattern;
  }

  /** Users of the next tick. */
  next(): number {
    if (this.#tick === this.#length) this.#beginCycle();
    const { jump, jitter, scale, scaleStep, leastUsers } = WRITEUP_TRAFFIC;
    const random = this.#random;
    this.#lastLevel = this.#smoothLevel(this.#tick++);
    const u = random.uniform();
    const level = u < jump ? this.#low : u < 2 * jump ? this.#high : this.#lastLevel;
    this.#scale = Math.min(scale[1], Math.max(scale[0], this.#scale + scaleStep * random.normal()));
    const users = level * this.#scale * (1 + jitter * (2 * random.uniform() - 1));
    return Math.min(this.#peak, Math.max(leastUsers, Math.round(users)));
  }

  #beginCycle(): void {
    const { cycle, low, high } = WRITEUP_TRAFFIC;
    const random = this.#random;
    this.#pattern = this.#patterns[random.integer(this.#patterns.length)] as WriteupPattern;
    this.#length = cycle[0] + random.integer(cycle[1] - cycle[0] + 1);
    this.#low = this.#peak * (low[0] + (low[1] - low[0]) * random.uniform());
    this.#high = this.#peak * (high[0] + (high[1] - high[0]) * random.uniform());
    const bounds = { length: this.#length, low: this.#low, high: this.#high, peak: this.#peak };
    this.#level = writeupLevel(this.#pattern, bounds, random);
    this.#cycleStart = this.#lastLevel;
    this.#tick = 0;
  }

  #smoothLevel(tick: number): number {
    const level = this.#level(tick);
    // The first cycle of all has nothing to take over from.
    if (Number.isNaN(this.#cycleStart)) return level;
    const share = Math.min(1, (tick + 1) / WRITEUP_TRAFFIC.transition);
    return this.#cycleStart + share * (level - this.#cycleStart);
  }
}

/** The patterns a choice draws from. @throws RangeError on an unknown one. */
export function drawnPatterns(choice: WriteupPatternChoice): readonly WriteupPattern[] {
  if (choice === "training") return WRITEUP_TRAINING_PATTERNS;
  if (choice === "all") return WRITEUP_PATTERNS;
  if (WRITEUP_PATTERNS.includes(choice)) return [choice];
  throw new RangeError(
    `patterns must be "training", "all" or one of ${WRITEUP_PATTERNS.join(", ")}; got ${JSON.stringify(choice)}`,
  );
}
