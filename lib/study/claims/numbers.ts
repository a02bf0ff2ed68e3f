import type { NumberDefinition } from "../../report/index.js";
import { claimChecks } from "./checks.js";
import { CLAIM_FILES, GATHERED_CLAIM_FILES } from "./sources.js";
import type { Verdict } from "./verdict.js";

/** One effect of a claim's check: by the beginning of what was measured, and N. */
function effect(
  id: string,
  measure: string,
  size: number,
  format: NumberDefinition["format"],
): NumberDefinition {
  return {
    id,
    title: `${measure}, N = ${size}`,
    inputs: CLAIM_FILES,
    gathered: GATHERED_CLAIM_FILES,
    format,
    value: (data) =>
      claimChecks(data)
        .find((check) => check.measure === measure)
        ?.effects.find((one) => one.size === size)?.effect ?? Number.NaN,
  };
}

const USERS = { digits: 1 };
const SHARE = { style: "percent", digits: 0 } as const;

/** How many checks of claims came out so, over claims, ways to measure them and worlds. */
function verdicts(id: string, verdict?: Verdict): NumberDefinition {
  return {
    id,
    title: `checks of claims${verdict === undefined ? "" : `: ${verdict}`}`,
    inputs: CLAIM_FILES,
    gathered: GATHERED_CLAIM_FILES,
    format: { digits: 0 },
    value: (data) =>
      claimChecks(data).filter((check) => verdict === undefined || check.verdict === verdict).length,
  };
}

/** The effects behind the verdicts, at single sizes. */
export const claimNumbers: readonly NumberDefinition[] = [
  verdicts("verdicts"),
  verdicts("verdicts-reproduced", "reproduced"),
  verdicts("verdicts-partly", "partly"),
  verdicts("verdicts-not-reproduced", "not reproduced"),
  verdicts("verdicts-reversed", "reversed"),
  verdicts("verdicts-unresolved", "unresolved"),
  effect("c1-offered-pid-15", "offered users a node, PID less agent; write-up", 15, USERS),
  effect("c1-served-pid-15", "served (1/s), PID less agent; exact", 15, { digits: 2 }),
  effect("c2-one-model-25", "reward of one model for all N less N's own, %; write-up", 25, SHARE),
  effect("c3-latency-15", "mean latency (s); write-up", 15, { digits: 2, unit: "s" }),
  effect("c3-latency-exact-15", "mean latency (s); exact", 15, { digits: 2, unit: "s" }),
  effect("c4-routing-5", "routing error, %; exact", 5, SHARE),
  effect("c4-routing-25", "routing error, %; exact", 25, SHARE),
  effect("c5-churn-15", "agent's churn rate, %; write-up", 15, SHARE),
  effect("c5-churn-exact-15", "agent's churn rate, %; exact", 15, SHARE),
  effect("c5-churn-threshold-15", "threshold's churn rate, %; write-up", 15, SHARE),
];
