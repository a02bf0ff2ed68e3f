import type { PlainForward } from "./contract.js";
import { addProduct, addProducts, type Dense, type Numbers } from "./dense.js";
import type { ParameterVector } from "./parameters.js";
import type { SharedShape, Tower } from "./shared.js";

/** A layer with its numbers: what each container's own is multiplied by, and what all have in common. */
interface Layer {
  readonly outputs: number;
  readonly own: Float32Array;
  readonly common: Float32Array;
  readonly bias: Float32Array;
}

/** Outputs of the network in plain arrays, B x M. */
export function plainOutputs(tower: Tower, shape: SharedShape, parameters: ParameterVector): PlainForward {
  const pass = new PlainTower(tower, shape, parameters);
  return byRows(shape.containers + lastOf(tower.pooled).outputs, (observations, row, into, to) => {
    pass.see(observations, row);
    pass.writeWeights(into, to);
    pass.writeWhole(into, to + shape.containers);
  });
}

/** Values, B. */
export function plainValues(tower: Tower, shape: SharedShape, parameters: ParameterVector): PlainForward {
  const pass = new PlainTower(tower, shape, parameters);
  return byRows(1, (observations, row, into, to) => {
    pass.see(observations, row);
    pass.writeWhole(into, to);
  });
}

/** A pass over rows of `length` results each. */
function byRows(
  length: number,
  write: (observations: Float32Array, row: number, into: Float64Array, to: number) => void,
): PlainForward {
  let results = new Float64Array(0);
  return (observations, rows) => {
    if (results.length < rows * length) results = new Float64Array(rows * length);
    for (let row = 0; row < rows; row++) write(observations, row, results, row * length);
    return results;
  };
}

/** A tower on one observation. */
class PlainTower {
  readonly #shape: SharedShape;
  readonly #container: readonly Layer[];
  readonly #weight: readonly [Layer, Layer] | undefined;
  readonly #pooled: readonly Layer[];
  /** Of each of the container's layers, N rows. */
  readonly #embeddings: readonly Float64Array[];
  /** What each container shows, one after the other. */
  readonly #features: Float64Array;
  /** The pool, and the numbers of the cluster behind it. */
  readonly #pool: Float64Array;
  readonly #globals: Float64Array;
  /** What a layer adds to every container. */
  readonly #common: Float64Array;
  /** Of the weights' hidden layer, N rows. */
  readonly #hidden: Float64Array;
  /** Of each layer above the pool. */
  readonly #wholes: readonly Float64Array[];

  constructor({ container, weight, pooled }: Tower, shape: SharedShape, parameters: ParameterVector) {
    const { containers, features, globals } = shape;
    /** @param own so many of its inputs are each container's own. */
    const layer = ({ name, inputs, outputs }: Dense, own = inputs): Layer => {
      const weights = parameters.array(`${name}/weights`);
      return {
        outputs,
        own: weights.subarray(0, own * outputs),
        common: weights.subarray(own * outputs),
        bias: parameters.array(`${name}/bias`),
      };
    };
    const embedding = lastOf(container).outputs;
    const [first, ...others] = container;
    this.#shape = shape;
    this.#container = [layer(first, features), ...others.map((dense) => layer(dense))];
    this.#weight = weight && [
      { ...layer(weight.own), common: parameters.array(weight.common.name) },
      layer(weight.last),
    ];
    this.#pooled = pooled.map((dense) => layer(dense));
    this.#embeddings = container.map(({ outputs }) => new Float64Array(containers * outputs));
    this.#features = new Float64Array(containers * features);
    this.#pool = new Float64Array(embedding + globals);
    this.#globals = this.#pool.subarray(embedding);
    this.#common = new Float64Array(Math.max(...container.map(({ outputs }) => outputs)));
    this.#hidden = new Float64Array(containers * embedding);
    this.#wholes = pooled.map(({ outputs }) => new Float64Array(outputs));
  }

  /** Takes in a row of observations: embeddings and pool. */
  see(observations: Float32Array, row: number): void {
    const { containers, features, globals } = this.#shape;
    const from = row * (containers * features + globals);
    for (let k = 0; k < globals; k++) this.#globals[k] = observations[from + containers * features + k];
    for (let i = 0; i < containers; i++)
      for (let f = 0; f < features; f++)
        this.#features[i * features + f] = observations[from + f * containers + i];
    let x = this.#features;
    this.#container.forEach((layer, l) => {
      this.#write(layer, x, this.#globals, this.#embeddings[l]);
      x = this.#embeddings[l];
    });
    this.#writePool();
  }

  /** Each container's weight. */
  writeWeights(into: Float64Array, to: number): void {
    const [layer, last] = this.#weight as readonly [Layer, Layer];
    const hidden = this.#hidden;
    const width = layer.outputs;
    this.#write(layer, lastOf(this.#embeddings), this.#pool, hidden);
    for (let i = 0; i < this.#shape.containers; i++) {
      let sum = last.bias[0];
      for (let j = 0; j < width; j++) sum += hidden[i * width + j] * last.own[j];
      into[to + i] = sum;
    }
  }

  /** What is said of the whole cluster. */
  writeWhole(into: Float64Array, to: number): void {
    let x = this.#pool;
    this.#pooled.forEach(({ outputs, own, bias }, l) => {
      const y = this.#wholes[l];
      y.set(bias);
      addProduct(x, 0, own, y, 0, outputs);
      if (l < this.#pooled.length - 1) rectify(y);
      x = y;
    });
    into.set(x, to);
  }

  /** max(0, x W + c C + b) for each container's x; `numbers` begins with c, of as many numbers as C has rows. */
  #write({ own, common, bias, outputs }: Layer, x: Numbers, numbers: Float64Array, y: Float64Array): void {
    const together = this.#common.subarray(0, outputs);
    together.set(bias);
    addProduct(numbers, 0, common, together, 0, outputs);
    for (let to = 0; to < y.length; to += outputs) y.set(together, to);
    addProducts(x, this.#shape.containers, own, y, outputs);
    rectify(y);
  }

  #writePool(): void {
    const { containers } = this.#shape;
    const embeddings = lastOf(this.#embeddings);
    const width = embeddings.length / containers;
    this.#pool.fill(0, 0, width);
    for (let k = 0; k < embeddings.length; k += width)
      for (let j = 0; j < width; j++) this.#pool[j] += embeddings[k + j];
    for (let j = 0; j < width; j++) this.#pool[j] /= containers;
  }
}

function rectify(y: Float64Array): void {
  for (let k = 0; k < y.length; k++) if (y[k] < 0) y[k] = 0;
}

function lastOf<T>(list: ArrayLike<T>): T {
  return list[list.length - 1];
}
