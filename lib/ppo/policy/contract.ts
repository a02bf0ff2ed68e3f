import type { RandomStream } from "../../random/index.js";
import type { Choice, ContainerLayout } from "../encoding.js";
import type { Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";
import type { ParameterSpec, ParameterTensors, ParameterVector } from "./parameters.js";

/** The part of a policy that reads observations: from B x O observations to B x M outputs for the head, and B values. */
export interface Network {
  readonly observationLength: number;
  /** M. */
  readonly outputLength: number;
  readonly parameters: readonly ParameterSpec[];
  /** Where it reads every container by the same weights: how they stand in an observation. What normalises does the same. */
  readonly layout?: ContainerLayout | undefined;
  /** How many of an observation's last numbers it adds to its last outputs as they stand: what normalises leaves them alone. */
  readonly offsets?: number | undefined;
  /** From so many observations at once on TensorFlow acts quicker than the plain pass; default 8. */
  readonly fewestRows?: number | undefined;
  /** In TensorFlow, for gradients. */
  forward(
    tf: TensorFlow,
    parameters: ParameterTensors,
    observations: Tensor2D,
  ): { readonly outputs: Tensor2D; readonly values: Tensor1D };
  /** The same in plain arrays, for single decisions: a call a step is cheaper so. */
  plain(parameters: ParameterVector): { readonly outputs: PlainForward; readonly values: PlainForward };
}

/** What a network stands between: O numbers in, M out for the head. `layout` is the encoding's, where that has one. */
export type NetworkNeeds = Pick<Network, "observationLength" | "outputLength" | "layout">;

/** A forward pass over `rows` observations that stand one after the other; its next call overwrites the result. */
export type PlainForward = (observations: Float32Array, rows: number) => Float64Array;

/** A network's outputs: in double precision from the plain pass, in single from TensorFlow. */
export type Outputs = Float64Array | Float32Array;

/** Distributions of a head: its parameters and the network's outputs, a row each. */
export interface HeadOutputs {
  readonly parameters: ParameterVector;
  readonly outputs: Outputs;
}

/** What a head is for: the action vectors of A numbers that the encoding reads. */
export interface HeadNeeds extends Pick<Head, "actionLength"> {
  /** What the last number chooses, where it is the number of a choice. */
  readonly choice?: Choice | undefined;
}

/**
 * The part of a policy that makes a distribution over action vectors of length A from the network's outputs. What the numbers of a
 * vector are (entries of a box, the number of a choice) is between the head and the encoding.
 */
export interface Head {
  /** A. */
  readonly actionLength: number;
  /** M: how many outputs it reads. */
  readonly outputLength: number;
  readonly parameters: readonly ParameterSpec[];
  /** Draws an action a row, and its log density (or log probability). */
  sample(
    parameters: ParameterVector,
    outputs: Outputs,
    rows: number,
    random: RandomStream,
    actions: Float32Array,
    logProbabilities: Float64Array,
  ): void;
  /** The action without noise, a row each. */
  mode(outputs: Outputs, rows: number, actions: Float32Array): void;
  /** Log densities of actions, B. */
  logProbabilities(
    tf: TensorFlow,
    parameters: ParameterTensors,
    outputs: Tensor2D,
    actions: Tensor2D,
  ): Tensor1D;
  /** Entropies of the distributions, B. */
  entropies(tf: TensorFlow, parameters: ParameterTensors, outputs: Tensor2D): Tensor1D;
  /** KL(p, q) in nats, exactly, mean over `rows` rows: >= 0, and 0 where p and q are equal, but for rounding. */
  divergence(p: HeadOutputs, q: HeadOutputs, rows: number): number;
  /** How wide it explores, in a few numbers worth a line in the log. */
  exploration(parameters: ParameterVector): number;
}
