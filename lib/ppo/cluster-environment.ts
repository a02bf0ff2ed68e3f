import { type ActionBatch, actionBatch, type ClusterBatch, setAction } from "../cluster/index.js";
import { deriveSeed } from "../random/index.js";
import { SPLIT_SEEDS } from "../workload/index.js";
import type { Encoding } from "./encoding.js";
import { BatchArrays, type BatchPart, type TrainingEnvironment } from "./environment.js";

/** Clusters of one size, and how they look to the policy. */
export interface ClusterGroup {
  readonly clusters: number;
  /** Makes so many of the clusters; called at every reset, so that nothing outlasts it. */
  open(clusters: number): ClusterBatch;
  readonly encoding: Encoding;
}

interface OpenGroup {
  readonly clusters: ClusterBatch;
  readonly encoding: Encoding;
  readonly first: number;
  readonly actions: Required<ActionBatch>;
  /** Names of what is summed up for the log, and the sums. */
  readonly names: readonly string[];
  readonly sums: Float64Array;
}

/**
 * Clusters as a training environment. Episodes have seeds of the train split, derived from the reset's seed, the cluster and
 * the episode's number; an episode ends only by its time limit.
 * @param part which of the clusters, counted through all groups; default: all. Their courses are the same among fewer.
 * @example
 * const spec = cluster.clusterSpec({ size: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const open = (clusters: number) => new cluster.SimulatedClusterBatch(clusters, { spec, workload: load, steps: 60 });
 * const encoding = ppo.writeupEncoding({ size: 5, peakRate: 36 });
 * const environment = ppo.clusterEnvironment([{ clusters: 2, open, encoding }]);
 * [environment.batch, environment.observationLength, environment.actionLength]; // -> [2, 31, 6]
 */
export function clusterEnvironment(groups: readonly ClusterGroup[], part?: BatchPart): TrainingEnvironment {
  return new ClusterEnvironment(groups, part ?? { first: 0, count: clusterCount(groups) });
}

/** Number of clusters of all groups. */
export function clusterCount(groups: readonly ClusterGroup[]): number {
  return groups.reduce((sum, { clusters }) => sum + clusters, 0);
}

