import { requireNonNegative } from "../check/index.js";
import type { Action } from "../cluster/contract.js";
import type { Controller, Router, ScalingRule } from "./contract.js";
import type { ParameterTable } from "./parameters.js";
import { pickContainers } from "./pick.js";

/** Parameters that every composed controller takes, whatever its rule and router. */
export const commonParameters = {
  dwell: {
    type: "number",
    default: 0,
    minimum: 0,
    maximum: Number.POSITIVE_INFINITY,
    search: { low: 0, high: 120, scale: "linear" },
    unit: "s, divided by the time scale",
    meaning: "no change is asked for until this long after the last one (or the reset); 0 switches it off",
  },
} as const satisfies ParameterTable;

/** What a composed controller is made of. */
export interface Composition {
  readonly name: string;
  readonly rule: ScalingRule;
  readonly router: Router;
  /** Start the fastest and stop the slowest container. Default: the cluster's order. */
  readonly pick?: boolean;
  /** As `commonParameters.dwell`. Default 0. */
  readonly dwell?: number;
}

interface ComposedMemory {
  readonly rule: unknown;
  /** Dwell in s of the cluster's clock. */
  readonly dwell: number;
}

/** Slack in s when the dwell is compared with the clock, against rounding of sums of intervals. */
const CLOCK_SLACK = 1e-9;

/**
 * A controller that scales by `rule` and routes by `router`. Memories are never changed and every decision has an action of
 * its own, so that both may be kept; one controller serves many clusters.
 * @example
 * const rule = control.fixedFleet.create({ fleetSize: 3 });
 * const router = control.roundRobin.create();
 * const controller = control.composeController({ name: "three", rule, router });
 * const spec = cluster.clusterSpec({ size: 5, initialFleet: 2 });
 * const load = workload.workloadByName("constant-0.5");
 * const observation = new cluster.SimulatedCluster({ spec, workload: load, steps: 9 }).reset(1);
 * controller.decide(observation, controller.start(spec, 1)).action.scale; // -> 1
 */
export function composeController(composition: Composition): Controller {
  const { name, rule, router, pick = false, dwell = 0 } = composition;
  requireNonNegative("dwell", dwell);
  return {
    name,
    dispatch: router.dispatch,
    start: (spec, seed): ComposedMemory => ({
      rule: rule.start(spec, seed),
      dwell: dwell / spec.timeScale,
    }),
    decide(observation, memory) {
      const before = memory as ComposedMemory;
      const decision = rule.decide(observation, before.rule);
      const waits = observation.timeSinceScaleChange < before.dwell - CLOCK_SLACK;
      const scale = waits ? 0 : decision.scale;
      const weights = new Float64Array(observation.size);
      router.route(observation, weights);
      const action: Action = pick
        ? { weights, scale, containers: pickContainers(observation, scale) }
        : { weights, scale };
      return { action, memory: { rule: decision.memory, dwell: before.dwell } satisfies ComposedMemory };
    },
  };
}
