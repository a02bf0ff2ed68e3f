import { requireInteger } from "../../../check/index.js";
import type { LadderCounts } from "../episode.js";

/** Counts of a run that a cost is made of. */
export type RunCounts = Pick<LadderCounts, "requests" | "violations" | "containerSeconds">;

/** What hindsight on one workload is made of. */
export interface HindsightOptions {
  readonly configurations: readonly string[];
  /** Runs of the workload: the even ones choose and the odd ones are read, and the other way round. */
  readonly runs: number;
  /** Runs of a half on which every configuration is measured. */
  readonly screened: number;
  /** Configurations that are measured on the rest of the half: the cheapest at each price take turns. */
  readonly kept: number;
  readonly prices: readonly number[];
  /** What a configuration did in a run; asked for once. */
  measure(configuration: string, run: number): RunCounts;
}

/** What hindsight chose at a price, and what that did in every run. */
export interface HindsightChoice {
  readonly price: number;
  /** Chosen on the even and on the odd runs. */
  readonly chosen: readonly [even: string, odd: string];
  /** Run by run: even runs under the configuration that the odd ones chose, odd runs under that of the even ones. */
  readonly counts: readonly RunCounts[];
}

/**
 * Chooses the cheapest configuration of a workload at each price on one half of the runs, and reads it on the other, both ways round.
 * Each half drops configurations early, on its own runs alone: nothing is read on a run that had a say in the choice. Of equal ones
 * the first is taken.
 * @throws RangeError where there is no configuration, fewer than two runs, or a senseless number.
 * @example
 * const costs = { small: [4, 5, 4, 5], large: [9, 9, 9, 9] };
 * const [choice] = evaluation.hindsight({
 *   ...{ configurations: ["small", "large"], runs: 4, screened: 1, kept: 1, prices: [1] },
 *   measure: (name, run) => ({ requests: 10, violations: 0, containerSeconds: costs[name as "small"][run] }),
 * });
 * choice.chosen; // -> ["small", "small"]
 */
export function hindsight(options: HindsightOptions): readonly HindsightChoice[] {
  const { configurations, runs, screened, kept, prices } = options;
  if (configurations.length === 0) throw new RangeError("configurations must hold one, got none");
  requireInteger("runs", runs, 2);
  requireInteger("screened", screened);
  requireInteger("kept", kept);
  const known = new Map<string, RunCounts>();
  const countsOf = (configuration: string, run: number) => {
    const key = `${run} ${configuration}`;
    const counts = known.get(key) ?? options.measure(configuration, run);
    known.set(key, counts);
    return counts;
  };
  const chosen = ([0, 1] as const).map((half) => {
    const own = Array.from({ length: runs }, (_, run) => run).filter((run) => runHalf(run) === half);
    const screen = own.slice(0, screened);
    const survivors = turns(prices.map((price) => byCost(configurations, price, screen, countsOf)));
    const finalists = survivors.slice(0, kept);
    return prices.map((price) => byCost(finalists, price, own, countsOf)[0] as string);
  });
  return prices.map((price, i) => {
    const [even, odd] = chosen.map((own) => own[i] as string) as [string, string];
    const counts = Array.from({ length: runs }, (_, run) => countsOf(runHalf(run) === 0 ? odd : even, run));
    return { price, chosen: [even, odd], counts };
  });
}

/** Configurations from the cheapest to the dearest at a price, over these runs; equal ones in their order. */
function byCost(
  configurations: readonly string[],
  price: number,
  runs: readonly number[],
  countsOf: (configuration: string, run: number) => RunCounts,
): readonly string[] {
  const cost = new Map(
    configurations.map((configuration) => {
      const counts = runs.map((run) => countsOf(configuration, run));
      const costs = counts.map(({ containerSeconds, violations }) => containerSeconds + price * violations);
      return [configuration, costs.reduce((all, one) => all + one, 0)];
    }),
  );
  return [...configurations].sort((a, b) => (cost.get(a) as number) - (cost.get(b) as number));
}

/** The first of every order, then the seconds, ..., each once. */
function turns(orders: readonly (readonly string[])[]): readonly string[] {
  return [...new Set(orders[0].flatMap((_, place) => orders.map((order) => order[place] as string)))];
}

/** The half of the runs that a run belongs to. */
function runHalf(run: number): 0 | 1 {
  return run % 2 === 0 ? 0 : 1;
}
