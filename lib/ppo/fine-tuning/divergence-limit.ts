import type { ActorCritic } from "../policy/actor-critic.js";

/** Halvings when a policy is pulled back: fine enough to end within a thousandth of the limit. */
const HALVINGS = 12;

/** Observations as two policies see them, `rows` rows each. */
export interface SeenTwice {
  readonly rows: number;
  readonly seen: Float32Array;
  readonly seenByPretrained: Float32Array;
}

/**
 * Keeps a policy near the one it started from: D = mean over observations of KL(policy, pretrained), both as they see the same
 * observations, at most `limit`. What a cluster receives is cut to a box first, which can only bring two distributions closer
 * (the data-processing inequality): D bounds the divergence of what is done, too.
 * @example
 * const config = ppo.trainingPreset("ppo-writeup");
 * const [policy, pretrained] = [1, 1].map((seed) => ppo.configuredPolicy(config, seed));
 * const limit = new ppo.DivergenceLimit(policy, pretrained, 0.5);
 * const seen = new Float32Array(policy.network.observationLength);
 * limit.divergence({ rows: 1, seen, seenByPretrained: seen }); // -> 0
 */
export class DivergenceLimit {
  readonly #outputs: (observations: Float32Array, rows: number) => Float64Array;
  readonly #pretrainedOutputs: (observations: Float32Array, rows: number) => Float64Array;
  readonly #start: Float32Array;

  constructor(
    readonly policy: ActorCritic,
    readonly pretrained: ActorCritic,
    readonly limit: number,
  ) {
    this.#outputs = policy.network.plain(policy.parameters).outputs;
    this.#pretrainedOutputs = pretrained.network.plain(pretrained.parameters).outputs;
    this.#start = pretrained.parameters.values.slice();
  }

  /** D in nats. */
  divergence({ rows, seen, seenByPretrained }: SeenTwice): number {
    return this.policy.head.divergence(
      { parameters: this.policy.parameters, outputs: this.#outputs(seen, rows) },
      { parameters: this.pretrained.parameters, outputs: this.#pretrainedOutputs(seenByPretrained, rows) },
      rows,
    );
  }

  /**
   * Where D is above the limit (on observations that no update has seen), moves the parameters theta towards the pretrained
   * ones, theta_0 + s (theta - theta_0), with the largest share s in 0 .. 1 that bisection finds to keep the limit; returns s.
   */
  pullBack(observations: SeenTwice): number {
    if (this.divergence(observations) <= this.limit) return 1;
    const { values } = this.policy.parameters;
    const moved = values.slice();
    const goTo = (share: number) => {
      for (let i = 0; i < values.length; i++)
        values[i] = this.#start[i] + share * (moved[i] - this.#start[i]);
    };
    let [near, far] = [0, 1];
    for (let halving = 0; halving < HALVINGS; halving++) {
      const middle = (near + far) / 2;
      goTo(middle);
      if (this.divergence(observations) <= this.limit) near = middle;
      else far = middle;
    }
    goTo(near);
    return near;
  }
}
