import { xoroshiro128plusFromState } from "pure-rand/generator/xoroshiro128plus";
import { requireInteger } from "../check/index.js";

const TWO_POW_MINUS_32 = 2 ** -32;

/**
 * A seeded stream of random numbers (xoroshiro128+ of pure-rand).
 *
 * A uniform variate has 32 random bits: u = (k + 1/2) / 2^32 lies strictly inside (0, 1), so an exponential variate
 * lies in (1.2e-10, 22.9); the mass beyond is 1.2e-10.
 * @example
 * const stream = random.RandomStream.of(1, "arrivals");
 * const continued = random.RandomStream.fromState(stream.state());
 * stream.uniform() === continued.uniform(); // -> true
 */
export class RandomStream {
  readonly #generator: ReturnType<typeof xoroshiro128plusFromState>;
  #spareNormal = Number.NaN;

  private constructor(generator: ReturnType<typeof xoroshiro128plusFromState>, spareNormal = Number.NaN) {
    this.#generator = generator;
    this.#spareNormal = spareNormal;
  }

  /** The stream named by `path` under `seed`; distinct paths give unrelated streams. Seed: a whole number >= 0. */
  static of(seed: number, ...path: readonly (string | number)[]): RandomStream {
    // The generator's state is 128 bits: four hashes under different salts fill it, so similar seeds share no outputs.
    return new RandomStream(xoroshiro128plusFromState([1, 2, 3, 4].map((salt) => hash(salt, seed, path))));
  }

  /** A stream that goes on where `state()` was taken. */
  static fromState(state: readonly number[]): RandomStream {
    return new RandomStream(xoroshiro128plusFromState(state.slice(0, 4)), state[4] ?? Number.NaN);
  }

  /** The whole state as plain numbers, to be kept in a checkpoint. */
  state(): readonly number[] {
    const state = [...this.#generator.getState()];
    return Number.isNaN(this.#spareNormal) ? state : [...state, this.#spareNormal];
  }

  /** Uniform on (0, 1). */
  uniform(): number {
    return ((this.#generator.next() >>> 0) + 0.5) * TWO_POW_MINUS_32;
  }

  /** Exponential with mean 1: -ln u. */
  exponential(): number {
    return -Math.log(((this.#generator.next() >>> 0) + 0.5) * TWO_POW_MINUS_32);
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
