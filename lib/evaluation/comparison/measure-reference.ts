import { worldByName } from "../../cluster/index.js";
import { controllerByText } from "../../control/index.js";
import type { JobContext } from "../../processes/index.js";
import { mean } from "../../statistics/index.js";
import { measuringSeeds } from "../../workload/index.js";
import { runEpisode } from "../episode.js";
import { hindsight, type RunCounts } from "../ladder/index.js";
import type { RecordColumn, RecordTable } from "../record-table.js";
import { evaluationSteps } from "./measure-run.js";
import { stored } from "./measures.js";
import type { ComparisonPlan } from "./plan.js";
import { openFor, type Reference, type ReferencePoint } from "./reference.js";

/** A reference that is to be measured. */
export interface MeasuredReference extends Pick<ComparisonPlan, "world" | "spec" | "evaluation"> {
  readonly reference: Reference;
}

/** Control steps that measuring a reference takes. */
export function referenceSteps({ reference, evaluation }: MeasuredReference): number {
  return reference.controllers.length * evaluationSteps(evaluation);
}

/** What is counted of an episode. */
interface EpisodeCounts extends RunCounts {
  readonly completions: number;
  readonly changes: number;
  readonly steps: number;
  readonly time: number;
}

/** Measures a reference on the comparison's traffic. @throws the signal's reason when aborted. */
export async function measureReference(
  order: MeasuredReference,
  { signal, tell }: Pick<JobContext, "signal" | "tell">,
): Promise<readonly ReferencePoint[]> {
  const { reference, evaluation } = order;
  const { controllers, prices } = reference;
  const { workloads, runs, steps } = evaluation;
  // By workload and rule: a count for each of its episodes.
  const counts: (readonly (readonly EpisodeCounts[])[])[] = [];
  let done = 0;
  for (const workload of workloads) {
    const own: (readonly EpisodeCounts[])[] = [];
    for (const text of controllers) {
      const controller = controllerByText(text);
      const cluster = await openFor(order, reference.size, controller, workload);
      const episodes: EpisodeCounts[] = [];
      for (const seed of measuringSeeds(worldByName(order.world).workload(workload), runs)) {
        episodes.push(countsOf(await runEpisode({ cluster, controller, seed, steps, signal })));
        done += steps;
        tell(done);
      }
      await cluster.close();
      own.push(episodes);
    }
    counts.push(own);
  }
  if (prices === undefined)
    return controllers.map((text, c) =>
      point(
        reference,
        text,
        counts.map((own) => own[c]),
      ),
    );
  const chosen = counts.map((own) =>
    hindsight({
      configurations: controllers,
      runs,
      screened: Math.floor(runs / 2),
      kept: controllers.length,
      prices,
      measure: (text, run) => own[controllers.indexOf(text)][run],
    }),
  );
  return prices.map((price, i) =>
    point(
      reference,
      `price ${price}`,
      chosen.map((choices) => choices[i].counts as readonly EpisodeCounts[]),
    ),
  );
}

/** Means over workloads, each pooled over its episodes. */
function point(
  { name, size }: Reference,
  setting: string,
  byWorkload: readonly (readonly EpisodeCounts[])[],
): ReferencePoint {
  const ratio = (above: keyof EpisodeCounts, below: keyof EpisodeCounts) =>
    mean(byWorkload.map((episodes) => total(episodes, above) / total(episodes, below)));
  return stored({
    reference: name,
    size,
    setting,
    users_per_container: ratio("completions", "containerSeconds"),
    sla_violation_rate: ratio("violations", "requests"),
    churn_rate: ratio("changes", "steps"),
    fleet_share: ratio("containerSeconds", "time") / size,
  });
}

function total(episodes: readonly EpisodeCounts[], name: keyof EpisodeCounts): number {
  return episodes.reduce((sum, episode) => sum + episode[name], 0);
}

function countsOf(records: RecordTable): EpisodeCounts {
  const sum = (name: RecordColumn) => records.column(name).reduce((all, value) => all + value, 0);
  return {
    requests: sum("requests"),
    violations: sum("violations"),
    containerSeconds: sum("containerSeconds"),
    completions: sum("completions"),
    changes: records.column("scaleEffect").filter((effect) => effect !== 0).length,
    steps: records.length,
    time: sum("duration"),
  };
}
