import { evaluationSeed } from "../../evaluation/index.js";
import type { PlannedRun, RunPlan } from "../real-plan/plan.js";
import type { Method } from "./methods.js";

/** Controllers that keep the whole fleet, and the dispatch that each brings. */
export const DISPATCH_CONTROLLERS: Readonly<Record<string, Method>> = Object.freeze({
  static: "round-robin",
  "static+power-of-two": "power-of-two",
  "static+least-connections": "least-connections",
});

/**
 * Runs that set the real proxy's dispatches beside the simulator's: the whole fleet from the start, so that scaling plays no part,
 * at two constant loads, each with more than 20,000 requests for each dispatch.
 */
export const DISPATCH_PLAN = Object.freeze({
  controllers: Object.freeze(Object.keys(DISPATCH_CONTROLLERS)),
  size: 15,
  /** Workloads, and control steps of a run. */
  loads: Object.freeze([
    { workload: "constant-0.5", load: 0.5, steps: 118 },
    { workload: "constant-0.7", load: 0.7, steps: 84 },
  ]),
  /** Runs of each dispatch at each load, paired by requests. */
  runs: 3,
  seed: 1,
});

/**
 * The plan in the order in which its runs are made: run by run, each load, each dispatch, so that whatever has been measured when
 * it stops is balanced.
 */
export function dispatchPlan(): RunPlan {
  return { name: "real-dispatch", runs: dispatchRuns(), seed: DISPATCH_PLAN.seed, config: DISPATCH_PLAN };
}

/** The plan's runs. */
export function dispatchRuns(): readonly PlannedRun[] {
  const { controllers, size, loads, runs, seed } = DISPATCH_PLAN;
  return Array.from({ length: runs }, (_, run) =>
    loads.flatMap(({ workload, steps }) =>
      controllers.map((controller) => ({
        controller,
        phase: "" as const,
        trainingSeed: Number.NaN,
        size,
        steps,
        workload,
        run,
        evaluationSeed: evaluationSeed(seed, { workload, size, run }),
      })),
    ),
  ).flat();
}
