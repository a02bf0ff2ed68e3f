import { RandomStream } from "../../../random/index.js";
import { type ClusterSpec, ContainerState } from "../../contract.js";
import { DockerCluster } from "../docker-cluster.js";
import type { LoadGenerator } from "../load/contract.js";
import { constantRequests } from "./constant-requests.js";

/** What became of requests while the fleet changed all the time. */
export interface ScalingReport {
  readonly containers: number;
  /** Scale commands that took effect. */
  readonly events: number;
  /** Containers that came from off to ready, and that went from ready to off. */
  readonly started: number;
  readonly stopped: number;
  readonly seconds: number;
  readonly requests: number;
  /** Answered below 400. */
  readonly answered: number;
  /** Without an answer, or with any other status than the worker's own "the queue is full". */
  readonly lost: number;
  /** Refused by a full queue. */
  readonly refused: number;
}

/** What the check is made with. */
export interface ScalingCheck {
  readonly spec: ClusterSpec;
  /** Scale commands that must take effect. */
  readonly events: number;
  /** Requests/s, all the time. */
  readonly rate: number;
  loadGenerator(): LoadGenerator | Promise<LoadGenerator>;
  readonly signal: AbortSignal;
  onProgress?(done: number, total: number): void;
}

/** Seconds that a start may take for the episode to be long enough. */
const COLD_START = 8;

/**
 * Brings the whole fleet up and down again, over and over, in an order drawn at random and with weights that change, under
 * constant load, until `events` commands have taken effect; then waits for all answers.
 */
export async function checkScaling(check: ScalingCheck): Promise<ScalingReport> {
  const { spec, events, rate, signal } = check;
  const size = spec.containers.length;
  // Most of the time a cold start is longer than a step: then nothing is commanded until all are ready.
  const steps = Math.ceil((events * (size + 1 + COLD_START / spec.controlInterval)) / size);
  const cluster = await DockerCluster.open({
    spec,
    steps,
    schedule: () => constantRequests({ rate, steps, interval: spec.controlInterval, demand: 0.5, seed: 1 }),
    loadGenerator: () => check.loadGenerator(),
    signal,
  });
  try {
    let { state } = await cluster.reset(1);
    const draws = RandomStream.of(1, "scale-events");
    const commands = new Commands(draws);
    const count = { events: 0, started: 0, stopped: 0 };
    let before = Uint8Array.from(state);
    for (let step = 0; step < steps && count.events < events; step++) {
      const scale = commands.next(state);
      const weights = Array.from({ length: size }, () => 0.5 + draws.uniform());
      const container = draws.integer(size);
      const result = await cluster.step({ weights, scale, containers: scale === 0 ? [] : [container] });
      state = result.observation.state;
      count.events += Math.abs(result.statistics.scaleEffect);
      const { ready, off } = ContainerState;
      for (let i = 0; i < size; i++) {
        if (state[i] === ready && before[i] !== ready) count.started++;
        if (state[i] === off && before[i] !== off) count.stopped++;
      }
      before = Uint8Array.from(state);
      check.onProgress?.(count.events, events);
      if (result.truncated) break;
    }
    const seconds = cluster.conditions.at(-1)?.time ?? 0;
    const requests = await cluster.finishLoad();
    const answered = cluster.requests.filter(({ status }) => status >= 200 && status < 400).length;
    const refused = cluster.requests.filter(({ status, server }) => status === 503 && server >= 0).length;
    const lost = requests - answered - refused;
    return { containers: size, ...count, seconds, requests, answered, lost, refused };
  } finally {
    await cluster.close();
  }
}

/** Up until all are ready, down until one is left, and so on; now and then one command goes the other way. */
class Commands {
  #direction: -1 | 1 = 1;

  constructor(readonly draws: RandomStream) {}

  next(state: Uint8Array): number {
    const { off, starting, ready, draining } = ContainerState;
    const count = (...wanted: number[]) => state.filter((value) => wanted.includes(value)).length;
    if (count(ready) === state.length) this.#direction = -1;
    if (count(ready, starting) === 1) this.#direction = 1;
    if (this.draws.uniform() < 0.1) return this.#direction === 1 ? -1 : 1;
    // While the last ones are still starting, there is nothing to command.
    return this.#direction === 1 && count(off, draining) === 0 ? 0 : this.#direction;
  }
}
