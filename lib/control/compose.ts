import { type ParameterTable, requireNonNegative, requireWithin } from "../check/index.js";
import type { Action, Observation } from "../cluster/contract.js";
import { runningCount } from "../cluster/running.js";
import type { Controller, Router, ScalingRule } from "./contract.js";
import { atMost } from "./observed.js";
import { pickContainers } from "./pick.js";
import { isDue } from "./schedule.js";
import { largestWithin, type SlidingMaximum, withValue } from "./sliding-maximum.js";

/** Parameters that every composed controller takes, whatever its rule and router. All of them are off by default. */
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
  window: {
    type: "number",
    default: 0,
    minimum: 0,
    maximum: Number.POSITIVE_INFINITY,
    search: { low: 0, high: 1000, scale: "linear" },
    unit: "s, divided by the time scale",
    meaning:
      "a scale-down goes no lower than the largest fleet asked for within this time; 0 switches it off",
  },
  floor: {
    type: "number",
    default: 0,
    minimum: 0,
    maximum: 1,
    search: { low: 0, high: 1, scale: "linear" },
    unit: "share of N",
    meaning: "least fleet: no fewer containers run than this, rounded up; 0 switches it off",
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
  /** As `commonParameters.window`. Default 0. */
  readonly window?: number;
  /** As `commonParameters.floor`. Default 0. */
  readonly floor?: number;
}

interface ComposedMemory {
  readonly rule: unknown;
  readonly limits: Limits;
  /** Fleets asked for; undefined without a window. */
  readonly fleets: SlidingMaximum | undefined;
}

/** What limits commands to one cluster. */
interface Limits {
  /** Dwell and window in s of the cluster's clock. */
  readonly dwell: number;
  readonly window: number;
  /** Least running containers. */
  readonly floor: number;
  /** Most containers a command starts or stops (k). */
  readonly largest: number;
}

/**
 * A controller that scales by `rule` and routes by `router`. Memories are never changed and every decision has an action of
 * its own, so that both may be kept; one controller serves many clusters.
 *
 * With r containers running, a rule's command s asks for a fleet of d = r + s, cut to 1 .. N. A window lets a scale-down go to
 * max d over the window at most (stabilization, as Kubernetes' horizontal pod autoscaler has it); a floor f lifts what is left
 * to ceil(f N); the result is cut to -k .. k containers; and while the dwell lasts it is 0.
 * @throws RangeError on a senseless dwell, window or floor.
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
  const { name, rule, router, pick = false, dwell = 0, window = 0, floor = 0 } = composition;
  requireNonNegative("dwell", dwell);
  requireNonNegative("window", window);
  requireWithin("floor", floor, 0, 1);
  return {
    name,
    dispatch: router.dispatch,
    start: (spec, seed): ComposedMemory => ({
      rule: rule.start(spec, seed),
      limits: {
        dwell: dwell / spec.timeScale,
        window: window / spec.timeScale,
        // Against rounding of shares: a fifth of 15 is 3.
        floor: Math.ceil(floor * spec.containers.length - 1e-9),
        largest: spec.largestScaleStep,
      },
      fleets: undefined,
    }),
    decide(observation, memory) {
      const { rule: before, limits, fleets: asked } = memory as ComposedMemory;
      const decision = rule.decide(observation, before);
      const fleets = limits.window > 0 ? withFleet(asked, decision.scale, observation) : undefined;
      const scale = limitedScale(decision.scale, observation, limits, fleets);
      const weights = new Float64Array(observation.size);
      router.route(observation, weights);
      const action: Action = pick
        ? { weights, scale, containers: pickContainers(observation, scale) }
        : { weights, scale };
      return { action, memory: { rule: decision.memory, limits, fleets } satisfies ComposedMemory };
    },
  };
}

function withFleet(asked: SlidingMaximum | undefined, scale: number, observation: Observation) {
  const fleet = Math.min(Math.max(runningCount(observation) + scale, 1), observation.size);
  return withValue(asked, fleet, observation.time);
}

function limitedScale(
  asked: number,
  observation: Observation,
  { dwell, window, floor, largest }: Limits,
  fleets: SlidingMaximum | undefined,
): number {
  if (!isDue(dwell, observation.timeSinceScaleChange)) return 0;
  let scale = asked;
  if (fleets !== undefined && scale < 0)
    scale = Math.min(largestWithin(fleets, window) - runningCount(observation), 0);
  if (floor > 0) scale = Math.max(scale, floor - runningCount(observation));
  return atMost(largest, scale);
}
