import type { Ledger } from "./ledger.js";
import type { EnumerationPlan } from "./plan.js";
import type { SearchSpace } from "./search-space.js";

/** What is enumerated. */
export interface Enumeration {
  readonly space: SearchSpace;
  /** Name of the parameter. */
  readonly parameter: string;
  /** Numbers of containers. */
  readonly sizes: readonly number[];
  readonly plan: EnumerationPlan;
  readonly ledger: Ledger;
}

/** Tries a parameter at 1 .. N for every size N, all on the same requests. Trial i has i + 1, at sizes that are as large. */
export async function enumerate({ space, parameter, sizes, plan, ledger }: Enumeration): Promise<void> {
  const entries = Array.from({ length: Math.max(...sizes) }, (_, trial) => ({
    trial,
    controller: space.text({ [parameter]: trial + 1 }),
    sizes: sizes.filter((size) => size > trial),
  }));
  await ledger.train(0, entries, 0, plan.loads);
  await ledger.dev(1, entries, plan.devRuns);
}
