import type { ClusterSpec, Dispatch } from "../../contract.js";
import { clusterCapacity, clusterSpec, STANDARD_CONTAINER } from "../../spec.js";
import { DockerCluster } from "../docker-cluster.js";
import type { LoadGenerator, RequestRecord } from "../load/contract.js";
import { constantRequests } from "./constant-requests.js";

/** How a dispatch spreads requests over three equal containers and a slow one, and what draining does to them. */
export interface DispatchReport {
  readonly dispatch: Dispatch;
  /** Requests of both loads, and those of them that no worker answered. */
  readonly requests: number;
  readonly lost: number;
  /** Share of the light load that went to a container with twice the weight of each of the three others. */
  readonly heavyShare: number;
  /** Share of the full load that went to the slow container, at equal weights. */
  readonly slowShare: number;
  /** Requests that two containers held when they were told to drain, and requests that they were given afterwards. */
  readonly drained: number;
  readonly sentToDraining: number;
}

/** What the check is made with. */
export interface DispatchCheck {
  readonly dispatch: Dispatch;
  loadGenerator(spec: ClusterSpec): LoadGenerator | Promise<LoadGenerator>;
  readonly signal: AbortSignal;
  onProgress?(done: number, total: number): void;
}

/** Indices of the container with twice the weight, of the two that are drained, and of the one with half the service rate. */
const HEAVY = 0;
const DRAINED = [1, 2];
const SLOW = 3;

/** Steps of an episode, and of them those before containers drain. */
const STEPS = 28;
const STEADY_STEPS = 24;

/** Seeds of the light load's and of the full load's episode. */
const LIGHT = 1;
const FULL = 2;

/** A request sent this many s after the weights were told went to a server that was chosen by them. */
const SETTLING = 0.1;

/**
 * Measures how `dispatch` treats weights and slow containers: first a light load, under which a container is hardly ever
 * busy when a request comes, with weights 2 : 1 : 1 : 1; then three quarters of the capacity with equal weights, at the end of
 * which two containers are drained.
 */
export async function checkDispatch(check: DispatchCheck): Promise<DispatchReport> {
  const { dispatch, signal, onProgress } = check;
  const slow = { ...STANDARD_CONTAINER, cpuShare: 0.02, serviceRate: STANDARD_CONTAINER.serviceRate / 2 };
  const containers = Array.from({ length: 4 }, (_, i) => (i === SLOW ? slow : STANDARD_CONTAINER));
  const spec = clusterSpec({ containers, initialFleet: 4, largestScaleStep: DRAINED.length, dispatch });
  const load = (seed: number) =>
    seed === LIGHT ? { rate: 10, demand: 0.1 } : { rate: 0.75 * clusterCapacity(spec), demand: 1 };
  const interval = spec.controlInterval;
  const cluster = await DockerCluster.open({
    spec,
    steps: STEPS,
    schedule: (seed) => constantRequests({ ...load(seed), steps: STEPS, interval, seed }),
    loadGenerator: () => check.loadGenerator(spec),
    signal,
  });
  try {
    const light = await lightLoad(cluster, (done) => onProgress?.(done, 2 * STEPS));
    const full = await fullLoad(cluster, (done) => onProgress?.(STEPS + done, 2 * STEPS));
    const { heavyShare } = light;
    const { slowShare, drained, sentToDraining } = full;
    return {
      dispatch,
      requests: light.requests + full.requests,
      lost: light.lost + full.lost,
      heavyShare,
      slowShare,
      drained,
      sentToDraining,
    };
  } finally {
    await cluster.close();
  }
}

async function lightLoad(cluster: DockerCluster, onStep: (done: number) => void) {
  await cluster.reset(LIGHT);
  const weights = cluster.spec.containers.map((_, i) => (i === HEAVY ? 2 : 1));
  for (let isOver = false, step = 1; !isOver; step++) {
    isOver = (await cluster.step({ weights, scale: 0 })).truncated;
    onStep(step);
  }
  return { ...(await counted(cluster)), heavyShare: share(cluster.requests, HEAVY) };
}

async function fullLoad(cluster: DockerCluster, onStep: (done: number) => void) {
  const { queueDepth } = await cluster.reset(FULL);
  const weights = cluster.spec.containers.map(() => 1);
  let drained = 0;
  let [drainingFrom, drainingTold] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let isOver = false, step = 1; !isOver; step++) {
    const isDraining = step === STEADY_STEPS + 1;
    if (isDraining) {
      drained = DRAINED.reduce((sum, i) => sum + queueDepth[i], 0);
      drainingFrom = cluster.conditions[cluster.conditions.length - 1].time;
    }
    const change = isDraining ? { scale: -DRAINED.length, containers: DRAINED } : { scale: 0 };
    isOver = (await cluster.step({ weights, ...change })).truncated;
    if (isDraining)
      drainingTold = drainingFrom + cluster.conditions[cluster.conditions.length - 1].actionDelay;
    onStep(step);
  }
  const count = await counted(cluster);
  const steady = cluster.requests.filter(({ sentAt }) => sentAt < drainingFrom);
  const late = cluster.requests.filter(({ sentAt }) => sentAt > drainingTold + SETTLING);
  return {
    ...count,
    slowShare: share(steady, SLOW),
    drained,
    sentToDraining: late.filter(({ server }) => DRAINED.includes(server)).length,
  };
}

/** Waits for the episode's last answers. */
async function counted(cluster: DockerCluster) {
  const requests = await cluster.finishLoad();
  return { requests, lost: requests - cluster.requests.filter(({ server }) => server >= 0).length };
}

/** Share of `requests` that container `i` answered. */
function share(requests: readonly RequestRecord[], i: number): number {
  return requests.filter(({ server }) => server === i).length / requests.length;
}
