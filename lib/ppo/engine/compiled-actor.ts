import type { RandomStream } from "../../random/index.js";
import { CompiledFunction } from "../graph/compiled-function.js";
import type { NativeBackend } from "../graph/native-backend.js";
import type { Actor, ActorCritic, PolicyDecisions } from "../policy/actor-critic.js";
import type { Laps } from "../profile/laps.js";
import type { Tensor, Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";

/** Below so many rows a call to TensorFlow costs more than the plain forward pass. */
const FEWEST_ROWS = 8;

/** What a graph computes of the network: what it doesn't depend on is left out. */
type Part = "outputs" | "values";

/** A policy whose network is run as compiled graphs, one for its outputs and one for its values. */
export class CompiledActor implements Actor {
  readonly #graphs = new Map<string, CompiledFunction>();
  #flat: Tensor | undefined;
  #arrays: Tensor[] = [];

  /** @param parameters the flat parameters of today: another tensor whenever they have changed. */
  constructor(
    readonly tf: TensorFlow,
    readonly backend: NativeBackend,
    readonly policy: ActorCritic,
    readonly parameters: () => Tensor,
  ) {}

  sample(
    observations: Float32Array,
    rows: number,
    random: RandomStream,
    into: PolicyDecisions,
    laps?: Laps,
  ): void {
    const { policy } = this;
    if (rows < FEWEST_ROWS) {
      policy.sample(observations, rows, random, into, laps);
      return;
    }
    const outputs = this.#forward("outputs", observations, rows);
    laps?.lap("inference");
    policy.head.sample(policy.parameters, outputs, rows, random, into.actions, into.logProbabilities);
    laps?.lap("sampling");
  }

  values(observations: Float32Array, rows: number, values: Float64Array): void {
    if (rows < FEWEST_ROWS) this.policy.values(observations, rows, values);
    else values.set(this.#forward("values", observations, rows));
  }

  dispose(): void {
    for (const graph of this.#graphs.values()) graph.dispose();
    this.tf.dispose(this.#arrays);
  }

  #forward(part: Part, observations: Float32Array, rows: number): Float32Array {
    const { tf, policy } = this;
    const seen = tf.tensor2d(observations, [rows, policy.network.observationLength]);
    const [result] = this.#graph(part, rows).run([...this.#currentArrays(), seen]);
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

  #graph(part: Part, rows: number): CompiledFunction {
    const key = `${part} of ${rows}`;
    let graph = this.#graphs.get(key);
    if (graph === undefined) {
      graph = this.#compiled(part, rows);
      this.#graphs.set(key, graph);
    }
    return graph;
  }

  #compiled(part: Part, rows: number): CompiledFunction {
    const { tf, policy } = this;
    const { parameters, network } = policy;
    const inputs = [...parameters.specs.map(({ shape }) => [...shape]), [rows, network.observationLength]];
    return new CompiledFunction(
      tf,
      this.backend,
      inputs.map((shape) => ({ shape, dtype: "float32" })),
      (...tensors) => {
        const observations = tensors.pop() as Tensor2D;
        return [network.forward(tf, parameters.named(tensors), observations)[part]];
      },
    );
  }
}
