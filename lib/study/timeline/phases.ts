import { type DataReader, numberIn } from "../../report/index.js";

import { TIMELINE_FILE } from "./experiment.js";

/** One run of a rule on a workload, step by step. */
export interface Timeline {
  readonly workload: string;
  readonly controller: string;
  readonly run: number;
  readonly steps: readonly TimelineStep[];
}

export interface TimelineStep {
  readonly step: number;
  /** Offered load in containers' worth. */
  readonly load: number;
  readonly ready: number;
  /** Starting, ready and draining. */
  readonly fleet: number;
  readonly requests: number;
  readonly violations: number;
}

/** Every run of the file. */
export function timelines(data: DataReader): readonly Timeline[] {
  const runs = new Map<string, Omit<Timeline, "steps"> & { steps: TimelineStep[] }>();
  for (const row of data.rows(TIMELINE_FILE)) {
    const key = `${row.workload} ${row.controller} ${row.run}`;
    const timeline = runs.get(key) ?? {
      workload: row.workload,
      controller: row.controller,
      run: numberIn(row, "run"),
      steps: [],
    };
    runs.set(key, timeline);
    const ready = numberIn(row, "ready");
    timeline.steps.push({
      step: numberIn(row, "step"),
      load: numberIn(row, "offered_load"),
      ready,
      fleet: ready + numberIn(row, "starting") + numberIn(row, "draining"),
      requests: numberIn(row, "requests"),
      violations: numberIn(row, "violations"),
    });
  }
  return [...runs.values()];
}

/** Parts of a run that its violations are told apart by. */
export type Phase = "start" | "steady" | "onset" | "crowd" | "between";

/** Steps after the reset that count as the start, and after a crowd's arrival that count as its onset. */
export const START_STEPS = 30;
export const ONSET_STEPS = 20;

/**
 * The phase of every step. At a constant load: the start, then steady. In flash crowds (load above the middle between its
 * least and its largest): the onset of a crowd, the rest of it, and the time between crowds.
 */
export function phases({ steps }: Pick<Timeline, "steps">): readonly Phase[] {
  const loads = steps.map(({ load }) => load);
  const [least, largest] = [Math.min(...loads), Math.max(...loads)];
  if (largest - least < 1e-9) return steps.map((_, i) => (i < START_STEPS ? "start" : "steady"));
  let since = 0;
  return loads.map((load) => {
    if (load <= (least + largest) / 2) {
      since = 0;
      return "between";
    }
    return since++ < ONSET_STEPS ? "onset" : "crowd";
  });
}

/** Violations / requests within a phase; NaN where it doesn't occur. */
export function phaseViolationRate(timeline: Timeline, phase: Phase): number {
  const which = phases(timeline);
  const sum = (of: "violations" | "requests") =>
    timeline.steps.reduce((total, step, i) => (which[i] === phase ? total + step[of] : total), 0);
  return sum("violations") / sum("requests");
}
