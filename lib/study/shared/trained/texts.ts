import { numberText } from "../../../report/index.js";
import { shareInterval } from "../../../statistics/index.js";
import { countOf, type RunKind, type TrainedRun } from "./runs.js";

/** Runs of a kind as "5 of 10 [24, 76]", the score interval in per cent; null where none was measured. */
export function countText(runs: readonly TrainedRun[], kind: RunKind): string | null {
  const { count, of } = countOf(runs, kind);
  if (of === 0) return null;
  const { lower, upper } = shareInterval({ count, of });
  const [least, most] = [lower, upper].map((share) => numberText(share, { style: "percent", digits: 0 }));
  return `${count} of ${of} [${least}, ${most}]`;
}
