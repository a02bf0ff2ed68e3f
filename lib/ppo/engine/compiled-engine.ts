import { ADAM, type AdamState } from "../adam.js";
import type { CompiledFunction } from "../graph/compiled-function.js";
import type { NativeBackend } from "../graph/native-backend.js";
import { type LearningReport, reportOf } from "../learning-report.js";
import type { ActorCritic } from "../policy/actor-critic.js";
import type { Rollout } from "../rollout.js";
import type { PpoSettings } from "../settings.js";
import type { Tensor, TensorFlow } from "../tensorflow.js";
import { CompiledActor } from "./compiled-actor.js";
import { compiledStep } from "./compiled-step.js";
import type { Engine } from "./contract.js";

/**
 * Learns and acts by compiled graphs. A rollout goes to TensorFlow once; parameters and moments stay there from step to step.
 * The graph of a step is made from `updateStep` for each number of samples that occurs.
 */
export class CompiledEngine implements Engine {
  readonly actor: CompiledActor;
  readonly #tf: TensorFlow;
  readonly #backend: NativeBackend;
  readonly #policy: ActorCritic;
  readonly #settings: PpoSettings;
  readonly #steps = new Map<string, CompiledFunction>();
  /** Flat parameters, first and second moments. */
  #state: Tensor[];
  #adamSteps = 0;
  #samples = 0;
  #rollout: Tensor[] = [];

  constructor(tf: TensorFlow, backend: NativeBackend, policy: ActorCritic, settings: PpoSettings) {
    this.#tf = tf;
    this.#backend = backend;
    this.#policy = policy;
    this.#settings = settings;
    const { values } = policy.parameters;
    this.#state = [tf.tensor1d(values.slice()), tf.zeros([values.length]), tf.zeros([values.length])];
    this.actor = new CompiledActor(tf, backend, policy, () => this.#state[0]);
  }

  begin(rollout: Rollout): void {
    const tf = this.#tf;
    const { samples, observationLength, actionLength } = rollout;
    this.#samples = samples;
    this.#rollout = [
      tf.tensor2d(rollout.observations, [samples, observationLength]),
      tf.tensor2d(rollout.actions, [samples, actionLength]),
      tf.tensor1d(rollout.logProbabilities),
      tf.tensor1d(rollout.advantages),
      tf.tensor1d(rollout.returns),
    ];
  }

  learn(samples: Int32Array, rate: number): LearningReport {
    const tf = this.#tf;
    const t = ++this.#adamSteps;
    const scales = tf.tensor1d([rate / (1 - ADAM.beta1 ** t), 1 / (1 - ADAM.beta2 ** t)]);
    const picked = tf.tensor1d(samples, "int32");
    const step = this.#step(samples.length);
    const [report, ...state] = step.run([...this.#state, scales, picked, ...this.#rollout]);
    const seen = reportOf(report.dataSync());
    tf.dispose([...this.#state, scales, picked, report]);
    this.#state = state;
    return seen;
  }

  end(): void {
    this.#tf.dispose(this.#rollout);
    this.#rollout = [];
    this.#policy.parameters.values.set(this.#state[0].dataSync());
  }

  adamState(): AdamState {
    const [first, second] = this.#state.slice(1).map((tensor) => tensor.dataSync().slice() as Float32Array);
    return { first, second, steps: this.#adamSteps };
  }

  restore({ first, second, steps }: AdamState): void {
    const tf = this.#tf;
    tf.dispose(this.#state);
    const values = [this.#policy.parameters.values, first, second];
    this.#state = values.map((numbers) => tf.tensor1d(numbers.slice()));
    this.#adamSteps = steps;
  }

  dispose(): void {
    this.#tf.dispose([...this.#state, ...this.#rollout]);
    for (const step of this.#steps.values()) step.dispose();
    this.actor.dispose();
  }

  /** The graph of a step on so many of the rollout's samples. */
  #step(rows: number): CompiledFunction {
    const samples = this.#samples;
    const key = `${rows} of ${samples}`;
    let step = this.#steps.get(key);
    if (step === undefined) {
      step = compiledStep(this.#tf, this.#backend, this.#policy, this.#settings, { rows, samples });
      this.#steps.set(key, step);
    }
    return step;
  }
}
