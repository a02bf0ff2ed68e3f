import type { RandomStream } from "../../random/index.js";
import { CompiledFunction } from "../graph/compiled-function.js";
import type { NativeBackend } from "../graph/native-backend.js";
import { StepwiseFunction } from "../graph/stepwise-function.js";
import type { Actor, ActorCritic, PolicyDecisions } from "../policy/actor-critic.js";
import type { Laps } from "../profile/laps.js";
import type { Tensor, Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";

/** Below so many rows a call to TensorFlow costs more than the plain forward pass, where the network says nothing else. */
const FEWEST_ROWS = 8;

/** Up to so many rows its operations are done sooner one by one than as a graph that threads share out. */
const MOST_ROWS_STEPWISE = 512;

/** What is computed of the network: what it doesn't depend on is left out. */
type Part = "outputs" | "values";

/** A policy whose network is recorded once for its outputs and once for its values, and run by TensorFlow's kernels alone. */
export class CompiledActor implements Actor {
  readonly #functions = new Map<string, CompiledFunction | StepwiseFunction>();
  #flat: Tensor | undefined;
  #arrays: Tensor[] = [];
  readonly #fewestRows: number;

  /** @param parameters the flat parameters of today: another tensor whenever they have changed. */
  constructor(
    readonly tf: TensorFlow,
    readonly backend: NativeBackend,
    readonly policy: ActorCritic,
    readonly parameters: () => Tensor,
  ) {
    this.#fewestRows = policy.network.fewestRows ?? FEWEST_ROWS;
  }

  sample(
    observations: Float32Array,
    rows: number,
    random: RandomStream,
    into: PolicyDecisions,
    laps?: Laps,
  ): void {
    const { policy } = this;
    if (rows < this.#fewestRows) {
      policy.sample(observations, rows, random, into, laps);
      return;
    }
    const outputs = this.#forward("outputs", observations, rows);
    laps?.lap("inference");
    policy.head.sample(policy.parameters, outputs, rows, random, into.actions, into.logProbabilities);
    laps?.lap("sampling");
  }

  values(observations: Float32Array, rows: number, values: Float64Array): void {
    if (rows < this.#fewestRows) this.policy.values(observations, rows, values);
    else values.set(this.#forward("values", observations, rows));
  }

  dispose(): void {
    for (const recorded of this.#functions.values()) recorded.dispose();
    this.tf.dispose(this.#arrays);
  }

  #forward(part: Part, observations: Float32Array, rows: number): Float32Array {
    const { tf, policy } = this;
    const seen = tf.tensor2d(observations, [rows, policy.network.observationLength]);
    const [result] = this.#function(part, rows).run([...this.#currentArrays(), seen]);
    const numbers = result.dataSync() as Float32Array;
    tf.dispose([seen, result]);
    return numbers;
  }

  /** Weights and biases, cut from the flat parameters once for all calls until they change: cutting takes longer than acting. */
  #currentArrays(): readonly Tensor[] {
    const { tf, policy } = this;
    const flat = this.parameters();
    if (flat !== this.#flat) {
      tf.dispose(this.#arrays);
      this.#arrays = tf.tidy(() => policy.parameters.split(tf, flat as Tensor1D));
      for (const array of this.#arrays) tf.keep(array);
      this.#flat = flat;
    }
    return this.#arrays;
  }

  #function(part: Part, rows: number): CompiledFunction | StepwiseFunction {
    const key = `${part} of ${rows}`;
    let recorded = this.#functions.get(key);
    if (recorded === undefined) {
      recorded = this.#recorded(part, rows);
      this.#functions.set(key, recorded);
    }
    return recorded;
  }

  #recorded(part: Part, rows: number): CompiledFunction | StepwiseFunction {
    const { tf, policy } = this;
    const { parameters, network } = policy;
    const shapes = [...parameters.specs.map(({ shape }) => [...shape]), [rows, network.observationLength]];
    const inputs = shapes.map((shape) => ({ shape, dtype: "float32" }) as const);
    const compute = (...tensors: Tensor[]) => {
      const observations = tensors.pop() as Tensor2D;
      return [network.forward(tf, parameters.named(tensors), observations)[part]];
    };
    const Kind = rows <= MOST_ROWS_STEPWISE ? StepwiseFunction : CompiledFunction;
    return new Kind(tf, this.backend, inputs, compute);
  }
}
