import { requireInteger } from "../check/index.js";

const TWO_POW_MINUS_32 = 2 ** -32;

/**
 * A seeded stream of random numbers: xoroshiro128+ (Blackman and Vigna, Scrambled linear pseudorandom number generators, ACM
 * TOMS 47 (2021) 36; rotations 24, 16, 37), of which the low 32 bits are used.
 *
 * A uniform variate has 32 random bits: u = (k + 1/2) / 2^32 lies strictly inside (0, 1), so an exponential variate
 * lies in (1.2e-10, 22.9); the mass beyond is 1.2e-10.
 * @example
 * const stream = random.RandomStream.of(1, "arrivals");
 * const continued = random.RandomStream.fromState(stream.state());
 * stream.uniform() === continued.uniform(); // -> true
 */
export class RandomStream {
  /** High and low word of s0, then of s1. */
  readonly #state: Int32Array;
  #spareNormal: number;

  private constructor(state: readonly number[], spareNormal = Number.NaN) {
    this.#state = Int32Array.from(state);
    this.#spareNormal = spareNormal;
  }

  /** The stream named by `path` under `seed`; distinct paths give unrelated streams. Seed: a whole number >= 0. */
  static of(seed: number, ...path: readonly (string | number)[]): RandomStream {
    // The generator's state is 128 bits: four hashes under different salts fill it, so similar seeds share no outputs.
    return new RandomStream([1, 2, 3, 4].map((salt) => hash(salt, seed, path)));
  }

  /** A stream that goes on where `state()` was taken. @throws RangeError unless the state has 4 numbers or 5. */
  static fromState(state: readonly number[]): RandomStream {
    if (state.length !== 4 && state.length !== 5)
      throw new RangeError(`state must have 4 numbers or 5, got ${state.length}`);
    return new RandomStream(state.slice(0, 4), state[4]);
  }

  /** The whole state as plain numbers, to be kept in a checkpoint. */
  state(): readonly number[] {
    const state = [...this.#state];
    return Number.isNaN(this.#spareNormal) ? state : [...state, this.#spareNormal];
  }

  /** Uniform on (0, 1). */
  uniform(): number {
    return (this.#next() + 0.5) * TWO_POW_MINUS_32;
  }

  /** Exponential with mean 1: -ln u. */
  exponential(): number {
    return -Math.log((this.#next() + 0.5) * TWO_POW_MINUS_32);
  }

  /** Standard normal, by Marsaglia's polar method (Marsaglia and Bray 1964). */
  normal(): number {
    const spare = this.#spareNormal;
    if (!Number.isNaN(spare)) {
      this.#spareNormal = Number.NaN;
      return spare;
    }
    for (;;) {
      const x = 2 * this.uniform() - 1;
      const y = 2 * this.uniform() - 1;
      const squared = x * x + y * y;
      if (squared > 0 && squared < 1) {
        const factor = Math.sqrt((-2 * Math.log(squared)) / squared);
        this.#spareNormal = y * factor;
        return x * factor;
      }
    }
  }

  /** A whole number drawn uniformly from 0 .. bound - 1. */
  integer(bound: number): number {
    return Math.floor(this.uniform() * bound);
  }

  /** The low 32 bits of s0 + s1; then, with x = s0 ^ s1: s0 = rotl(s0, 24) ^ x ^ (x << 16), s1 = rotl(x, 37). */
  #next(): number {
    const state = this.#state;
    const high = state[0];
    const low = state[1];
    const bits = (low + state[3]) >>> 0;
    const xHigh = high ^ state[2];
    const xLow = low ^ state[3];
    state[0] = (high << 24) ^ (low >>> 8) ^ xHigh ^ ((xHigh << 16) | (xLow >>> 16));
    state[1] = (low << 24) ^ (high >>> 8) ^ xLow ^ (xLow << 16);
    state[2] = (xLow << 5) ^ (xHigh >>> 27);
    state[3] = (xHigh << 5) ^ (xLow >>> 27);
    return bits;
  }
}

/**
 * A 32-bit seed for the substream named by `path` under `seed`.
 * @example
 * random.deriveSeed(1, "run", 2); // -> 4284248084
 * random.deriveSeed(-1);
 * // throws RangeError: seed must be a whole number of at least 0, got -1
 */
export function deriveSeed(seed: number, ...path: readonly (string | number)[]): number {
  return hash(0, seed, path);
}

/** FNV-1a over salt, seed and path, then murmur3's finaliser; 32 bits. */
function hash(salt: number, seed: number, path: readonly (string | number)[]): number {
  requireInteger("seed", seed, 0);
  let state = 0x811c9dc5;
  const mix = (value: number) => {
    for (let shift = 0; shift < 32; shift += 8)
      state = Math.imul(state ^ ((value >>> shift) & 0xff), 0x01000193);
  };
  mix(salt);
  mix(seed >>> 0);
  mix(Math.floor(seed / 2 ** 32));
  for (const part of path) {
    const text = `${typeof part}:${part}`;
    for (let i = 0; i < text.length; i++) mix(text.charCodeAt(i));
  }
  state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
  state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
  return (state ^ (state >>> 16)) >>> 0;
}
