import { z } from "zod";
import { InputError, requireInteger } from "../../check/index.js";
import type { ContainerLayout } from "../encoding.js";
import type { PartKind } from "../parts/registry.js";
import type { Tensor, Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";
import type { Network, NetworkNeeds } from "./contract.js";
import { type Dense, denseParameters } from "./dense.js";
import type { ParameterSpec, ParameterTensors } from "./parameters.js";
import { plainOutputs, plainValues } from "./shared-plain.js";

const width = z.int().min(1);
const SETTINGS = {
  container: z.array(width).min(1).default([32]),
  pooled: z.array(width).default([64]),
};

/** The network shared by all containers in a configuration. */
export const sharedKind: PartKind<NetworkNeeds, Network, typeof SETTINGS> = {
  kind: "shared",
  settings: SETTINGS,
  make(settings, { layout, ...needs }) {
    if (layout === undefined || needs.outputLength <= layout.containers)
      throw new InputError(
        "policy.network shared reads and weighs container by container, which encoding and policy.head don't: choose parts that fit each other",
      );
    return shared({ ...needs, ...settings, layout });
  },
};

/** What the network is for, and how wide it is. */
export interface SharedOptions {
  readonly observationLength: number;
  /** M, more than N: a weight's output for each container, and the others. */
  readonly outputLength: number;
  readonly layout: ContainerLayout;
  /** Widths of the layers that each container goes through; default [32]. */
  readonly container?: readonly number[] | undefined;
  /** Widths of the layers between the pool and what is said of the whole cluster; default [64]. */
  readonly pooled?: readonly number[] | undefined;
}

/** One of the two networks that share nothing: for the outputs, and for the value. */
export interface Tower {
  /** Each container's layers: numbers of the container and, behind them, of the cluster in, its embedding out. */
  readonly container: readonly Dense[];
  /** To each container's weight, where the tower says it. */
  readonly weight?: WeightLayers;
  /** From the pool and, behind it, the numbers of the cluster to what is said of the whole; the last one is linear. */
  readonly pooled: readonly Dense[];
}

/** max(0, e W + p C + b) of a container's embedding e and the pool p, and a linear layer. */
interface WeightLayers {
  readonly own: Dense;
  /** C: without a bias. */
  readonly common: ParameterSpec;
  readonly last: Dense;
}

/** Sizes of an observation. */
export interface SharedShape {
  /** N. */
  readonly containers: number;
  /** Numbers of each container, and of the cluster. */
  readonly features: number;
  readonly globals: number;
}

/**
 * A network that is the same for every container (Zaheer et al. 2017, Deep Sets). With the numbers x_i of container i and g of the
 * cluster,
 *
 *   e_i = f(x_i, g),   p = mean of e_i,   weight_i = h(e_i, p),   everything else = k(p, g),
 *
 * so that permuting the containers permutes the weights and leaves everything else as it is, and the number of parameters doesn't
 * depend on N where there are as many other outputs. The value is k'(p', g) of a second network that shares nothing with the first.
 * Layers are rectified, max(0, x W + b). Weights start orthogonal with gain sqrt 2, the last layers with .01 (outputs) and 1 (value);
 * biases at 0.
 * @example
 * const count = (containers: number) => {
 *   const layout = { containers, blocks: 6 };
 *   const network = ppo.shared({ observationLength: 6 * containers + 1, outputLength: containers + 1, layout });
 *   return new ppo.ActorCritic(network, ppo.gaussianBox(containers + 1, { sharedEntries: containers }), 1).parameters.values.length;
 * };
 * count(5) === count(25); // -> true
 */
export function shared(options: SharedOptions): Network {
  const { observationLength, outputLength, layout, container = [32], pooled = [64] } = options;
  const { containers, blocks: features } = layout;
  requireInteger("layout.containers", containers, 1);
  requireInteger("layout.blocks", features, 1);
  requireInteger("observationLength", observationLength, containers * features + 1);
  requireInteger("outputLength", outputLength, containers + 1);
  for (const [i, size] of [...container, ...pooled].entries())
    requireInteger(`width ${i + 1} of container and pooled`, size, 1);
  const shape = { containers, features, globals: observationLength - containers * features };
  const widths = { container, pooled };
  const actor = tower("actor", shape, widths, outputLength - containers, 0.01);
  const { weight: _, ...critic } = tower("critic", shape, widths, 1, 1);
  return {
    observationLength,
    outputLength,
    layout,
    fewestRows: Math.max(8, Math.ceil(CONTAINERS_PLAIN / containers)),
    parameters: [actor, critic].flatMap(parametersOf),
    forward(tf, parameters, observations) {
      const given = inputTensors(tf, shape, observations);
      const { weights, whole } = towerTensors(tf, actor, shape, parameters, given);
      const values = towerTensors(tf, critic, shape, parameters, given).whole;
      return {
        outputs: tf.concat([...weights, whole], 1),
        values: tf.reshape(values, [-1]) as Tensor1D,
      };
    },
    plain: (parameters) => ({
      outputs: plainOutputs(actor, shape, parameters),
      values: plainValues(critic, shape, parameters),
    }),
  };
}

/** Below so many containers of all observations together the plain pass is quicker: TensorFlow has many small steps to do. */
const CONTAINERS_PLAIN = 300;

function tower(
  name: string,
  { features, globals }: SharedShape,
  widths: { readonly container: readonly number[]; readonly pooled: readonly number[] },
  outputs: number,
  lastGain: number,
): Tower {
  const embedding = widths.container[widths.container.length - 1];
  const layer = (own: string, inputs: number, width: number, gain = Math.SQRT2): Dense => ({
    name: `${name}/${own}`,
    inputs,
    outputs: width,
    gain,
  });
  const stack = (own: string, [first, ...others]: readonly number[], last = Math.SQRT2) =>
    others.map((width, i) =>
      layer(`${own}/${i}`, [first, ...others][i], width, i === others.length - 1 ? last : undefined),
    );
  return {
    container: stack("container", [features + globals, ...widths.container]),
    weight: {
      own: layer("weight/0", embedding, embedding, 1),
      common: denseParameters(layer("weight/0/pool", embedding, embedding, 1))[0],
      last: layer("weight/1", embedding, 1, lastGain),
    },
    pooled: stack("pooled", [embedding + globals, ...widths.pooled, outputs], lastGain),
  };
}

function parametersOf({ container, weight, pooled }: Tower): readonly ParameterSpec[] {
  const weights =
    weight === undefined
      ? []
      : [...denseParameters(weight.own), weight.common, ...denseParameters(weight.last)];
  return [...container.flatMap(denseParameters), ...weights, ...pooled.flatMap(denseParameters)];
}

interface InputTensors {
  /** Numbers of each container and, behind them, of its cluster: BN x (F + G), container after container. */
  readonly containers: Tensor2D;
  /** B x G. */
  readonly globals: Tensor2D;
}

/** An observation shows block after block; layers want container after container. */
function inputTensors(
  tf: TensorFlow,
  { containers, features, globals }: SharedShape,
  observations: Tensor2D,
): InputTensors {
  const rows = observations.shape[0];
  const inputs = features + globals;
  const places = Array.from({ length: containers * inputs }, (_, k) => {
    const [i, feature] = [Math.floor(k / inputs), k % inputs];
    return feature < features ? feature * containers + i : containers * features + feature - features;
  });
  const seen = tf.gather(observations, tf.tensor1d(places, "int32"), 1);
  return {
    containers: tf.reshape(seen, [rows * containers, inputs]),
    globals: tf.slice(observations, [0, containers * features], [rows, globals]),
  };
}

/** What a tower says of an observation: of the whole cluster, and each container's weight, B x N, where it has layers for it. */
function towerTensors(
  tf: TensorFlow,
  { container, weight, pooled: [base, ...upper] }: Tower,
  { containers }: SharedShape,
  parameters: ParameterTensors,
  given: InputTensors,
): { readonly weights: readonly Tensor2D[]; readonly whole: Tensor2D } {
  const rows = given.globals.shape[0];
  const times = (x: Tensor2D, name: string) => tf.matMul(x, parameters[name] as Tensor2D);
  const dense = (x: Tensor2D, { name }: Dense) =>
    tf.add(times(x, `${name}/weights`), parameters[`${name}/bias`]) as Tensor2D;
  const embeddings = container.reduce((x, layer) => rectified(tf, dense(x, layer)), given.containers);
  const width = embeddings.shape[1];
  const sums = tf.sum(tf.reshape(embeddings, [rows, containers, width]), 1) as Tensor2D;
  const pool = tf.mul(sums, 1 / containers) as Tensor2D;
  const whole = upper.reduce(
    (x, layer) => dense(rectified(tf, x), layer),
    dense(tf.concat([pool, given.globals], 1), base),
  );
  if (weight === undefined) return { weights: [], whole };
  const { own, common, last } = weight;
  const together = tf.add(times(pool, common.name), parameters[`${own.name}/bias`]);
  const sum = tf.add(
    tf.reshape(times(embeddings, `${own.name}/weights`), [rows, containers, width]),
    tf.reshape(together, [rows, 1, width]),
  );
  const drawn = dense(rectified(tf, tf.reshape(sum, [rows * containers, width])), last);
  return { weights: [tf.reshape(drawn, [rows, containers])], whole };
}

/** max(0, x), with a gradient that the compiled engine knows as one operation: TensorFlow.js's own has a dozen. */
function rectified(tf: TensorFlow, x: Tensor2D): Tensor2D {
  const operation = tf.customGrad((input, save) => {
    const value = tf.relu(input as Tensor);
    (save as (tensors: Tensor[]) => void)([value]);
    const gradFunc = (slope: Tensor, [saved]: Tensor[]) =>
      tf.mul(slope, tf.cast(tf.greater(saved, 0), "float32"));
    return { value, gradFunc };
  });
  return operation(x) as Tensor2D;
}