class ClusterEnvironment extends BatchArrays implements TrainingEnvironment {
  #groups: readonly OpenGroup[];
  #seed = 0;
  #steps = 0;
  readonly #episodes: Int32Array;
  /** What the encodings remember of each cluster's episode. */
  readonly #memories: unknown[];
  readonly #actions: Float32Array;
  /** Each cluster's part of the arrays, made once: a view costs more than what is done with it. */
  readonly #views: readonly {
    readonly action: Float32Array;
    readonly seen: Float64Array;
    readonly reached: Float64Array;
  }[];

  constructor(
    readonly definitions: readonly ClusterGroup[],
    readonly part: BatchPart,
  ) {
    const [first] = definitions;
    if (first === undefined) throw new RangeError("groups must hold at least one group of clusters");
    const { observationLength, actionLength } = first.encoding;
    for (const { encoding } of definitions)
      if (encoding.observationLength !== observationLength || encoding.actionLength !== actionLength)
        throw new RangeError("all groups of clusters must have encodings of the same lengths");
    super({ batch: part.count, observationLength, actionLength });
    this.#groups = openGroups(definitions, part);
    this.#episodes = new Int32Array(this.batch);
    this.#memories = new Array<unknown>(this.batch);
    this.#actions = new Float32Array(this.batch * actionLength);
    this.#views = Array.from({ length: this.batch }, (_, i) => ({
      action: this.#actions.subarray(i * actionLength, (i + 1) * actionLength),
      seen: this.observations.subarray(i * observationLength, (i + 1) * observationLength),
      reached: this.reached.subarray(i * observationLength, (i + 1) * observationLength),
    }));
  }

  reset(seed: number): void {
    this.#seed = seed;
    const sums = this.#groups.map((group) => group.sums);
    this.#groups = openGroups(this.definitions, this.part);
    // The log's means go on over resets.
    this.#groups.forEach((group, i) => {
      group.sums.set(sums[i]);
    });
    this.#episodes.fill(0);
    for (const group of this.#groups)
      for (let b = 0; b < group.clusters.batch; b++) this.#beginEpisode(group, b);
  }

  step(actions: Float32Array): void {
    this.#actions.set(actions);
    for (const group of this.#groups) {
      const { clusters, encoding, first } = group;
      for (let b = 0; b < clusters.batch; b++) {
        const action = encoding.action(this.#views[first + b].action, this.#memories[first + b]);
        setAction(group.actions, b, action, clusters.spec);
      }
      clusters.step(group.actions);
      for (let b = 0; b < clusters.batch; b++) {
        this.rewards[first + b] = clusters.rewards[b];
        this.truncated[first + b] = clusters.truncated[b];
        this.#note(group, b);
        this.#observe(group, b, this.#views[first + b].reached);
      }
    }
    // What was reached is what is seen now, but where an episode begins.
    this.observations.set(this.reached);
    for (const group of this.#groups)
      for (let b = 0; b < group.clusters.batch; b++)
        if (group.clusters.truncated[b]) this.#beginEpisode(group, b);
    this.#steps += this.batch;
  }

  takeMeans(): Readonly<Record<string, number>> {
    const sums: Record<string, number> = {};
    for (const group of this.#groups) {
      group.names.forEach((name, i) => {
        sums[name] = (sums[name] ?? 0) + group.sums[i];
      });
      group.sums.fill(0);
    }
    const means = Object.entries(sums).map(([name, sum]) => [name, sum / this.#steps] as const);
    this.#steps = 0;
    return Object.fromEntries(means);
  }

  /** Every episode has a seed of the train split. */
  #beginEpisode(group: OpenGroup, b: number): void {
    const { clusters, encoding, first } = group;
    const [least, most] = SPLIT_SEEDS.train;
    const episode = this.#episodes[first + b]++;
    const seed = deriveSeed(this.#seed, "episode", this.part.first + first + b, episode);
    clusters.reset(b, least + (seed % (most - least + 1)));
    this.#memories[first + b] = encoding.start({ spec: clusters.spec, price: 1 });
    this.#observe(group, b, this.#views[first + b].seen);
  }

  #observe({ clusters, encoding, first }: OpenGroup, b: number, vector: Float64Array): void {
    const memories = this.#memories;
    memories[first + b] = encoding.observe(clusters.observation(b), memories[first + b], vector);
  }

  #note({ clusters, sums }: OpenGroup, b: number): void {
    const { scaleCommand, scaleEffect, containerSeconds } = clusters.statistics(b);
    const terms = clusters.terms(b);
    let i = 0;
    for (const name in terms) sums[i++] += terms[name];
    if (scaleCommand !== 0) sums[i]++;
    if (scaleEffect !== 0) sums[i + 1]++;
    sums[i + 2] += containerSeconds / (clusters.size * clusters.spec.controlInterval);
  }
}

/** Those of the groups' clusters that are in the part. */
function openGroups(definitions: readonly ClusterGroup[], part: BatchPart): readonly OpenGroup[] {
  const groups: OpenGroup[] = [];
  let passed = 0;
  for (const definition of definitions) {
    const from = Math.max(part.first, passed);
    passed += definition.clusters;
    const to = Math.min(part.first + part.count, passed);
    if (to > from) groups.push(openGroup(definition, to - from, from - part.first));
  }
  return groups;
}

function openGroup({ open, encoding }: ClusterGroup, count: number, first: number): OpenGroup {
  const clusters = open(count);
  const actions = actionBatch(clusters.batch, clusters.spec);
  const terms = Object.keys(clusters.terms(0)).map((name) => `reward/${name}`);
  const names = [...terms, "commandRate", "churnRate", "fleetShare"];
  return { clusters, encoding, first, actions, names, sums: new Float64Array(names.length) };
}
