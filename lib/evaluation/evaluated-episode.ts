import type { Cluster, ClusterSpec } from "../cluster/contract.js";
import type { Controller } from "../control/contract.js";
import { specId } from "../data/manifest.js";
import type { Workload } from "../workload/contract.js";
import type { EvaluationCell, EvaluationConfig } from "./config.js";
import { runEpisode } from "./episode.js";
import { recordMetrics, termMeans } from "./metrics.js";
import { saveRecords } from "./record-file.js";
import { type ResultCell, type ResultMeasures, rewardTermsText } from "./results.js";

/**
 * The columns that tell an episode from the others.
 * @example
 * const config = evaluation.evaluationConfig({
 *   cluster: "sim",
 *   controllers: ["threshold"],
 *   sizes: [5],
 *   workloads: ["constant-0.6"],
 *   runs: 1,
 *   steps: 10,
 * });
 * const world = evaluation.evaluationWorld(config);
 * const cell = evaluation.evaluationCells(config)[0];
 * evaluation.resultCell(config, cell, world.spec(cell), world.workload(cell.workload)).split; // -> "test"
 */
export function resultCell(
  { cluster, steps, phase, price }: EvaluationConfig,
  cell: EvaluationCell,
  spec: ClusterSpec,
  workload: Workload,
): ResultCell {
  return {
    cluster,
    controller: cell.controller,
    size: cell.size,
    workload: cell.workload,
    run: cell.run,
    steps,
    training_seed: cell.trainingSeed,
    evaluation_seed: cell.evaluationSeed,
    phase,
    split: workload.split,
    price: price ?? Number.NaN,
    spec: specId(spec),
  };
}

/** What an evaluated episode needs beside its cell. */
export interface EpisodeSetting {
  /** Closed afterwards. */
  readonly cluster: Cluster;
  readonly controller: Controller;
  readonly signal?: AbortSignal | undefined;
  /** Where its records are kept; left out: nowhere. */
  readonly recordsFile?: string | undefined;
}

/**
 * Runs the episode of a cell and measures it.
 * @throws RangeError on a cluster of another kind, or one that ends before the cell's steps.
 * @example
 * const config = evaluation.evaluationConfig({
 *   cluster: "sim",
 *   controllers: ["threshold"],
 *   sizes: [5],
 *   workloads: ["constant-0.6"],
 *   runs: 1,
 *   steps: 10,
 * });
 * const world = evaluation.evaluationWorld(config);
 * const cell = evaluation.evaluationCells(config)[0];
 * const [spec, workload] = [world.spec(cell), world.workload(cell.workload)];
 * const measures = await evaluation.evaluatedEpisode(evaluation.resultCell(config, cell, spec, workload), {
 *   cluster: await world.openCluster({ cell, spec, workload, steps: config.steps }),
 *   controller: await world.controller(cell, spec),
 * });
 * measures.requests > 100; // -> true
 */
export async function evaluatedEpisode(
  cell: ResultCell,
  { cluster, controller, signal, recordsFile }: EpisodeSetting,
): Promise<ResultMeasures> {
  const { steps, evaluation_seed: seed, price } = cell;
  try {
    if (cluster.kind !== cell.cluster)
      throw new RangeError(`cluster must be of kind ${cell.cluster}, got ${cluster.kind}`);
    const records = await runEpisode({ cluster, controller, seed, steps, signal });
    if (records.length < steps)
      throw new RangeError(`steps must be at most the cluster's limit of ${records.length}, got ${steps}`);
    // Records first: a row in the CSV then means that its records are whole.
    if (recordsFile !== undefined) saveRecords(recordsFile, records);
    return { ...recordMetrics(records, { price }), reward_terms: rewardTermsText(termMeans(records)) };
  } finally {
    await cluster.close();
  }
}
