import {
  type ComparedRun,
  type Comparison,
  comparisonPlan,
  MEASURED_METRICS,
} from "../../lib/evaluation/index.js";

/** Metrics of one run by hand; others are 0. */
export type MadeMetrics = Partial<ComparedRun["metrics"]> & { readonly largestShare?: number };

/** A comparison of size 5 whose runs are written by hand: for each variant the metrics of seeds 1, 2, ... */
export function madeComparison(
  variants: Readonly<Record<string, readonly MadeMetrics[]>>,
  plan: object = {},
): Comparison {
  const names = Object.keys(variants);
  const seeds = variants[names[0]].map((_, i) => i + 1);
  const checked = comparisonPlan({ seeds, variants: names.map((name) => ({ name })), ...plan });
  const runs = seeds.flatMap((seed, i) =>
    names.map((variant): ComparedRun => {
      const { largestShare = 0.2, ...metrics } = (variants[variant] as readonly MadeMetrics[])[
        i
      ] as MadeMetrics;
      const all = Object.fromEntries(MEASURED_METRICS.map((name) => [name, 0])) as ComparedRun["metrics"];
      const curve = [1, 2].map((k) => ({
        steps: 1000 * k,
        stepReward: -4 / k,
        exploration: 1,
        commandRate: 0.5,
        churnRate: 0.4 / k,
        fleetShare: 0.6,
      }));
      return {
        variant,
        size: 5,
        seed,
        id: `${variant}-${seed}`,
        metrics: { ...all, requests: 1000, ...metrics },
        penalties: { cost: 0.5, errors: Number.NaN },
        largestShare,
        countedSteps: 10,
        curve,
      };
    }),
  );
  return { plan: checked, code: { training: "a", measuring: "b" }, runs, references: [] };
}
