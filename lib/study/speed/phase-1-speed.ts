import { z } from "zod";
import { checkedJson, type DataReader } from "../../report/index.js";
import type { Interval } from "../../statistics/index.js";
import { PHASE_1_FILE } from "./bench.js";

/** What makes it. */
export const PHASE_1_COMMAND = "npm run bench -- --only phase-1 --save";

const trainingFacts = z.object({
  seeds: z.number(),
  runSeconds: z.array(z.number()).min(1),
  episodeRewards: z.array(z.number()).min(1),
  peakMemoryMiB: z.number().optional(),
});
const growthFacts = z.object({
  tensorsBefore: z.array(z.number()),
  tensorsAfter: z.array(z.number()),
  memoryBeforeMiB: z.number(),
  memoryAfterMiB: z.number(),
  peakMemoryMiB: z.number().optional(),
});
const row = <T extends z.ZodType>(facts: T) => z.object({ name: z.string(), facts });
const schema = z.object({
  groups: z.tuple([
    z.object({ name: z.literal("phase-1"), rows: z.array(row(trainingFacts)) }),
    z.object({ name: z.literal("phase-1-growth"), rows: z.array(row(growthFacts)) }),
  ]),
});

/** Phase 1 of the write-up as a whole: how long it takes, what comes out, and what a long run holds before and after. */
export function phaseOneSpeed(data: DataReader) {
  const [training, growth] = checkedJson(data, PHASE_1_FILE, schema, PHASE_1_COMMAND)?.groups ?? [];
  return { training: training?.rows ?? [], growth: growth?.rows ?? [] };
}

/** Median, least and most of one value or more. */
export function range(values: readonly number[]): Interval {
  const sorted = [...values].sort((a, b) => a - b);
  const half = (sorted.length - 1) / 2;
  const estimate = ((sorted[Math.floor(half)] as number) + (sorted[Math.ceil(half)] as number)) / 2;
  return { estimate, lower: sorted[0] as number, upper: sorted.at(-1) as number };
}
