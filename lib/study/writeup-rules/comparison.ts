import { type DataReader, resultRows } from "../../report/index.js";
import { predictionInterval } from "../../statistics/index.js";
import {
  type Comparison,
  comparisons,
  WRITEUP_QUANTITIES,
  type WriteupQuantity,
} from "../writeup/comparison.js";
import { PUBLISHED_RULES, type PublishedRow } from "../writeup/published.js";
import { WRITEUP_RULES_FILE } from "./experiment.js";

export type WriteupRule = keyof typeof PUBLISHED_RULES;
export type WriteupComparison = Comparison<WriteupQuantity, PublishedRow>;

/** The letters of quantities, "none" for none. */
export function quantityLetters(quantities: readonly WriteupQuantity[]): string {
  const letters = WRITEUP_QUANTITIES.filter(({ key }) => quantities.includes(key)).map(
    ({ letter }) => letter,
  );
  return letters.join(" ") || "none";
}

/** Every size and traffic that was measured for a rule; an attempt is a run. */
export function writeupComparisons(
  data: DataReader,
  rule: WriteupRule,
  file = WRITEUP_RULES_FILE,
): readonly WriteupComparison[] {
  const own = resultRows(data, file).filter((row) => row.controller === rule);
  return comparisons(own, PUBLISHED_RULES[rule], WRITEUP_QUANTITIES, (runs, { ours, limits }) =>
    predictionInterval(runs.map(ours), limits),
  );
}
