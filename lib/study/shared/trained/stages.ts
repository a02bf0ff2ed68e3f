/** Groups of training runs that are brought up to so many runs each, seeds 1, 2, ... */
export interface Stage<Group> {
  readonly groups: readonly Group[];
  readonly runs: number;
}

/**
 * Every training run of some stages, in the order in which they are measured: seed by seed, and none twice. So an experiment that
 * is stopped has whole sets of seeds of what decides most.
 */
export function stagedRuns<Group extends object>(
  stages: readonly Stage<Group>[],
): readonly (Group & { readonly training_seed: number })[] {
  const listed = new Set<string>();
  return stages.flatMap(({ groups, runs }) =>
    Array.from({ length: runs }, (_, i) => i + 1).flatMap((training_seed) =>
      groups.flatMap((group) => {
        const run = { ...group, training_seed };
        const key = JSON.stringify(run);
        if (listed.has(key)) return [];
        listed.add(key);
        return [run];
      }),
    ),
  );
}
