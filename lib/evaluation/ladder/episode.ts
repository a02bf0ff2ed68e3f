import { requireInteger } from "../../check/index.js";
import {
  type ActionBatch,
  actionBatch,
  type ClusterSpec,
  type CommonQueueStatistics,
  type Controller,
  type Dispatch,
  dispatchedSpec,
  SimulatedClusterBatch,
  type StepStatistics,
  setAction,
} from "../../cluster/index.js";
import { startFleet } from "../../control/index.js";
import { deriveSeed } from "../../random/index.js";
import type { Workload } from "../../workload/index.js";
import { FleetChanges } from "../fleet-changes.js";
import { LADDER_STEPS, ladderTraceRequest, warmUpSteps } from "./scale.js";

/**
 * What an episode of the ladder counts, in steps after the warm-up. As in a record, everything counts in the step in which it
 * happens: a request where it arrives, a violation where it becomes certain. So a request that arrives at the end of the warm-up
 * may bring a violation and no request, and one at the end of the episode a request and no violation: one edge for the other, of
 * one SLA each.
 */
export interface LadderCounts {
  /** Control steps that were simulated, those of the warm-up included: what an episode costs. */
  readonly steps: number;
  /** Length of what is counted in s. */
  readonly time: number;
  /** Requests that arrived. */
  readonly requests: number;
  /** Requests answered. */
  readonly completions: number;
  /** SLA violations, errors included: violations / requests is the violation rate. */
  readonly violations: number;
  /** Requests refused. */
  readonly errors: number;
  /** Container-seconds billed; / (N time) is the fleet as a share of N. */
  readonly containerSeconds: number;
  /** Sum of response times of completions in s. */
  readonly responseTimeSum: number;
  /** Steps in which the fleet really changed. */
  readonly changes: number;
  /** Steps in which a change was asked for. */
  readonly commands: number;
  /** Changes against the change before, at most `REVERSAL_WINDOW` steps after it. */
  readonly reversals: number;
  /** With `routingBound`: what one common queue would have done with the same requests on the same fleet path, as above. */
  readonly boundCompletions?: number;
  readonly boundViolations?: number;
  readonly boundErrors?: number;
  readonly boundResponseTimeSum?: number;
}

/** What the episodes of a runner share. */
export interface LadderRunnerOptions {
  readonly spec: ClusterSpec;
  /** Control steps that are counted; default `LADDER_STEPS`. */
  readonly steps?: number;
  /** Whether the bound on routing is counted, too: one common queue in place of the containers' own. Default: no. */
  readonly routingBound?: boolean;
}

/** What one episode needs. */
export interface LadderEpisode {
  readonly workload: Workload;
  readonly controller: Controller;
  /** Whole number >= 0, of the workload's split: the same seed brings the same requests, whoever controls. */
  readonly seed: number;
}

/**
 * Episodes of the ladder on one simulated cluster, many after each other: an episode starts with the fleet that its first rate
 * needs (`startFleet`) and is counted after the warm-up (`warmUpSteps`). A controller's dispatch is followed. Nothing is kept of
 * a step but its counts.
 * @example
 * const runner = new evaluation.LadderRunner({ spec: evaluation.ladderSpec({ size: 5 }), steps: 60 });
 * const load = evaluation.ladderTrainWorkload(0, { size: 5 });
 * const controller = control.createController("static");
 * const { steps, time } = runner.episode({ workload: load, controller, seed: 1 });
 * [steps, time]; // -> [90, 60]
 */
export class LadderRunner {
  readonly spec: ClusterSpec;
  /** Control steps that are counted. */
  readonly steps: number;
  /** Control steps before them. */
  readonly warmUp: number;
  readonly #routingBound: boolean;
  readonly #clusters = new Map<Dispatch, SimulatedClusterBatch>();
  readonly #actions: Required<ActionBatch>;
  readonly #changes = new FleetChanges();

