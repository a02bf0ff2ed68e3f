import { type ClusterSpec, clusterCapacity, clusterSpec } from "../../cluster/index.js";
import type { TraceRequest } from "../../workload/index.js";

/** Numbers of containers, N, that the ladder is measured at. */
export const LADDER_SIZES: readonly number[] = Object.freeze([5, 10, 15, 20, 25]);

/** Control steps of an episode that are counted. */
export const LADDER_STEPS = 300;

/** Prices of an SLA violation in container-seconds: a method has a setting for each. */
export const STANDARD_PRICES: readonly number[] = Object.freeze([0.1, 0.3, 1, 3, 10, 30]);

/** Violation rates at which the fleet that a method needs is read. */
export const LADDER_LEVELS: readonly number[] = Object.freeze([0.003, 0.01, 0.03]);

/** Fewest steps before an episode is counted, and how many cold starts it has had by then at least. */
const WARM_UP = Object.freeze({ steps: 30, coldStarts: 3 });

/** What can differ from the standard scale. */
export type LadderSpecOptions = Partial<Omit<ClusterSpec, "containers" | "initialFleet">> & {
  /** N. */
  readonly size: number;
};

/**
 * The ladder's cluster of `size` containers, on the scale that both worlds share: defaults are those of `clusterSpec`. How many
 * containers are ready at the start is the episode's (`startFleet`).
 * @throws RangeError naming the field and its value.
 * @example
 * const spec = evaluation.ladderSpec({ size: 15, largestScaleStep: 4 });
 * [spec.containers.length, spec.timeScale, spec.sla, spec.largestScaleStep]; // -> [15, 10, 1.25, 4]
 */
export function ladderSpec(options: LadderSpecOptions): ClusterSpec {
  return clusterSpec(options);
}

/**
 * Control steps at the beginning of an episode that are not counted: 30, or as many as three cold starts take, the longer.
 * @example
 * evaluation.warmUpSteps(evaluation.ladderSpec({ size: 15, coldStart: 20 })); // -> 60
 */
export function warmUpSteps({ coldStart, controlInterval }: ClusterSpec): number {
  return Math.max(WARM_UP.steps, Math.ceil((WARM_UP.coldStarts * coldStart) / controlInterval));
}

/**
 * What a workload is asked for in an episode of the ladder: rates of all its control steps, those of the warm-up included.
 * @param steps control steps that are counted.
 * @example
 * const request = evaluation.ladderTraceRequest(evaluation.ladderSpec({ size: 5 }), 200_000);
 * [request.slots, request.capacity]; // -> [330, 40]
 * const load = evaluation.ladderWorkload("ladder-ramp-0.5-1.5", { size: 5 });
 * workload.cutShare(load, request) < 0.1; // -> true
 */
export function ladderTraceRequest(spec: ClusterSpec, seed: number, steps = LADDER_STEPS): TraceRequest {
  return {
    seed,
    capacity: clusterCapacity(spec),
    slots: warmUpSteps(spec) + steps,
    slotLength: spec.controlInterval,
    timeScale: spec.timeScale,
  };
}
