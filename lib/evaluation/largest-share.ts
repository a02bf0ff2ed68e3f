import { ContainerState, type Observation } from "../cluster/index.js";
import type { Controller } from "../control/contract.js";
import { mean } from "../statistics/index.js";

/** Containers that must be ready for a step to count: with fewer, half of the requests for one is no sign of anything. */
export const FEWEST_READY = 4;

/** A controller has collapsed where one container gets more than this share of the requests, in the mean over counted steps. */
export const COLLAPSED_SHARE = 0.5;

/** What the measure is, in words. */
export const COLLAPSE_WORDS = `mean largest share of requests above one half, over steps with at least ${FEWEST_READY} containers ready`;

/**
 * The largest share of requests that one container is sent, step by step, over all episodes of the controllers that it watches. A
 * step counts where at least `FEWEST_READY` containers are ready.
 * @example
 * const watch = new evaluation.LargestShare();
 * const spec = cluster.clusterSpec({ size: 5, initialFleet: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const simulated = new cluster.SimulatedCluster({ spec, workload: load, steps: 60 });
 * const controller = watch.watched(control.createController("static"));
 * await evaluation.runEpisode({ cluster: simulated, controller, seed: 1, steps: 60 });
 * [watch.steps, watch.mean]; // -> [59, 0.2]
 */
export class LargestShare {
  readonly #shares: number[] = [];

  /** Steps that counted. */
  get steps(): number {
    return this.#shares.length;
  }

  /** Mean over the steps that counted; NaN where none did. */
  get mean(): number {
    return mean(this.#shares);
  }

  /** The same controller; what it sees of its weights is noted. */
  watched(controller: Controller): Controller {
    return withLargestShares(controller, (share, { state }) => {
      if (readyCount(state) >= FEWEST_READY) this.#shares.push(share);
    });
  }
}

/**
 * The same controller; at each decision but an episode's first, `note` is told the largest share of requests that one container was
 * sent in the step before, and what the controller sees.
 * @example
 * const shares: number[] = [];
 * const spec = cluster.clusterSpec({ size: 5, initialFleet: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const simulated = new cluster.SimulatedCluster({ spec, workload: load, steps: 3 });
 * const fixed = control.createController("static");
 * const controller = evaluation.withLargestShares(fixed, (share) => shares.push(share));
 * await evaluation.runEpisode({ cluster: simulated, controller, seed: 1, steps: 3 });
 * shares; // -> [0.2, 0.2]
 */
export function withLargestShares(
  controller: Controller,
  note: (share: number, seen: Observation) => void,
): Controller {
  let isFirst = true;
  return {
    ...controller,
    start: (spec, seed) => {
      isFirst = true;
      return controller.start(spec, seed);
    },
    decide: (seen, memory) => {
      if (!isFirst) note(Math.max(...seen.lastWeights), seen);
      isFirst = false;
      return controller.decide(seen, memory);
    },
  };
}

function readyCount(state: ArrayLike<number>): number {
  let ready = 0;
  for (let i = 0; i < state.length; i++) if (state[i] === ContainerState.ready) ready++;
  return ready;
}
