import type { TableDefinition } from "../../report/index.js";
import { CARRIED_LOAD_FILE } from "./carried-load-experiment.js";
import { carriedLoadOf } from "./carried-loads.js";
import { DISPATCH_STYLES } from "./labels.js";
import { exactLoadCarried } from "./methods.js";

/** Violation rates, and numbers of containers that have a column. */
const RATES = [0.01, 0.001];
const SIZES = [5, 15, 25];

/** Load that a whole fleet carries, by dispatch, between no information at all and one queue for all. */
export const carriedLoadTable: TableDefinition = {
  id: "carried-load",
  title: "Load that a whole fleet carries, by dispatch",
  caption:
    "Load, as a fraction of capacity, at which a whole fleet of $N$ containers violates the SLA (10 mean service times) with 1 % and with 0.1 % of requests: exact simulator, constant load, all dispatches on the " +
    "same requests, least-queue weights set once a second; mean over runs with 95 % Student intervals. Exact: closed forms, $\\mathrm{M/M/1}$ for random dispatch and $\\mathrm{M/M}/N$ for one queue. " +
    "Violations come in clusters, so a search that ends with few of them finds too high a load: by how much shows the simulated common queue beside its exact value.",
  inputs: [CARRIED_LOAD_FILE],
  ruleBy: "rate",
  columns: [
    { key: "rate", title: "violations (%)", format: { style: "percent", digits: 1 } },
    { key: "dispatch", title: "dispatch" },
    ...SIZES.map((size) => ({ key: `n${size}`, title: `$N = ${size}$`, format: { digits: 3 } })),
  ],
  rows: (data) =>
    RATES.flatMap((rate) => [
      { rate, dispatch: "random, exact", ...bySize(() => exactLoadCarried(1, rate)) },
      ...Object.entries(DISPATCH_STYLES).map(([dispatch, { label }]) => ({
        rate,
        dispatch: label,
        ...bySize((size) => carriedLoadOf(data, { dispatch, size, violationRate: rate })),
      })),
      { rate, dispatch: "one common queue, exact", ...bySize((size) => exactLoadCarried(size, rate)) },
    ]),
};

function bySize<T>(value: (size: number) => T): Readonly<Record<string, T>> {
  return Object.fromEntries(SIZES.map((size) => [`n${size}`, value(size)]));
}
