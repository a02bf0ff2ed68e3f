import type { TableDefinition } from "../../report/index.js";
import { SIZES } from "../shared/sizes.js";
import { claimChecks } from "./checks.js";
import { mixedNumber } from "./mixed-number.js";
import { CLAIM_FILES, GATHERED_CLAIM_FILES } from "./sources.js";

/** C1 to C6 with computed verdicts. */
export const claimsTable: TableDefinition = {
  id: "claims",
  title: "The write-up's claims",
  caption:
    "The write-up's claims, on simulated clusters and on the real one where it has been measured: what was measured and where, the effect at each $N$ with its 95 % interval over training runs (rules and " +
    "real cluster: over runs), and the verdict that follows from the intervals by the rules in the text.",
  inputs: CLAIM_FILES,
  gathered: GATHERED_CLAIM_FILES,
  ruleBy: "claim",
  columns: [
    { key: "claim", title: "claim" },
    { key: "measure", title: "measure", wrap: 12 },
    ...SIZES.map((size) => ({ key: `n${size}`, title: `$N = ${size}$`, align: "right" as const, wrap: 6.2 })),
    { key: "verdict", title: "verdict", wrap: 5.5 },
  ],
  rows: (data) =>
    claimChecks(data).map(({ claim, measure, verdict, effects, style }) => ({
      claim,
      measure,
      verdict,
      ...Object.fromEntries(
        effects.map(({ size, effect: { estimate, lower, upper, note } }) => {
          const [value, least, most] = [estimate, lower, upper].map((one) => mixedNumber(one, style));
          const interval = Number.isNaN(lower) ? [] : [`[${least}, ${most}]`];
          return [`n${size}`, [value, ...interval, ...(note === undefined ? [] : [note])].join(" ")];
        }),
      ),
    })),
};
