/** Decay of the first and second moment, and the term that keeps the divisor from 0. */
export interface AdamOptions {
  readonly beta1?: number;
  readonly beta2?: number;
  readonly epsilon?: number;
}

/** What is meant where an option is left out. */
export const ADAM: Required<AdamOptions> = Object.freeze({ beta1: 0.9, beta2: 0.999, epsilon: 1e-5 });

/** An optimiser's memory as plain arrays. */
export interface AdamState {
  readonly first: Float32Array;
  readonly second: Float32Array;
  readonly steps: number;
}

/**
 * Adam (Kingma and Ba 2015) over a flat parameter vector:
 *
 *   m <- b1 m + (1 - b1) g,   v <- b2 v + (1 - b2) g^2,   theta <- theta - rate / (1 - b1^t) m / (sqrt(v / (1 - b2^t)) + eps)
 *
 * with b1 = .9, b2 = .999 and eps = 1e-5 where not said otherwise. One array instead of a variable a layer: at these sizes
 * a call to TensorFlow costs more than the arithmetic.
 * @example
 * const adam = new ppo.Adam(2);
 * const parameters = Float32Array.of(1, -1);
 * adam.step(parameters, [0.5, -2], 0.1);
 * [...parameters].map((value) => value.toFixed(4)); // -> ["0.9000", "-0.9000"]
 */
export class Adam {
  readonly #first: Float32Array;
  readonly #second: Float32Array;
  readonly #options: Required<AdamOptions>;
  #steps = 0;

  constructor(length: number, options: AdamOptions = {}) {
    this.#first = new Float32Array(length);
    this.#second = new Float32Array(length);
    this.#options = { ...ADAM, ...options };
  }

  /** One step of `parameters` against `gradient` at a learning rate. */
  step(parameters: Float32Array, gradient: ArrayLike<number>, rate: number): void {
    const { beta1, beta2, epsilon } = this.#options;
    const first = this.#first;
    const second = this.#second;
    this.#steps++;
    const size = rate / (1 - beta1 ** this.#steps);
    const secondScale = 1 / (1 - beta2 ** this.#steps);
    for (let i = 0; i < parameters.length; i++) {
      const slope = gradient[i];
      const m = beta1 * first[i] + (1 - beta1) * slope;
      const v = beta2 * second[i] + (1 - beta2) * slope * slope;
      first[i] = m;
      second[i] = v;
      parameters[i] -= (size * m) / (Math.sqrt(v * secondScale) + epsilon);
    }
  }

  state(): AdamState {
    return { first: this.#first.slice(), second: this.#second.slice(), steps: this.#steps };
  }

  restore({ first, second, steps }: AdamState): void {
    this.#first.set(first);
    this.#second.set(second);
    this.#steps = steps;
  }
}

/**
 * Scales a gradient down to a Euclidean norm of at most `largest`, in place, and returns the norm it had:
 * g <- g min(1, largest / (norm + 1e-6)).
 * @example
 * const gradient = Float32Array.of(3, 4);
 * ppo.clipGradient(gradient, 10); // -> 5
 * ppo.clipGradient(gradient, 1); // -> 5
 * [...gradient].map((slope) => slope.toFixed(4)); // -> ["0.6000", "0.8000"]
 */
export function clipGradient(gradient: Float32Array, largest: number): number {
  let squares = 0;
  for (let i = 0; i < gradient.length; i++) squares += gradient[i] * gradient[i];
  const norm = Math.sqrt(squares);
  const factor = largest / (norm + 1e-6);
  if (factor < 1) for (let i = 0; i < gradient.length; i++) gradient[i] *= factor;
  return norm;
}
