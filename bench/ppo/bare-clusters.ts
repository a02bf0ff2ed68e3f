import { cluster, type ppo, random } from "fleetlab";
import type { SpeedSettings } from "./settings.js";

const { writeupErrorRate, writeupLatency, writeupMemory, writeupNumberInSystem } = cluster;
const { WRITEUP_PEAK_PER_NODE, WRITEUP_SERVICE_RATE, WRITEUP_USERS_PER_NODE } = cluster;
const { WRITEUP_MODEL, WRITEUP_REWARD_WEIGHTS, WRITEUP_SCALE_DOWN, WRITEUP_SCALE_UP } = cluster;
const { RandomStream } = random;

/** The traffic's highest rate as a share of capacity, as workloads have it. */
const HIGHEST_RATE = 0.95;

/**
 * The write-up's memoryless clusters as each peer has them (bench/peers/writeup_cluster.py): what a policy is shown and
 * rewarded with, and nothing besides. The library's own `WriteupClusterBatch` counts requests, response times and
 * reward terms as well. Nodes start and stop in the cluster's order, so a fleet is a number; a step creates no object.
 */
export class BareClusters implements ppo.TrainingEnvironment {
  readonly batch: number;
  readonly observationLength: number;
  readonly actionLength: number;
  readonly rewards: Float64Array;
  readonly terminated: Uint8Array;
  readonly truncated: Uint8Array;
  readonly #seen: Float64Array;
  readonly #last: Float64Array;
  readonly #fleet: Int32Array;
  /** The last command that wasn't hold. */
  readonly #command: Int8Array;
  /** Where each cluster's day begins. */
  readonly #phase: Float64Array;
  readonly #streams: random.RandomStream[] = [];
  /** Shares of the nodes of the cluster that is stepped. */
  readonly #shares: Float64Array;
  #tick = 0;

  /**
   * @param part which of the clusters: the courses are the same among fewer.
   * @param noise factor on the standard deviations of the noise.
   */
  constructor(
    readonly settings: Pick<SpeedSettings, "size" | "clusters" | "episodeSteps" | "traffic">,
    readonly part: ppo.BatchPart = { first: 0, count: settings.clusters },
    readonly noise = 1,
  ) {
    const { size } = settings;
    const { count } = part;
    this.batch = count;
    this.observationLength = 6 * size + 1;
    this.actionLength = size + 1;
    this.rewards = new Float64Array(count);
    this.terminated = new Uint8Array(count);
    this.truncated = new Uint8Array(count);
    this.#seen = new Float64Array(count * this.observationLength);
    this.#last = new Float64Array(count * this.observationLength);
    this.#fleet = new Int32Array(count);
    this.#command = new Int8Array(count);
    this.#phase = new Float64Array(count);
    this.#shares = new Float64Array(size);
  }

  get observations(): Float64Array {
    return this.#seen;
  }

  /** The same as what is seen, but where new episodes have begun, which they do everywhere at once. */
  get reached(): Float64Array {
    return this.#tick === 0 ? this.#last : this.#seen;
  }

  reset(seed: number): void {
    for (let b = 0; b < this.batch; b++)
      this.#streams[b] = RandomStream.of(seed, "bare-cluster", this.part.first + b);
    this.#begin();
  }

  step(actions: Float32Array | Float64Array): void {
    const isLast = this.#tick + 1 === this.settings.episodeSteps;
    for (let b = 0; b < this.batch; b++) {
      this.rewards[b] = this.#stepCluster(b, actions);
      this.truncated[b] = isLast ? 1 : 0;
    }
    this.#tick++;
    if (!isLast) return;
    this.#last.set(this.#seen);
    this.#begin();
  }

  takeMeans(): Readonly<Record<string, number>> {
    return {};
  }

  /** Where the day of an episode of cluster `b` begins, in radians. */
  protected phase(b: number): number {
    return 2 * Math.PI * this.#streams[b].uniform();
  }

