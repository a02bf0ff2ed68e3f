import { numberText, type TableDefinition } from "../../report/index.js";
import { REAL_FILES } from "../real-cluster/contenders.js";
import { PUBLISHED_AGENT } from "../writeup/published.js";
import { CLAIM_FILES, claimChecks, publishedInconsistencies } from "./claims.js";
import { realClaimChecks } from "./real-claims.js";

const SIZES = PUBLISHED_AGENT.map(({ size }) => size);

/** A number of a column that holds several units: two significant digits; shares in per cent, with a decimal below ten. */
function mixed(value: number, style: "percent" | undefined): string {
  if (Number.isNaN(value)) return "–";
  if (style === "percent") return numberText(100 * value, { digits: Math.abs(value) < 0.1 ? 1 : 0 });
  return Math.abs(value) >= 10
    ? numberText(value, { digits: 0 })
    : numberText(value, { style: "significant", digits: 2 });
}

/** C1 to C6 with computed verdicts. */
export const claims: TableDefinition = {
  id: "claims",
  title: "The write-up's claims",
  caption:
    "The write-up's claims, on simulated clusters and on the real one where it has been measured: what was measured and where, the effect at each $N$ with its 95 % interval over training runs (rules and " +
    "real cluster: over runs), and the verdict that follows from the intervals by the rules in the text.",
  inputs: CLAIM_FILES,
  gathered: REAL_FILES,
  ruleBy: "claim",
  columns: [
    { key: "claim", title: "claim" },
    { key: "measure", title: "measure" },
    ...SIZES.map((size) => ({ key: `n${size}`, title: `$N = ${size}$`, align: "right" as const })),
    { key: "verdict", title: "verdict" },
  ],
  rows: (data) =>
    [...claimChecks(data), ...realClaimChecks(data)]
      .sort((a, b) => a.claim.localeCompare(b.claim))
      .map(({ claim, measure, verdict, effects, style }) => ({
        claim,
        measure,
        verdict,
        ...Object.fromEntries(
          effects.map(({ size, effect: { estimate, lower, upper } }) => [
            `n${size}`,
            Number.isNaN(lower)
              ? mixed(estimate, style)
              : `${mixed(estimate, style)} [${mixed(lower, style)}, ${mixed(upper, style)}]`,
          ]),
        ),
      })),
};

/** Where the write-up's words and tables disagree. */
export const inconsistencies: TableDefinition = {
  id: "inconsistencies",
  title: "The write-up's claims against its own tables",
  caption:
    "Statements of the write-up's held against its own published numbers. Nothing here is measured by us.",
  inputs: [],
  columns: [
    { key: "statement", title: "statement" },
    ...SIZES.map((size) => ({ key: `n${size}`, title: `$N = ${size}$`, align: "right" as const })),
  ],
  rows: () =>
    publishedInconsistencies().map(({ statement, values, style }) => ({
      statement,
      ...Object.fromEntries(values.map(({ size, value }) => [`n${size}`, mixed(value, style)])),
    })),
};
