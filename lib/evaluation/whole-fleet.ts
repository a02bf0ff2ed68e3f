import { requireInteger, requirePositive } from "../check/index.js";
import {
  actionBatch,
  type ClusterSpec,
  type Controller,
  clusterCapacity,
  clusterSpec,
  dispatchedSpec,
  SimulatedClusterBatch,
  setAction,
} from "../cluster/index.js";
import { deriveSeed } from "../random/index.js";
import { constant } from "../workload/index.js";

/** What `wholeFleetCounts` needs. */
export interface WholeFleetOptions {
  /** Its containers are all ready all the time. */
  readonly spec: ClusterSpec;
  /** Whose weights route, decided each control step, under the dispatch that it names; left out: equal weights under the spec's. */
  readonly controller?: Controller | undefined;
  /** Counts what one common queue for the whole fleet would do with the same requests, in place of the dispatch; default false. */
  readonly commonQueue?: boolean | undefined;
  /** Constant load as a fraction of capacity, up to 2. */
  readonly load: number;
  /** Requests that are counted, about. */
  readonly requests: number;
  /** Whole number >= 0. */
  readonly seed: number;
}

/** Sums over the requests that were counted. */
export interface WholeFleetCounts {
  readonly requests: number;
  readonly completions: number;
  /** Requests slower than the SLA or refused. */
  readonly violations: number;
  /** In s, of completions. */
  readonly responseTimeSum: number;
}

/** Steps are long where nothing is controlled: in s. */
const LONG_STEP = 20;
/** Share of a simulation that passes before it is counted. */
const WARM_UP = 0.1;

/**
 * Simulates a whole fleet under a constant load; what comes in the first tenth isn't counted.
 * @throws RangeError naming the option, and where the controller changes the fleet.
 * @example
 * const spec = cluster.clusterSpec({ size: 5, dispatch: "least-connections" });
 * const { requests, violations } = evaluation.wholeFleetCounts({ spec, load: 0.7, requests: 1e4, seed: 1 });
 * violations / requests < 0.01; // -> true
 */
export function wholeFleetCounts(options: WholeFleetOptions): WholeFleetCounts {
  const { controller, commonQueue = false, load, requests, seed } = options;
  requirePositive("load", load);
  requirePositive("requests", requests);
  requireInteger("seed", seed, 0);
  const spec = clusterSpec({
    ...dispatchedSpec(options.spec, controller ?? {}),
    initialFleet: options.spec.containers.length,
    ...(controller === undefined && { controlInterval: LONG_STEP }),
  });
  const counted = Math.ceil(requests / (load * spec.controlInterval * clusterCapacity(spec)));
  const warmUp = Math.ceil(WARM_UP * counted);
  const simulation = new SimulatedClusterBatch(1, {
    spec,
    workload: constant({ level: load, cap: 2 }),
    steps: warmUp + counted,
    commonQueue,
  });
  simulation.reset(0, seed);
  const actions = actionBatch(1, spec);
  const observation = simulation.observation(0);
  const statistics = simulation.statistics(0);
  const answers = commonQueue ? simulation.commonQueueStatistics(0) : statistics;
  let memory = controller?.start(spec, deriveSeed(seed, "controller"));
  const sums = { requests: 0, completions: 0, violations: 0, responseTimeSum: 0 };
  for (let step = 0; step < warmUp + counted; step++) {
    if (controller !== undefined) {
      const decision = controller.decide(observation, memory);
      memory = decision.memory;
      if (decision.action.scale !== 0)
        throw new RangeError(
          `controller must keep the whole fleet, ${controller.name} changes it by ${decision.action.scale}`,
        );
      setAction(actions, 0, decision.action, spec);
    }
    simulation.step(actions);
    if (step < warmUp) continue;
    sums.requests += statistics.requests;
    sums.completions += answers.completions;
    sums.violations += answers.violations;
    sums.responseTimeSum += answers.responseTimeSum;
  }
  return sums;
}
