import { z } from "zod";
import { checkedJson, type DataReader } from "../../report/index.js";
import { EQUIVALENCE_FILE } from "./bench.js";

/** What makes it. */
export const EQUIVALENCE_COMMAND = "npx tsx bench/ppo/equivalence.ts --save";

const estimate = z.object({ estimate: z.number(), lower: z.number(), upper: z.number() });
const schema = z.object({
  size: z.number(),
  steps: z.number(),
  seeds: z.array(z.number()),
  /** Mean reward of a step on the evaluation workloads, seed by seed. */
  compiled: z.array(z.number()).min(2),
  reference: z.array(z.number()).min(2),
  /** compiled less reference, as a share of the reference's mean. */
  difference: estimate,
});

/** What both engines learned from the same seeds; undefined where it isn't measured yet. */
export function engineEquivalence(data: DataReader) {
  return checkedJson(data, EQUIVALENCE_FILE, schema, EQUIVALENCE_COMMAND);
}
