import { RandomStream } from "../../../random/index.js";
import { mean, quantile } from "../../../statistics/index.js";
import type { ClusterSpec } from "../../contract.js";
import type { StepConditions } from "../conditions.js";
import { DockerCluster } from "../docker-cluster.js";
import type { LoadGenerator, RequestRecord } from "../load/contract.js";
import { constantRequests } from "./constant-requests.js";

/** How the requests that arrived compare with the weights sent, and how well the control loop kept its time (s). */
export interface RoutingReport {
  readonly containers: number;
  readonly requests: number;
  /** Stretches of constant weights, and their length in steps. */
  readonly windows: number;
  readonly windowSteps: number;
  /** Requests that fell into windows; those sent while weights changed are left out. */
  readonly counted: number;
  /** Largest |requests of a server in a window - its share of them|, in requests and as a share of the window's. */
  readonly largestDeviation: number;
  readonly largestShareDeviation: number;
  /** What one observation of all containers took. */
  readonly observationTime: Quantiles;
  /** How much later than due observations began: the control loop's jitter. */
  readonly lateness: Quantiles;
  /** What telling the proxy all weights took, in steps in which they changed. */
  readonly routingTime: Quantiles;
  /** Drift of the clock: the last observation's lateness less the first one's. */
  readonly drift: number;
  /** Mean busy share of the machine, and steps in which it was too busy. */
  readonly hostBusy: number;
  readonly overloadedSteps: number;
  readonly missedIntervals: number;
}

/** Median, 99th percentile and largest value. */
export interface Quantiles {
  readonly median: number;
  readonly p99: number;
  readonly largest: number;
}

/** What the check is made with. */
export interface RoutingCheck {
  /** All of its containers are made ready. */
  readonly spec: ClusterSpec;
  /** Requests to count. */
  readonly requests: number;
  /** Requests/s. */
  readonly rate: number;
  loadGenerator(): LoadGenerator | Promise<LoadGenerator>;
  readonly signal: AbortSignal;
  onProgress?(done: number, total: number): void;
}

/** Steps in which weights stay as they are. */
const WINDOW_STEPS = 10;

/** A request sent this many s after the weights were told went to a server that was chosen by them. */
const SETTLING = 0.1;

interface Window {
  readonly from: number;
  readonly to: number;
  readonly shares: Float64Array;
}

/** Sends requests of a fifth of the mean demand at a fixed fleet, with new random weights every ten steps. */
export async function checkRouting(check: RoutingCheck): Promise<RoutingReport> {
  const size = check.spec.containers.length;
  const spec = { ...check.spec, initialFleet: size };
  const interval = spec.controlInterval;
  // Some fall between windows.
  const windows = Math.ceil((1.05 * check.requests) / (check.rate * interval * WINDOW_STEPS));
  const steps = windows * WINDOW_STEPS;
  const cluster = await DockerCluster.open({
    spec,
    steps,
    schedule: () => constantRequests({ rate: check.rate, steps, interval, demand: 0.2, seed: 2 }),
    loadGenerator: () => check.loadGenerator(),
    signal: check.signal,
  });
  try {
    await cluster.reset(1);
    const draws = RandomStream.of(1, "weights");
    const seen: Window[] = [];
    let weights: number[] = [];
    for (let step = 0; step < steps; step++) {
      const isNew = step % WINDOW_STEPS === 0;
      if (isNew) weights = Array.from({ length: size }, () => 0.2 + draws.uniform());
      const { observation, truncated } = await cluster.step({ weights, scale: 0 });
      const { time, actionDelay } = cluster.conditions[step];
      const begun = (cluster.conditions[step - 1]?.time ?? 0) + actionDelay + SETTLING;
      if (isNew) seen.push({ from: begun, to: time, shares: Float64Array.from(observation.lastWeights) });
      else seen.push({ ...(seen.pop() as Window), to: time });
      check.onProgress?.(step + 1, steps);
      // Where intervals were missed, the requests are over before the steps.
      if (truncated) break;
    }
    const requests = await cluster.finishLoad();
    return {
      containers: size,
      requests,
      windows: seen.length,
      windowSteps: WINDOW_STEPS,
      ...deviations(seen, cluster.requests),
      ...timing(cluster.conditions),
    };
  } finally {
    await cluster.close();
  }
}

function deviations(windows: readonly Window[], requests: readonly RequestRecord[]) {
  let [counted, largestDeviation, largestShareDeviation] = [0, 0, 0];
  for (const { from, to, shares } of windows) {
    const inside = requests.filter(({ sentAt, server }) => sentAt >= from && sentAt < to && server >= 0);
    const counts = new Float64Array(shares.length);
    for (const { server } of inside) counts[server]++;
    counted += inside.length;
    for (const [i, count] of counts.entries()) {
      const deviation = Math.abs(count - shares[i] * inside.length);
      largestDeviation = Math.max(largestDeviation, deviation);
      largestShareDeviation = Math.max(largestShareDeviation, deviation / inside.length);
    }
  }
  return { counted, largestDeviation, largestShareDeviation };
}

function timing(conditions: readonly StepConditions[]) {
  const lateness = conditions.map((step) => step.lateness);
  return {
    observationTime: quantiles(conditions.map((step) => step.observationTime)),
    lateness: quantiles(lateness),
    routingTime: quantiles(
      conditions.filter(({ step }) => step % WINDOW_STEPS === 0).map((step) => step.routingTime),
    ),
    drift: lateness[lateness.length - 1] - lateness[0],
    hostBusy: mean(conditions.map((step) => step.hostBusy)),
    overloadedSteps: conditions.filter((step) => step.hostOverloaded === 1).length,
    missedIntervals: conditions.reduce((sum, step) => sum + step.missed, 0),
  };
}

function quantiles(values: readonly number[]): Quantiles {
  return { median: quantile(values, 0.5), p99: quantile(values, 0.99), largest: quantile(values, 1) };
}
