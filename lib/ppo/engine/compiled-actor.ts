import type { RandomStream } from "../../random/index.js";
import { CompiledFunction } from "../graph/compiled-function.js";
import type { NativeBackend } from "../graph/native-backend.js";
import type { Actor, ActorCritic, PolicyDecisions } from "../policy/actor-critic.js";
import type { Laps } from "../profile/laps.js";
import type { Tensor, Tensor1D, Tensor2D, TensorFlow } from "../tensorflow.js";

/** Below so many rows a call to TensorFlow costs more than the plain forward pass. */
const FEWEST_ROWS = 8;

/** A policy whose network is run as a compiled graph, both its outputs and its values in one call. */
export class CompiledActor implements Actor {
  readonly #graphs = new Map<number, CompiledFunction>();

  /** @param parameters the flat parameters of today. */
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
    const { outputs, values } = this.#forward(observations, rows);
    laps?.lap("inference");
    policy.head.sample(policy.parameters, outputs, rows, random, into.actions, into.logProbabilities);
    into.values.set(values);
    laps?.lap("sampling");
  }

  values(observations: Float32Array, rows: number, values: Float64Array): void {
    if (rows < FEWEST_ROWS) this.policy.values(observations, rows, values);
    else values.set(this.#forward(observations, rows).values);
  }

  dispose(): void {
    for (const graph of this.#graphs.values()) graph.dispose();
  }

  #forward(observations: Float32Array, rows: number) {
    const { tf, policy } = this;
    const seen = tf.tensor2d(observations, [rows, policy.network.observationLength]);
    const tensors = this.#graph(rows).run([this.parameters(), seen]);
    const [outputs, values] = tensors.map((tensor) => tensor.dataSync() as Float32Array);
    tf.dispose([seen, ...tensors]);
    return { outputs, values };
  }

  #graph(rows: number): CompiledFunction {
    let graph = this.#graphs.get(rows);
    if (graph === undefined) {
      graph = this.#compiled(rows);
      this.#graphs.set(rows, graph);
    }
    return graph;
  }

  #compiled(rows: number): CompiledFunction {
    const { tf, policy } = this;
    const { parameters, network } = policy;
    const inputs = [[parameters.values.length], [rows, network.observationLength]];
    return new CompiledFunction(
      tf,
      this.backend,
      inputs.map((shape) => ({ shape, dtype: "float32" })),
      (flat, observations) => {
        const named = parameters.named(parameters.split(tf, flat as Tensor1D));
        const { outputs, values } = network.forward(tf, named, observations as Tensor2D);
        return [outputs, values];
      },
    );
  }
}
