import type { ResultRow } from "../../evaluation/index.js";
import { type Interval, type Limits, NOT_NEGATIVE, SHARE } from "../../statistics/index.js";
import { PUBLISHED_STEPS, type PublishedRow } from "./published.js";

export type WriteupQuantity = Exclude<keyof PublishedRow, "size">;

/** A column of the write-up's tables, and ours of a run. */
export interface ComparedQuantity<Key extends string> {
  readonly key: Key;
  /** Half of the last digit that the write-up prints. */
  readonly rounding: number;
  /** The least and the largest value there can be. */
  readonly limits: Limits;
  readonly ours: (row: ResultRow) => number;
}

/** The columns that its tables of rules and agent share, ours scaled to the length of its runs. */
export const WRITEUP_QUANTITIES: readonly (ComparedQuantity<WriteupQuantity> & {
  /** One letter for the column's name, for marks. */
  readonly letter: string;
})[] = Object.freeze([
  {
    key: "failed",
    letter: "F",
    rounding: 0.5,
    limits: NOT_NEGATIVE,
    ours: (row) => (row.failed * PUBLISHED_STEPS) / row.steps,
  },
  { key: "cpu", letter: "C", rounding: 5e-5, limits: SHARE, ours: (row) => row.cpu_mean },
  {
    key: "events",
    letter: "E",
    rounding: 0.5,
    limits: [0, PUBLISHED_STEPS],
    ours: (row) => row.churn_rate * PUBLISHED_STEPS,
  },
  {
    key: "violations",
    letter: "S",
    rounding: 5e-5,
    limits: SHARE,
    ours: (row) => row.writeup_sla_violation_rate,
  },
  {
    key: "users",
    letter: "U",
    rounding: 0.05,
    limits: NOT_NEGATIVE,
    ours: (row) => row.offered_users_per_container,
  },
]);

/** The traffic our runs met: the workload, and the number of patterns it draws from. */
export const WRITEUP_TRAFFICS = Object.freeze([
  { workload: "writeup-train", patterns: 8 },
  { workload: "writeup-test", patterns: 11 },
] as const);

/** A controller at one size on one traffic beside the published row. */
export interface Comparison<Key extends string, Published> {
  readonly size: number;
  readonly patterns: 8 | 11;
  readonly published: Published;
  /** Ours with the 95 % prediction interval of one attempt more. */
  readonly ours: Readonly<Record<Key, Interval>>;
  /** Quantities whose published value lies outside the interval, its rounding allowed for. */
  readonly outside: readonly Key[];
}

/**
 * Published rows beside our rows, at every size and on every traffic that was measured.
 * @param estimate mean and prediction interval of a quantity, from the rows of one size and traffic.
 */
export function comparisons<
  Key extends string,
  Published extends Readonly<Record<Key, number>> & { readonly size: number },
>(
  own: readonly ResultRow[],
  publishedRows: readonly Published[],
  quantities: readonly ComparedQuantity<Key>[],
  estimate: (rows: readonly ResultRow[], quantity: ComparedQuantity<Key>) => Interval,
): readonly Comparison<Key, Published>[] {
  return publishedRows.flatMap((published) =>
    WRITEUP_TRAFFICS.flatMap(({ workload, patterns }) => {
      const rows = own.filter((row) => row.size === published.size && row.workload === workload);
      if (rows.length === 0) return [];
      const ours = Object.fromEntries(
        quantities.map((quantity) => [quantity.key, estimate(rows, quantity)]),
      ) as Record<Key, Interval>;
      const outside = quantities
        .filter(
          ({ key, rounding }) =>
            published[key] + rounding < ours[key].lower || published[key] - rounding > ours[key].upper,
        )
        .map(({ key }) => key);
      return [{ size: published.size, patterns, published, ours, outside }];
    }),
  );
}
