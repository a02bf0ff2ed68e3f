import { RandomStream } from "../../random/index.js";
import type { Laps } from "../profile/laps.js";
import type { Tensor, Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";
import type { Head, Network, PlainForward } from "./contract.js";
import { ParameterVector } from "./parameters.js";

/** What a policy says of given observations and actions, differentiable; all of length B. */
export interface PolicyTensors {
  readonly logProbabilities: Tensor1D;
  readonly entropies: Tensor1D;
  readonly values: Tensor1D;
}

/** Drawn actions of some observations, B x A, and the logarithms of their densities, B. */
export interface PolicyDecisions {
  readonly actions: Float32Array;
  readonly logProbabilities: Float64Array;
}

/** What acts in an environment: a policy on its own, or one whose network TensorFlow runs. */
export interface Actor {
  /** Draws actions for `rows` observations. */
  sample(
    observations: Float32Array,
    rows: number,
    random: RandomStream,
    into: PolicyDecisions,
    laps?: Laps,
  ): void;
  /** Values of `rows` observations. */
  values(observations: Float32Array, rows: number, values: Float64Array): void;
}

/**
 * A policy with a value function: a network and a head over one parameter vector.
 * @example
 * const network = ppo.mlp({ observationLength: 4, outputLength: 2, hidden: [8] });
 * const policy = new ppo.ActorCritic(network, ppo.gaussianBox(2), 1);
 * const actions = new Float32Array(2);
 * policy.mode(new Float32Array(4), 1, actions);
 * actions; // -> [0, 0]
 */
export class ActorCritic implements Actor {
  readonly parameters: ParameterVector;
  readonly #plain: { readonly outputs: PlainForward; readonly values: PlainForward };

  /** @param seed of the weights' start. */
  constructor(
    readonly network: Network,
    readonly head: Head,
    seed: number,
  ) {
    if (network.outputLength !== head.outputLength)
      throw new RangeError(
        `the head reads ${head.outputLength} outputs, the network has ${network.outputLength}`,
      );
    const specs = [...network.parameters, ...head.parameters];
    this.parameters = new ParameterVector(specs, RandomStream.of(seed, "ppo", "weights"));
    this.#plain = network.plain(this.parameters);
  }

  /** Draws actions for `rows` observations. */
  sample(
    observations: Float32Array,
    rows: number,
    random: RandomStream,
    into: PolicyDecisions,
    laps?: Laps,
  ): void {
    const outputs = this.#plain.outputs(observations, rows);
    laps?.lap("inference");
    this.head.sample(this.parameters, outputs, rows, random, into.actions, into.logProbabilities);
    laps?.lap("sampling");
  }

  /** The actions without noise. */
  mode(observations: Float32Array, rows: number, actions: Float32Array): void {
    this.head.mode(this.#plain.outputs(observations, rows), rows, actions);
  }

  /** Values of `rows` observations. */
  values(observations: Float32Array, rows: number, values: Float64Array): void {
    const found = this.#plain.values(observations, rows);
    for (let row = 0; row < rows; row++) values[row] = found[row];
  }

  /** Log densities of actions, entropies and values as tensors; `tensors` in the order of `parameters.specs`. */
  evaluate(
    tf: TensorFlow,
    tensors: readonly Tensor[],
    observations: Tensor2D,
    actions: Tensor2D,
  ): PolicyTensors {
    const named = this.parameters.named(tensors);
    const { outputs, values } = this.network.forward(tf, named, observations);
    return {
      logProbabilities: this.head.logProbabilities(tf, named, outputs, actions),
      entropies: this.head.entropies(tf, named, outputs),
      values,
    };
  }
}
