import { setImmediate as nextTurn } from "node:timers/promises";
import { requireInteger } from "../check/index.js";
import type { Cluster } from "../cluster/contract.js";
import type { Controller } from "../control/contract.js";
import { deriveSeed } from "../random/index.js";
import { RecordTable } from "./record-table.js";

/** What an episode needs. */
export interface EpisodeOptions {
  readonly cluster: Cluster;
  readonly controller: Controller;
  /** Whole number >= 0: seeds the cluster's reset; a controller that draws gets a seed derived from it. */
  readonly seed: number;
  /** Most control steps. */
  readonly steps: number;
  /** Aborting it ends the episode before its next step. */
  readonly signal?: AbortSignal | undefined;
  /** Called after each step with the record so far. */
  readonly onStep?: ((records: RecordTable) => void) | undefined;
}

/** A simulated cluster never waits, so signals (Ctrl-C) are let in once in so many steps. */
const STEPS_PER_TURN = 256;

/**
 * Runs `controller` on `cluster` from a reset, for `steps` steps or until the cluster truncates the episode, whichever
 * comes first, and returns the record. The cluster stays open.
 *
 * @throws the signal's reason when aborted; RangeError on a senseless seed or number of steps.
 * @example
 * const spec = cluster.clusterSpec({ size: 5 });
 * const load = workload.workloadByName("constant-0.5");
 * const simulated = new cluster.SimulatedCluster({ spec, workload: load, steps: 60 });
 * const controller = control.createController("threshold");
 * const records = await evaluation.runEpisode({ cluster: simulated, controller, seed: 1, steps: 60 });
 * records.length; // -> 60
 */
export async function runEpisode(options: EpisodeOptions): Promise<RecordTable> {
  const { cluster, controller, seed, steps, signal, onStep } = options;
  requireInteger("seed", seed, 0);
  requireInteger("steps", steps);
  let observation = await cluster.reset(seed);
  let memory = controller.start(cluster.spec, deriveSeed(seed, "controller"));
  let records: RecordTable | undefined;
  for (let step = 0; step < steps; step++) {
    if (step % STEPS_PER_TURN === 0) await nextTurn();
    signal?.throwIfAborted();
    const decision = controller.decide(observation, memory);
    memory = decision.memory;
    const pending = cluster.step(decision.action);
    const result = "then" in pending ? await pending : pending;
    records ??= new RecordTable({ size: observation.size, termNames: Object.keys(result.terms) });
    records.append(result);
    onStep?.(records);
    observation = result.observation;
    if (result.truncated) break;
  }
  return records as RecordTable;
}
