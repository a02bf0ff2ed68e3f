import type { ActionBatch, ClusterBatch } from "../cluster/index.js";
import { deriveSeed } from "../random/index.js";
import { SPLIT_SEEDS } from "../workload/index.js";
import type { Encoding } from "./encoding.js";
import type { TrainingEnvironment } from "./environment.js";

/** Clusters of one size, and how they look to the policy. */
export interface ClusterGroup {
  /** Makes the clusters; called at every reset, so that nothing outlasts it. */
  open(): ClusterBatch;
  readonly encoding: Encoding;
}

interface OpenGroup {
  readonly clusters: ClusterBatch;
  readonly encoding: Encoding;
  readonly first: number;
  readonly actions: ActionBatch & { readonly container: Int16Array };
}

/**
 * Clusters as a training environment. Episodes have seeds of the train split, derived from the reset's seed, the cluster and
 * the episode's number; an episode ends only by its time limit.
 */
export function clusterEnvironment(groups: readonly ClusterGroup[]): TrainingEnvironment {
  return new ClusterEnvironment(groups);
}

class ClusterEnvironment implements TrainingEnvironment {
  readonly batch: number;
  readonly observationLength: number;
  readonly actionLength: number;
  readonly observations: Float64Array;
  readonly reached: Float64Array;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  #groups: readonly OpenGroup[];
  #seed = 0;
  #steps = 0;
  #sums: Record<string, number> = {};
  readonly #episodes: Int32Array;

  constructor(readonly definitions: readonly ClusterGroup[]) {
    const [first] = definitions;
    if (first === undefined) throw new RangeError("groups must hold at least one group of clusters");
    const { observationLength, actionLength } = first.encoding;
    for (const { encoding } of definitions)
      if (encoding.observationLength !== observationLength || encoding.actionLength !== actionLength)
        throw new RangeError("all groups of clusters must have encodings of the same lengths");
    this.#groups = openGroups(definitions);
    this.batch = this.#groups.reduce((sum, { clusters }) => sum + clusters.batch, 0);
    this.observationLength = observationLength;
    this.actionLength = actionLength;
    this.observations = new Float64Array(this.batch * observationLength);
    this.reached = new Float64Array(this.batch * observationLength);
    this.rewards = new Float64Array(this.batch);
    this.terminated = new Uint8Array(this.batch);
    this.truncated = new Uint8Array(this.batch);
    this.#episodes = new Int32Array(this.batch);
  }

  reset(seed: number): void {
    this.#seed = seed;
    this.#groups = openGroups(this.definitions);
    this.#episodes.fill(0);
    for (const group of this.#groups)
      for (let b = 0; b < group.clusters.batch; b++) {
        this.#beginEpisode(group, b);
        this.#observe(group, b, this.observations);
      }
  }

  step(actions: Float32Array): void {
    for (const group of this.#groups) {
      const { clusters, encoding, first } = group;
      for (let b = 0; b < clusters.batch; b++) {
        const from = (first + b) * this.actionLength;
        const action = encoding.action(actions.subarray(from, from + this.actionLength));
        group.actions.weights.set(action.weights, b * clusters.size);
        group.actions.scale[b] = action.scale;
        group.actions.container[b] = action.container ?? -1;
      }
      clusters.step(group.actions);
      for (let b = 0; b < clusters.batch; b++) {
        this.rewards[first + b] = clusters.rewards[b];
        this.truncated[first + b] = clusters.truncated[b];
        this.#note(group, b);
        this.#observe(group, b, this.reached);
        if (clusters.truncated[b]) {
          this.#beginEpisode(group, b);
          this.#observe(group, b, this.observations);
        } else this.#carryOn(first + b);
      }
    }
    this.#steps += this.batch;
  }

  takeMeans(): Readonly<Record<string, number>> {
    const means = Object.fromEntries(
      Object.entries(this.#sums).map(([name, sum]) => [name, sum / this.#steps]),
    );
    this.#sums = {};
    this.#steps = 0;
    return means;
  }

  /** Every episode has a seed of the train split. */
  #beginEpisode({ clusters, first }: OpenGroup, b: number): void {
    const [least, most] = SPLIT_SEEDS.train;
    const episode = this.#episodes[first + b]++;
    clusters.reset(b, least + (deriveSeed(this.#seed, "episode", first + b, episode) % (most - least + 1)));
  }

  #observe({ clusters, encoding, first }: OpenGroup, b: number, into: Float64Array): void {
    const from = (first + b) * this.observationLength;
    encoding.observe(clusters.observation(b), into.subarray(from, from + this.observationLength));
  }

  /** What was reached is what is seen now. */
  #carryOn(index: number): void {
    const from = index * this.observationLength;
    this.observations.set(this.reached.subarray(from, from + this.observationLength), from);
  }

  #note({ clusters }: OpenGroup, b: number): void {
    const { scaleCommand, scaleEffect, containerSeconds } = clusters.statistics(b);
    const add = (name: string, value: number) => {
      this.#sums[name] = (this.#sums[name] ?? 0) + value;
    };
    const terms = clusters.terms(b);
    for (const name in terms) add(`reward/${name}`, terms[name]);
    add("commandRate", scaleCommand === 0 ? 0 : 1);
    add("churnRate", scaleEffect === 0 ? 0 : 1);
    add("fleetShare", containerSeconds / (clusters.size * clusters.spec.controlInterval));
  }
}

function openGroups(definitions: readonly ClusterGroup[]): readonly OpenGroup[] {
  let first = 0;
  return definitions.map(({ open, encoding }) => {
    const clusters = open();
    const { batch, size } = clusters;
    const actions = {
      weights: new Float64Array(batch * size),
      scale: new Int8Array(batch),
      container: new Int16Array(batch),
    };
    first += batch;
    return { clusters, encoding, first: first - batch, actions };
  });
}
