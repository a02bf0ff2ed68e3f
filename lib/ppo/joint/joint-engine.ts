import { isDeepStrictEqual } from "node:util";
import { ADAM, type AdamState } from "../adam.js";
import { CompiledActor } from "../engine/compiled-actor.js";
import { compiledStep, learningReport, REPORTED } from "../engine/compiled-step.js";
import type { Engine } from "../engine/contract.js";
import type { CompiledFunction } from "../graph/compiled-function.js";
import type { NativeBackend } from "../graph/native-backend.js";
import type { LearningReport } from "../learner.js";
import type { ActorCritic } from "../policy/actor-critic.js";
import type { Rollout } from "../rollout.js";
import type { PpoSettings } from "../settings.js";
import type { Tensor, TensorFlow } from "../tensorflow.js";
import type { GradientStep } from "../trainer.js";

/**
 * Learns with S policies of one shape side by side: a gradient step of all of them is one call of the graph that
 * `CompiledEngine` runs for one, done for S copies (`vectorizedGraph`). Calls, not arithmetic, are what small minibatches cost, so
 * there it is several times cheaper a policy; a policy's step is what it would be alone, up to rounding.
 */
export class JointEngine {
  /** What each policy's trainer computes with. Its steps are taken by `learn` of this. */
  readonly seats: readonly Engine[];
  readonly #tf: TensorFlow;
  readonly #backend: NativeBackend;
  readonly #policies: readonly ActorCritic[];
  readonly #settings: PpoSettings;
  readonly #steps = new Map<string, CompiledFunction>();
  readonly #rollouts: Rollout[] = [];
  /** Parameters, first and second moments, S x P each. */
  #state: Tensor[];
  #adamSteps = 0;
  #uploaded: Tensor[] = [];

