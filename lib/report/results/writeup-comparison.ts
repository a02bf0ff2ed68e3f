import type { ResultRow } from "../../evaluation/index.js";
import type { DataReader } from "../data-reader.js";
import type { Estimate } from "../definitions.js";
import { predictionInterval } from "./estimates.js";
import { PUBLISHED_RULES, PUBLISHED_STEPS, type PublishedRow } from "./published.js";
import { resultRows, WRITEUP_RULES_FILE } from "./rows.js";

export type WriteupRule = keyof typeof PUBLISHED_RULES;
export type WriteupQuantity = Exclude<keyof PublishedRow, "size">;

/** The columns of the write-up's tables, as its own and as ours of one run scaled to the length of its runs. */
export const WRITEUP_QUANTITIES: readonly {
  readonly key: WriteupQuantity;
  /** One letter for the columns' names, for marks. */
  readonly letter: string;
  /** Half of the last digit that the write-up prints. */
  readonly rounding: number;
  /** The largest value there can be. */
  readonly most: number;
  readonly ours: (row: ResultRow) => number;
}[] = Object.freeze([
  {
    key: "failed",
    letter: "F",
    rounding: 0.5,
    most: Number.POSITIVE_INFINITY,
    ours: (row) => (row.failed * PUBLISHED_STEPS) / row.steps,
  },
  { key: "cpu", letter: "C", rounding: 5e-5, most: 1, ours: (row) => row.cpu_mean },
  {
    key: "events",
    letter: "E",
    rounding: 0.5,
    most: PUBLISHED_STEPS,
    ours: (row) => row.churn_rate * PUBLISHED_STEPS,
  },
  { key: "violations", letter: "S", rounding: 5e-5, most: 1, ours: (row) => row.writeup_sla_violation_rate },
  {
    key: "users",
    letter: "U",
    rounding: 0.05,
    most: Number.POSITIVE_INFINITY,
    ours: (row) => row.offered_users_per_container,
  },
]);

/** The traffic our runs met: the workload, and the number of patterns it draws from. */
export const WRITEUP_TRAFFICS = Object.freeze([
  { workload: "writeup-train", patterns: 8 },
  { workload: "writeup-test", patterns: 11 },
] as const);

/** A rule at one size on one traffic beside the published row. */
export interface WriteupComparison {
  readonly size: number;
  readonly patterns: 8 | 11;
  readonly published: PublishedRow;
  /** Mean over our runs with the 95 % prediction interval of one run. */
  readonly ours: Readonly<Record<WriteupQuantity, Estimate>>;
  /** Quantities whose published value lies outside the interval, its rounding allowed for. */
  readonly outside: readonly WriteupQuantity[];
}

/** The letters of quantities, "none" for none. */
export function quantityLetters(quantities: readonly WriteupQuantity[]): string {
  const letters = WRITEUP_QUANTITIES.filter(({ key }) => quantities.includes(key)).map(
    ({ letter }) => letter,
  );
  return letters.join(" ") || "none";
}

/** Every size and traffic that was measured for a rule. */
export function writeupComparisons(
  data: DataReader,
  rule: WriteupRule,
  file = WRITEUP_RULES_FILE,
): readonly WriteupComparison[] {
  const own = resultRows(data, file).filter((row) => row.controller === rule);
  return PUBLISHED_RULES[rule].flatMap((published) =>
    WRITEUP_TRAFFICS.flatMap(({ workload, patterns }) => {
      const runs = own.filter((row) => row.size === published.size && row.workload === workload);
      if (runs.length === 0) return [];
      const ours = Object.fromEntries(
        WRITEUP_QUANTITIES.map(({ key, most, ours }) => [key, predictionInterval(runs.map(ours), [0, most])]),
      ) as Record<WriteupQuantity, Estimate>;
      const outside = WRITEUP_QUANTITIES.filter(
        ({ key, rounding }) =>
          published[key] + rounding < ours[key].lower || published[key] - rounding > ours[key].upper,
      ).map(({ key }) => key);
      return [{ size: published.size, patterns, published, ours, outside }];
    }),
  );
}
