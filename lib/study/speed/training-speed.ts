import { z } from "zod";
import { checkedJson, type DataReader } from "../../report/index.js";
import type { Interval } from "../../statistics/index.js";
import { SPEED_FILE } from "./bench.js";

/** What makes it. */
export const SPEED_COMMAND = "npm run bench -- --only ppo --save";

/** How fast one program trains at one number of containers. */
export interface TrainingSpeed {
  readonly size: number;
  /** Who trains, and how many seeds at once, e.g. "JAX, 10 seeds". */
  readonly name: string;
  /** Environment steps per second of all seeds together: median, least and most over the repeats. */
  readonly speed: Interval;
  /** Our row that it is compared with, and that one's speed over this one's; ours of one seed has none. */
  readonly against?: string | undefined;
  readonly ratio?: Interval | undefined;
  /** Largest resident memory of its processes, in MiB. */
  readonly peakMemoryMiB?: number | undefined;
}

const spread = z.object({ median: z.number(), min: z.number(), max: z.number() });
const schema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rows: z.array(
        z.object({
          name: z.string(),
          speed: spread.optional(),
          against: z.string().optional(),
          ratio: spread.optional(),
          facts: z.object({ peakMemoryMiB: z.number().optional() }).optional(),
        }),
      ),
    }),
  ),
});

/** Every row that was timed of the groups `ppo-n<size>`, in their order; who was left out is missing. */
export function trainingSpeeds(data: DataReader): readonly TrainingSpeed[] {
  const { groups } = checkedJson(data, SPEED_FILE, schema, SPEED_COMMAND) ?? { groups: [] };
  return groups.flatMap(({ name: group, rows }) => {
    const size = /^ppo-n(\d+)$/.exec(group)?.[1];
    if (size === undefined) return [];
    return rows.flatMap(({ name, speed, against, ratio, facts }) =>
      speed === undefined
        ? []
        : [
            {
              size: Number(size),
              name,
              speed: estimate(speed),
              against,
              ratio: ratio && estimate(ratio),
              peakMemoryMiB: facts?.peakMemoryMiB,
            },
          ],
    );
  });
}

const estimate = ({ median, min, max }: z.infer<typeof spread>): Interval => ({
  estimate: median,
  lower: min,
  upper: max,
});
