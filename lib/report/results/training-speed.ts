import { z } from "zod";
import { InputError } from "../../check/index.js";
import type { DataReader } from "../data-reader.js";
import type { Estimate } from "../definitions.js";

/** Where the comparison of training speeds stands, relative to the data folder, and what makes it. */
export const SPEED_FILE = "bench/ppo.json";
export const SPEED_COMMAND = "npm run bench -- --only ppo --save";

/** How fast one program trains at one number of containers. */
export interface TrainingSpeed {
  readonly size: number;
  /** Who trains, and how many seeds at once, e.g. "JAX, 10 seeds". */
  readonly name: string;
  /** Environment steps per second of all seeds together: median, least and most over the repeats. */
  readonly speed: Estimate;
}

const schema = z.object({
  groups: z.array(
    z.object({
      name: z.string(),
      rows: z.array(
        z.object({
          name: z.string(),
          speed: z.object({ median: z.number(), min: z.number(), max: z.number() }).optional(),
        }),
      ),
    }),
  ),
});

/** Every row that was timed of the groups `ppo-n<size>`, in their order; who was left out is missing. */
export function trainingSpeeds(data: DataReader): readonly TrainingSpeed[] {
  const parsed = schema.safeParse(data.json(SPEED_FILE));
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    throw new InputError(
      `${SPEED_FILE}, ${issue?.path.join(".") || "top level"}: ${issue?.message}: make it again with: ${SPEED_COMMAND}`,
    );
  }
  return parsed.data.groups.flatMap(({ name: group, rows }) => {
    const size = /^ppo-n(\d+)$/.exec(group)?.[1];
    if (size === undefined) return [];
    return rows.flatMap(({ name, speed }) =>
      speed === undefined
        ? []
        : [
            {
              size: Number(size),
              name,
              speed: { estimate: speed.median, lower: speed.min, upper: speed.max },
            },
          ],
    );
  });
}
