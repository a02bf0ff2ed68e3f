import { distinct } from "../../evaluation/index.js";
import { type DataReader, type NumberDefinition, resultRows } from "../../report/index.js";
import { EXACT_AGENT_FILE } from "../exact-agent/experiment.js";
import { claimChecks } from "./checks.js";
import type { SizedEffect } from "./claims.js";
import { CLAIM_FILES, GATHERED_CLAIM_FILES } from "./sources.js";
import type { Verdict } from "./verdict.js";

const CLAIM_INPUTS = { inputs: CLAIM_FILES, gathered: GATHERED_CLAIM_FILES } as const;

/** The effects of one check, by what was measured and where. */
function effectsOf(data: DataReader, measure: string): readonly SizedEffect[] {
  return claimChecks(data).find((check) => check.measure === measure)?.effects ?? [];
}

/** One effect of a claim's check: by what was measured, and N. */
function effect(
  id: string,
  measure: string,
  size: number,
  format: NumberDefinition["format"],
): NumberDefinition {
  return {
    id,
    title: `${measure}, N = ${size}`,
    ...CLAIM_INPUTS,
    format,
    value: (data) => effectsOf(data, measure).find((one) => one.size === size)?.effect ?? Number.NaN,
  };
}

const SHARE = { style: "percent", digits: 0 } as const;

/** How many checks of claims came out so, over claims, ways to measure them and worlds. */
function verdicts(id: string, verdict?: Verdict): NumberDefinition {
  return {
    id,
    title: `checks of claims${verdict === undefined ? "" : `: ${verdict}`}`,
    ...CLAIM_INPUTS,
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
  ...(["write-up", "exact"] as const).flatMap((world) =>
    (["PID", "threshold"] as const).map(
      (rule): NumberDefinition => ({
        id: `c1-${rule.toLowerCase()}-${world}-wins`,
        title: `training runs of all sizes at whose violation rate ${rule} has more offered users a node than the agent; ${world}`,
        ...CLAIM_INPUTS,
        format: { digits: 0 },
        value: (data) =>
          effectsOf(data, `offered users a node, ${rule} less agent; ${world}`).reduce(
            (sum, { effect: { note = "0/0" } }) => sum + Number(note.split("/")[0]),
            0,
          ),
      }),
    ),
  ),
  ...([5, 25] as const).map((size) =>
    effect(`c2-one-model-${size}`, "reward of one model for all N less N's own, %; write-up", size, SHARE),
  ),
  ...([5, 25] as const).flatMap((size) => [
    effect(`c3-slow-write-up-${size}`, "over 10 service times or refused, %; write-up", size, SHARE),
    effect(`c3-slow-exact-${size}`, "over 10 service times or refused, %; exact", size, SHARE),
  ]),
  effect("c3-slow-real-25", "over 10 service times or refused, %; real, one agent", 25, SHARE),
  effect("c3-response-real-25", "mean response of those answered (service times); real, one agent", 25, {
    digits: 1,
  }),
  effect("c5-churn-write-up-15", "agent's churn rate, %; write-up", 15, SHARE),
  effect("c5-churn-exact-15", "agent's churn rate, %; exact", 15, SHARE),
  effect("c5-threshold-write-up-5", "threshold's churn rate, %; write-up", 5, SHARE),
  effect("c5-threshold-write-up-25", "threshold's churn rate, %; write-up", 25, SHARE),
  ...([15, 25] as const).flatMap((size) => [
    effect(`c6-agent-threshold-${size}`, "violations, agent less threshold, %; real, one agent", size, SHARE),
    effect(`c6-pid-threshold-${size}`, "violations, PID less threshold, %; real, one agent", size, SHARE),
  ]),
  {
    id: "training-runs-all",
    title: "training runs of the write-up's agent on one simulator, all sizes",
    inputs: [EXACT_AGENT_FILE],
    format: { digits: 0 },
    value: (data) =>
      distinct(resultRows(data, EXACT_AGENT_FILE), (row) => `${row.size} ${row.training_seed}`).length,
  },
];
