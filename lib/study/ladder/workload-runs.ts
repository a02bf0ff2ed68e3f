import type { Controller } from "../../cluster/index.js";
import type { LadderCounts, LadderRunner } from "../../evaluation/index.js";
import type { Workload } from "../../workload/index.js";
import { RUN_LIST, type RunLists, runLists } from "./run-counts.js";

/** Columns of a setting's rows, one for each workload. */
export const WORKLOAD_COLUMNS = {
  workload: { kind: "text", point: true },
  /** Seconds that each run counts. */
  time: { kind: "number" },
  requests: RUN_LIST,
  violations: RUN_LIST,
  container_seconds: RUN_LIST,
} as const;

/** What a setting did in the runs of a workload. */
export interface WorkloadRuns {
  readonly row: RunLists & { readonly workload: string; readonly time: number };
  /** Run by run. */
  readonly counts: readonly LadderCounts[];
}

/** How a setting is played. */
export interface WorkloadPlay {
  readonly runner: LadderRunner;
  readonly controller: Controller;
  readonly workloads: readonly string[];
  workload(name: string): Workload;
  /** Seeds of a workload's runs. */
  seeds(name: string): readonly number[];
  readonly signal?: AbortSignal | undefined;
  readonly onShare?: ((share: number) => void) | undefined;
}

/** Plays a setting on every workload. @throws the signal's reason when aborted. */
export function workloadRuns(play: WorkloadPlay): readonly WorkloadRuns[] {
  const { runner, controller, workloads, signal, onShare } = play;
  return workloads.map((name, i) => {
    signal?.throwIfAborted();
    onShare?.(i / workloads.length);
    const workload = play.workload(name);
    const counts = play.seeds(name).map((seed) => runner.episode({ workload, controller, seed }));
    return { row: { workload: name, time: counts[0].time, ...runLists(counts) }, counts };
  });
}
