import { actionBatch, clusterSpec, type Dispatch, SimulatedClusterBatch } from "../../cluster/index.js";
import { ekm1, mm1, mm1k } from "../../queueing/index.js";
import { constant } from "../../workload/index.js";

/** A cluster whose containers are queues with a known solution. */
export interface TheoryCase {
  /** "M/M/1", "M/M/1/32", "E5/M/1", ... */
  readonly model: string;
  readonly dispatch: Dispatch;
  /** Containers, all ready, with equal weights. */
  readonly size: number;
  readonly queueLimit: number;
  /** Offered work a container, lambda / (N mu). */
  readonly utilization: number;
  /** Exact mean response time of answered requests in s. */
  readonly meanResponseTime: number;
  /** Exact share of refused requests. */
  readonly blockingProbability: number;
}

/** One run of a case. */
export interface TheoryRun {
  readonly requests: number;
  readonly responseTimeMean: number;
  readonly refusedShare: number;
}

/** Queue limit that is as good as none: at utilisation .95 a queue reaches it with probability below 1e-22. */
const UNBOUNDED = 1000;
const SERVICE_RATE = 8;
const UTILIZATIONS = [0.5, 0.8, 0.95] as const;

/**
 * What the simulator is checked against: random dispatch makes each container an M/M/1 (or M/M/1/K) queue of its own by
 * Poisson splitting; smooth weighted round robin with equal weights gives each every N-th arrival, an E_N/M/1 queue.
 */
export function theoryCases(): readonly TheoryCase[] {
  return UTILIZATIONS.flatMap((utilization) => {
    const arrivalRate = utilization * SERVICE_RATE;
    const free = mm1({ arrivalRate, serviceRate: SERVICE_RATE });
    const bounded = mm1k({ arrivalRate, serviceRate: SERVICE_RATE, capacity: 32 });
    const splitting: TheoryCase[] = [
      {
        model: "M/M/1",
        dispatch: "random",
        size: 25,
        queueLimit: UNBOUNDED,
        utilization,
        meanResponseTime: free.meanResponseTime,
        blockingProbability: 0,
      },
      {
        model: "M/M/1/32",
        dispatch: "random",
        size: 25,
        queueLimit: 32,
        utilization,
        meanResponseTime: bounded.meanResponseTime,
        blockingProbability: bounded.blockingProbability,
      },
    ];
    const turns = [5, 25].map(
      (size): TheoryCase => ({
        model: `E${size}/M/1`,
        dispatch: "smooth-weighted-round-robin",
        size,
        queueLimit: UNBOUNDED,
        utilization,
        meanResponseTime: ekm1({ arrivalRate, serviceRate: SERVICE_RATE, phases: size }).meanResponseTime,
        blockingProbability: 0,
      }),
    );
    return [...splitting, ...turns];
  });
}

/** Seconds until the empty start is forgotten: ten relaxation times 1 / (mu (1 - sqrt rho)^2) of M/M/1. */
function warmUpSteps(utilization: number): number {
  return Math.ceil(10 / (SERVICE_RATE * (1 - Math.sqrt(utilization)) ** 2));
}

/** Simulates one run of `steps` s after the warm-up with equal weights and a fixed, full fleet. */
export function theoryRun(theory: TheoryCase, steps: number, seed: number): TheoryRun {
  const { size, queueLimit, dispatch, utilization } = theory;
  const warmUp = warmUpSteps(utilization);
  const spec = clusterSpec({ size, initialFleet: size, queueLimit, dispatch });
  const simulation = new SimulatedClusterBatch(1, {
    spec,
    workload: constant({ level: utilization }),
    steps: warmUp + steps,
  });
  simulation.reset(0, seed);
  const actions = actionBatch(1, spec);
  const statistics = simulation.statistics(0);
  let requests = 0;
  let refused = 0;
  let completions = 0;
  let responseTimeSum = 0;
  for (let step = 0; step < warmUp + steps; step++) {
    simulation.step(actions);
    if (step < warmUp) continue;
    requests += statistics.requests;
    refused += statistics.errors;
    completions += statistics.completions;
    responseTimeSum += statistics.responseTimeSum;
  }
  return { requests, responseTimeMean: responseTimeSum / completions, refusedShare: refused / requests };
}
