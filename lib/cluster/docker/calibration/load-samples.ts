import type { RequestRecord } from "../load/contract.js";

/** A part of the load episode with a constant arrival rate. */
export interface Phase {
  /** Arrival rate as a fraction of the nominal capacity; above 1 every queue is full. */
  readonly load: number;
  /** Control steps. */
  readonly steps: number;
}

/** What the load episode of a calibration saw. Steps and containers count from 0. */
export interface LoadSamples {
  readonly phases: readonly Phase[];
  /** Length of a control step in s. */
  readonly interval: number;
  /** When each step was observed, in s since the episode's start. */
  readonly observedAt: readonly number[];
  /** By step and container: share of the own CPU limit, resident memory in MiB, requests held. */
  readonly cpu: readonly Float64Array[];
  readonly memoryMiB: readonly Float64Array[];
  readonly queueDepth: readonly Float64Array[];
  /** Share of the machine's CPUs that was busy, by step. */
  readonly hostBusy: readonly number[];
  readonly requests: readonly RequestRecord[];
}

/** When phase `k` began and ended, in s since the episode's start. */
export function windowOf(
  { phases, interval }: LoadSamples,
  k: number,
): { readonly begin: number; readonly end: number } {
  const steps = phases.slice(0, k).reduce((sum, phase) => sum + phase.steps, 0);
  return { begin: steps * interval, end: (steps + phases[k].steps) * interval };
}

/** Steps from `from` to before `to` lay in phase `k`: by the clock, since a busy machine may have missed some. */
export function stepsOf(samples: LoadSamples, k: number): { readonly from: number; readonly to: number } {
  const { begin, end } = windowOf(samples, k);
  const after = (time: number) => {
    const index = samples.observedAt.findIndex((at) => at > time + samples.interval / 2);
    return index < 0 ? samples.observedAt.length : index;
  };
  return { from: after(begin), to: after(end) };
}

/** A request answered by a known container. */
export interface Served {
  readonly sentAt: number;
  readonly finishedAt: number;
  readonly responseTime: number;
  readonly demand: number;
  /** When the same container finished the request before; -Infinity for its first one. */
  readonly previousFinish: number;
}

/** Successful requests of container `server` in the order in which they were finished. */
export function servedBy(requests: readonly RequestRecord[], server: number): Served[] {
  const own = requests
    .filter((request) => request.server === server && request.status >= 200 && request.status < 400)
    .map((request) => ({ ...request, finishedAt: request.sentAt + request.responseTime }))
    .sort((a, b) => a.finishedAt - b.finishedAt);
  return own.map(({ sentAt, finishedAt, responseTime, demand }, k) => ({
    sentAt,
    finishedAt,
    responseTime,
    demand,
    previousFinish: k === 0 ? Number.NEGATIVE_INFINITY : own[k - 1].finishedAt,
  }));
}