  /** @throws RangeError where the policies aren't of one shape. */
  constructor(
    tf: TensorFlow,
    backend: NativeBackend,
    policies: readonly ActorCritic[],
    settings: PpoSettings,
  ) {
    const shapes = policies.map(({ parameters }) => parameters.specs.map(({ shape }) => shape));
    if (policies.length === 0 || shapes.some((shape) => !isDeepStrictEqual(shape, shapes[0])))
      throw new RangeError(
        `policies that learn together must have one shape, got ${policies.length} of them`,
      );
    this.#tf = tf;
    this.#backend = backend;
    this.#policies = policies;
    this.#settings = settings;
    const { length } = policies[0].parameters.values;
    this.#state = [this.#parameters(), ...[0, 1].map(() => tf.zeros([policies.length, length]))];
    this.seats = policies.map((_, i) => this.#seat(i));
  }

  /** Takes one step for each policy, with as many samples each, and tells what each step saw. */
  learn(steps: readonly GradientStep[]): readonly LearningReport[] {
    const tf = this.#tf;
    const count = this.#policies.length;
    const rows = steps[0].samples.length;
    if (this.#uploaded.length === 0) this.#uploaded = this.#upload();
    const t = ++this.#adamSteps;
    const scales = steps.flatMap(({ rate }) => [rate / (1 - ADAM.beta1 ** t), 1 / (1 - ADAM.beta2 ** t)]);
    const picked = new Int32Array(count * rows);
    steps.forEach(({ samples }, i) => {
      picked.set(samples, i * rows);
    });
    const given = [tf.tensor2d(scales, [count, 2]), tf.tensor2d(picked, [count, rows], "int32")];
    const [report, ...state] = this.#step(rows).run([...this.#state, ...given, ...this.#uploaded]);
    const numbers = report.dataSync();
    tf.dispose([...this.#state, ...given, report]);
    this.#state = state;
    return steps.map((_, i) => learningReport(numbers.subarray(i * REPORTED, (i + 1) * REPORTED)));
  }

  /** Frees what it holds in TensorFlow. */
  dispose(): void {
    this.#tf.dispose([...this.#state, ...this.#uploaded]);
    for (const step of this.#steps.values()) step.dispose();
    for (const { actor } of this.seats) (actor as CompiledActor).dispose();
  }

  #seat(i: number): Engine {
    const tf = this.#tf;
    const policy = this.#policies[i];
    const { values } = policy.parameters;
    let own: Tensor | undefined;
    const forget = () => {
      own?.dispose();
      own = undefined;
    };
    return {
      actor: new CompiledActor(tf, this.#backend, policy, () => {
        own ??= tf.tensor1d(values.slice());
        return own;
      }),
      begin: (rollout) => {
        this.#rollouts[i] = rollout;
      },
      learn() {
        throw new RangeError("policies that learn together don't take steps alone");
      },
      end: () => {
        forget();
        this.#end();
      },
      adamState: () => this.#adamState(i),
      restore: (adam) => {
        forget();
        this.#restore(i, adam);
      },
      dispose: forget,
    };
  }

  /** Brings all parameters back, when the first of the trainers is at its end. */
  #end(): void {
    if (this.#uploaded.length === 0) return;
    this.#tf.dispose(this.#uploaded);
    this.#uploaded = [];
    const reached = this.#state[0].dataSync() as Float32Array;
    this.#policies.forEach(({ parameters: { values } }, i) => {
      values.set(reached.subarray(i * values.length, (i + 1) * values.length));
    });
  }

  #adamState(i: number): AdamState {
    const { length } = this.#policies[i].parameters.values;
    const own = (tensor: Tensor) =>
      (tensor.dataSync() as Float32Array).slice(i * length, (i + 1) * length) as Float32Array;
    const [first, second] = this.#state.slice(1).map(own);
    return { first, second, steps: this.#adamSteps };
  }

  #restore(i: number, { first, second, steps }: AdamState): void {
    const tf = this.#tf;
    const moments = this.#state.slice(1).map((tensor) => tensor.dataSync().slice() as Float32Array);
    moments[0].set(first, i * first.length);
    moments[1].set(second, i * second.length);
    tf.dispose(this.#state);
    const shape: [number, number] = [this.#policies.length, first.length];
    this.#state = [this.#parameters(), ...moments.map((values) => tf.tensor2d(values, shape))];
    this.#adamSteps = steps;
  }

  #parameters(): Tensor {
    return this.#stacked(
      this.#policies.map(({ parameters }) => parameters.values),
      [],
    );
  }

  #upload(): Tensor[] {
    const rollouts = this.#rollouts;
    const { samples, observationLength, actionLength } = rollouts[0];
    const of = (key: "logProbabilities" | "advantages" | "returns") =>
      this.#stacked(
        rollouts.map((rollout) => rollout[key]),
        [],
      );
    return [
      this.#stacked(
        rollouts.map(({ observations }) => observations),
        [samples, observationLength],
      ),
      this.#stacked(
        rollouts.map(({ actions }) => actions),
        [samples, actionLength],
      ),
      of("logProbabilities"),
      of("advantages"),
      of("returns"),
    ];
  }

  /** Arrays of one length along a new first axis; each has the given shape, or is flat. */
  #stacked(arrays: readonly Float32Array[], shape: readonly number[]): Tensor {
    const [{ length }] = arrays;
    const all = new Float32Array(arrays.length * length);
    arrays.forEach((array, i) => {
      all.set(array, i * length);
    });
    return this.#tf.tensor(all, [arrays.length, ...(shape.length > 0 ? shape : [length])]);
  }

  /** The graph of a step on so many of each rollout's samples. */
  #step(rows: number): CompiledFunction {
    const { samples } = this.#rollouts[0];
    const key = `${rows} of ${samples}`;
    let step = this.#steps.get(key);
    if (step === undefined) {
      const [policy] = this.#policies;
      const copies = this.#policies.length;
      step = compiledStep(this.#tf, this.#backend, policy, this.#settings, { rows, samples }, copies);
      this.#steps.set(key, step);
    }
    return step;
  }
}
