/** What all settings that are read together have in common. */
export interface ReadingScale {
  /** Containers of a whole fleet, N. */
  readonly size: number;
  /** Seconds that a run counts. */
  readonly time: number;
  /** Number of workloads. */
  readonly workloads: number;
  /** Runs of each workload. Run r of a workload meets the same requests whatever the setting. */
  readonly runs: number;
}

/** What a setting did in every run: entry w * runs + r is run r of workload w. */
export interface SettingCounts {
  readonly requests: ArrayLike<number>;
  readonly violations: ArrayLike<number>;
  readonly containerSeconds: ArrayLike<number>;
}

/** Means of a setting over workloads, each with the same weight. */
export interface SettingMeans {
  /** Violations per request, in each workload over all its runs. */
  readonly violationRate: number;
  /** Container-seconds as a share of those of the whole fleet, N times the time. */
  readonly fleetShare: number;
  /** Violations per container-second of the whole fleet: times a price, what they add to the cost. */
  readonly violationDensity: number;
}

/** How often each run counts in a resample: entry w * runs + r, from `offset` on. */
export interface RunWeights {
  readonly weights: ArrayLike<number>;
  readonly offset: number;
}

/**
 * A setting's means over workloads, where each run counts as often as `drawn` says, once when left out.
 * @throws RangeError where the counts aren't those of every run.
 * @example
 * const scale = { size: 10, time: 100, workloads: 2, runs: 1 };
 * const counts = { requests: [100, 400], violations: [10, 0], containerSeconds: [600, 400] };
 * evaluation.settingMeans(counts, scale); // -> { violationRate: 0.05, fleetShare: 0.5, violationDensity: 0.005 }
 */
export function settingMeans(counts: SettingCounts, scale: ReadingScale, drawn?: RunWeights): SettingMeans {
  requireEveryRun(counts, scale);
  return uncheckedMeans(counts, scale, drawn);
}

/** `settingMeans` of counts that were checked before: resamples ask for it thousands of times. */
export function uncheckedMeans(counts: SettingCounts, scale: ReadingScale, drawn?: RunWeights): SettingMeans {
  const { size, time, workloads, runs } = scale;
  const { requests, violations, containerSeconds } = counts;
  let [rates, seconds, late] = [0, 0, 0];
  for (let workload = 0; workload < workloads; workload++) {
    let [asked, missed] = [0, 0];
    const end = (workload + 1) * runs;
    for (let i = workload * runs; i < end; i++) {
      const weight = drawn === undefined ? 1 : drawn.weights[drawn.offset + i];
      if (weight === 0) continue;
      asked += weight * requests[i];
      missed += weight * violations[i];
      seconds += weight * containerSeconds[i];
    }
    late += missed;
    if (asked > 0) rates += missed / asked;
  }
  const whole = size * time * workloads * runs;
  return {
    violationRate: rates / workloads,
    fleetShare: seconds / whole,
    violationDensity: late / whole,
  };
}

/**
 * Violation rate of each workload, over all its runs.
 * @example
 * const scale = { size: 10, time: 100, workloads: 2, runs: 1 };
 * evaluation.workloadRates({ requests: [100, 400], violations: [10, 0], containerSeconds: [600, 400] }, scale); // -> [0.1, 0]
 */
export function workloadRates(counts: SettingCounts, scale: ReadingScale): readonly number[] {
  requireEveryRun(counts, scale);
  const sum = (values: ArrayLike<number>, workload: number) => {
    let total = 0;
    for (let run = 0; run < scale.runs; run++) total += values[workload * scale.runs + run];
    return total;
  };
  return Array.from({ length: scale.workloads }, (_, workload) => {
    const asked = sum(counts.requests, workload);
    return asked > 0 ? sum(counts.violations, workload) / asked : 0;
  });
}

/** Throws a RangeError unless the counts are those of every run. */
export function requireEveryRun(counts: SettingCounts, { workloads, runs }: ReadingScale): void {
  for (const [name, values] of Object.entries(counts) as [string, ArrayLike<number>][])
    if (values.length !== workloads * runs)
      throw new RangeError(
        `${name} must hold ${workloads} x ${runs} runs of workloads, got ${values.length} entries`,
      );
}
