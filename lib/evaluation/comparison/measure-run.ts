import { dispatchedSpec, type RewardModel, rewardModel, type World } from "../../cluster/index.js";
import type { Controller } from "../../control/contract.js";
import { mean } from "../../statistics/index.js";
import { measuringSeeds } from "../../workload/index.js";
import { runEpisode } from "../episode.js";
import { LargestShare } from "../largest-share.js";
import { recordMetrics, termMeans } from "../metrics.js";
import type { RecordTable } from "../record-table.js";
import { MEASURED_METRICS, type RunMeasures, stored } from "./measures.js";
import type { EvaluationExtent } from "./plan.js";

/** What is measured, and where. */
export interface MeasuredController {
  readonly controller: Controller;
  readonly world: World;
  readonly size: number;
  /** Whose penalties are told. */
  readonly reward: RewardModel;
  readonly evaluation: EvaluationExtent;
  readonly signal?: AbortSignal | undefined;
  /** Called with the control steps done. */
  readonly onSteps?: ((steps: number) => void) | undefined;
}

/** Measures a controller on the comparison's traffic. @throws the signal's reason when aborted. */
export async function measureRun(run: MeasuredController): Promise<RunMeasures> {
  const { world, size, evaluation, signal, onSteps } = run;
  const watch = new LargestShare();
  const controller = watch.watched(run.controller);
  const spec = dispatchedSpec(world.spec(size), run.controller);
  const reward = unweighted(run.reward);
  const { runs, steps } = evaluation;
  const byWorkload: (readonly RecordTable[])[] = [];
  let done = 0;
  for (const name of evaluation.workloads) {
    const workload = world.workload(name);
    const cluster = await world.open({ spec, workload, steps, reward });
    const records: RecordTable[] = [];
    for (const seed of measuringSeeds(workload, runs)) {
      records.push(await runEpisode({ cluster, controller, seed, steps, signal }));
      done += steps;
      onSteps?.(done);
    }
    await cluster.close();
    byWorkload.push(records);
  }
  const metrics = byWorkload.map((records) => recordMetrics(records));
  const penalties = byWorkload.flat().map(termMeans);
  return stored({
    metrics: byName(MEASURED_METRICS, (name) => mean(metrics.map((one) => one[name]))),
    penalties: byName(Object.keys(reward.weights), (name) => -mean(penalties.map((one) => one[name]))),
    largestShare: watch.mean,
    countedSteps: watch.steps,
  });
}

/** Control steps that measuring a run takes. */
export function evaluationSteps({ workloads, runs, steps }: EvaluationExtent): number {
  return workloads.length * runs * steps;
}

/** The same terms, each with a weight of 1. */
function unweighted({ terms }: RewardModel): RewardModel {
  return rewardModel(
    "penalties",
    terms,
    byName(
      terms.map(({ name }) => name),
      () => 1,
    ),
  );
}

function byName<Name extends string>(
  names: readonly Name[],
  value: (name: Name) => number,
): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, value(name)])) as Record<Name, number>;
}
