/** What configurations cost on workloads: rows are configurations, columns workloads; sums over the same runs. */
export interface ConfigurationSums {
  readonly containerSeconds: readonly (readonly number[])[];
  readonly violations: readonly (readonly number[])[];
}

/**
 * For each workload the configuration that costs least there, container-seconds + price x violations; the first of equal ones. With
 * the runs that chose it a configuration looks better than it is: it is read on others.
 * @throws RangeError where there is no configuration.
 * @example
 * const sums = { containerSeconds: [[10, 10], [20, 20]], violations: [[5, 50], [0, 0]] };
 * evaluation.cheapestConfigurations(sums, 1); // -> [0, 1]
 */
export function cheapestConfigurations(sums: ConfigurationSums, price: number): readonly number[] {
  const { containerSeconds, violations } = sums;
  if (containerSeconds.length === 0) throw new RangeError("sums must hold a configuration, got none");
  return containerSeconds[0].map((_, workload) => {
    const costs = containerSeconds.map((own, i) => own[workload] + price * violations[i][workload]);
    return costs.indexOf(Math.min(...costs));
  });
}

/**
 * The half of the runs that a run belongs to: even ones to 0, odd ones to 1. What is chosen on one half is read on the other.
 * @example
 * [0, 1, 2].map(evaluation.runHalf); // -> [0, 1, 0]
 */
export function runHalf(run: number): 0 | 1 {
  return run % 2 === 0 ? 0 : 1;
}