  /** @throws RangeError unless `steps` is a whole number of at least 1. */
  constructor({ spec, steps = LADDER_STEPS, routingBound = false }: LadderRunnerOptions) {
    requireInteger("steps", steps, 1);
    this.#routingBound = routingBound;
    this.spec = spec;
    this.steps = steps;
    this.warmUp = warmUpSteps(spec);
    this.#actions = actionBatch(1, spec);
  }

  /** Runs one episode. @throws RangeError on a seed that the workload doesn't take. */
  episode({ workload, controller, seed }: LadderEpisode): LadderCounts {
    const { spec, warmUp, steps } = this;
    const rates = workload.trace(ladderTraceRequest(spec, seed, steps));
    const cluster = this.#cluster(controller);
    cluster.reset(0, seed, startFleet(spec, rates[0]), rates);
    const observation = cluster.observation(0);
    const statistics = cluster.statistics(0);
    const counts = new Counts();
    const bound = this.#routingBound ? new BoundCounts(cluster.commonQueueStatistics(0)) : undefined;
    this.#changes.clear();
    let memory = controller.start(cluster.spec, deriveSeed(seed, "controller"));
    for (let step = 0; step < warmUp + steps; step++) {
      const decision = controller.decide(observation, memory);
      memory = decision.memory;
      setAction(this.#actions, 0, decision.action, spec);
      cluster.step(this.#actions);
      if (step < warmUp) continue;
      counts.add(statistics);
      bound?.add();
      this.#changes.note(step, statistics.scaleEffect);
    }
    const { changes, reversals } = this.#changes;
    const time = steps * spec.controlInterval;
    return { steps: warmUp + steps, time, ...counts, changes, reversals, ...bound?.sums };
  }

  /** The cluster under the controller's dispatch. */
  #cluster(controller: Controller): SimulatedClusterBatch {
    const spec = dispatchedSpec(this.spec, controller);
    let cluster = this.#clusters.get(spec.dispatch);
    if (cluster === undefined) {
      cluster = new SimulatedClusterBatch(1, {
        spec,
        steps: this.warmUp + this.steps,
        commonQueue: this.#routingBound,
      });
      this.#clusters.set(spec.dispatch, cluster);
    }
    return cluster;
  }
}

/** Sums of a step's statistics. */
class Counts {
  requests = 0;
  completions = 0;
  violations = 0;
  errors = 0;
  containerSeconds = 0;
  responseTimeSum = 0;
  commands = 0;

  add(statistics: StepStatistics): void {
    this.requests += statistics.requests;
    this.completions += statistics.completions;
    this.violations += statistics.violations;
    this.errors += statistics.errors;
    this.containerSeconds += statistics.containerSeconds;
    this.responseTimeSum += statistics.responseTimeSum;
    if (statistics.scaleCommand !== 0) this.commands++;
  }
}

/** Sums of a step of the common queue. */
class BoundCounts {
  readonly sums = { boundCompletions: 0, boundViolations: 0, boundErrors: 0, boundResponseTimeSum: 0 };

  constructor(readonly statistics: CommonQueueStatistics) {}

  add(): void {
    const { sums, statistics } = this;
    sums.boundCompletions += statistics.completions;
    sums.boundViolations += statistics.violations;
    sums.boundErrors += statistics.errors;
    sums.boundResponseTimeSum += statistics.responseTimeSum;
  }
}

/**
 * One episode of the ladder, on a cluster of its own. For many on the same spec a `LadderRunner` is faster.
 * @throws RangeError as `LadderRunner`.
 * @example
 * const spec = evaluation.ladderSpec({ size: 5, largestScaleStep: 1 });
 * const load = evaluation.ladderWorkload("ladder-constant-0.7", { size: 5, purpose: "tuning" });
 * const controller = control.createController("threshold");
 * const counts = evaluation.ladderEpisode({ spec, workload: load, controller, seed: 100_000 });
 * [counts.steps, counts.time]; // -> [330, 300]
 */
export function ladderEpisode(options: LadderRunnerOptions & LadderEpisode): LadderCounts {
  return new LadderRunner(options).episode(options);
}