  /** Starts an episode in every cluster: one node under the first tick's users. */
  #begin(): void {
    this.#tick = 0;
    this.#seen.fill(0);
    this.#shares[0] = 1;
    for (let b = 0; b < this.batch; b++) {
      this.#phase[b] = this.phase(b);
      this.#fleet[b] = 1;
      this.#command[b] = 0;
      this.#serve(b, false);
    }
  }

  #stepCluster(b: number, actions: Float32Array | Float64Array): number {
    const { size } = this.settings;
    const from = b * this.actionLength;
    const scale = actions[from + size];
    const command = scale >= WRITEUP_SCALE_UP ? 1 : scale <= WRITEUP_SCALE_DOWN ? -1 : 0;
    const isReversed = command !== 0 && command === -this.#command[b];
    if (command !== 0) this.#command[b] = command;
    const before = this.#fleet[b];
    const fleet = Math.min(Math.max(before + command, 1), size);
    this.#fleet[b] = fleet;
    if (fleet < before) this.#showOff(b, fleet);
    this.#share(actions, from, fleet);
    return this.#serve(b, isReversed);
  }

  /** A node that is off shows zeros. */
  #showOff(b: number, node: number): void {
    const { size } = this.settings;
    const from = b * this.observationLength + node;
    for (let block = 0; block < 6; block++) this.#seen[from + block * size] = 0;
  }

  /** The first `fleet` weights, cut to [0, 1], as shares of their sum; equal ones where all are 0. */
  #share(actions: Float32Array | Float64Array, from: number, fleet: number): void {
    const shares = this.#shares;
    let sum = 0;
    for (let i = 0; i < fleet; i++) {
      const weight = unit(actions[from + i]);
      shares[i] = weight;
      sum += weight;
    }
    if (sum > 0) for (let i = 0; i < fleet; i++) shares[i] /= sum;
    else shares.fill(1 / fleet, 0, fleet);
  }

  /** What the nodes show under this tick's users, and the reward. */
  #serve(b: number, isReversed: boolean): number {
    const { size } = this.settings;
    const seen = this.#seen;
    const shares = this.#shares;
    const stream = this.#streams[b];
    const fleet = this.#fleet[b];
    const users = this.#users(b);
    const cpuNoise = this.noise * WRITEUP_MODEL.cpuNoise;
    const latencyNoise = this.noise * WRITEUP_MODEL.latencyNoise;
    const memoryNoise = this.noise * WRITEUP_MODEL.memoryNoise;
    const first = b * this.observationLength;
    let cpuSum = 0;
    let memorySum = 0;
    let latencySum = 0;
    let errorSum = 0;
    let waiting = 0;
    for (let i = 0; i < fleet; i++) {
      const utilization = (users * shares[i]) / WRITEUP_SERVICE_RATE;
      const number = writeupNumberInSystem(utilization);
      const errors = writeupErrorRate(utilization);
      const cpu = unit(utilization + cpuNoise * stream.normal());
      const latency = writeupLatency(utilization) * (1 + Math.abs(latencyNoise * stream.normal()));
      const memory = unit(writeupMemory(number) + memoryNoise * stream.normal());
      cpuSum += cpu;
      memorySum += memory;
      latencySum += latency;
      errorSum += errors;
      waiting += number - utilization;
      const k = first + i;
      seen[k] = cpu;
      seen[k + size] = memory;
      seen[k + 3 * size] = Math.min(latency, 1);
      seen[k + 4 * size] = errors;
      seen[k + 5 * size] = 1;
    }
    const queue = Math.min(waiting / (3 * size), 1);
    seen.fill(queue, first + 2 * size, first + 2 * size + fleet);
    seen[first + 6 * size] = Math.min(users / (WRITEUP_PEAK_PER_NODE * size), 1);
    const cpu = cpuSum / fleet;
    const memory = memorySum / fleet;
    const latency = Math.min(latencySum / fleet, 1);
    const weights = WRITEUP_REWARD_WEIGHTS;
    return -(
      weights.latency * (latency > 0.1 ? latency * latency : 0) +
      weights.errors * (errorSum / fleet) +
      weights.cost * (fleet / size) +
      weights.saturation * (above(memory, 0.85) + above(cpu, 0.92)) +
      weights.idle * above(0.4, cpu) +
      weights.preventive * above(cpu, 0.85) +
      weights.friction * (isReversed ? 1 : 0) +
      weights.queue * queue
    );
  }

  /** Users of this tick: the mean of a day's rise and fall over it. */
  #users(b: number): number {
    const { size, traffic } = this.settings;
    const { level, amplitude, period } = traffic;
    const half = Math.PI / period;
    const wave = Math.sin(2 * half * this.#tick + this.#phase[b] + half) * (Math.sin(half) / half);
    return WRITEUP_USERS_PER_NODE * size * Math.min(level * (1 + amplitude * wave), HIGHEST_RATE);
  }
}

function unit(value: number): number {
  return Math.min(Math.max(value, 0), 1);
}

function above(value: number, limit: number): number {
  return value > limit ? value - limit : 0;
}
