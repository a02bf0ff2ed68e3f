import { z } from "zod";
import { checkedJson, type DataReader } from "../../report/index.js";
import type { Interval } from "../../statistics/index.js";
import { DISPATCH_SPEED_FILE } from "./bench.js";

/** What makes it. */
export const DISPATCH_SPEED_COMMAND = "npm run bench -- --only dispatch --save";

/** Sizes between which the exponent is taken. */
const [FROM, TO] = [100, 1000];

/** How fast the exact simulator steps under one dispatch. */
export interface DispatchSpeed {
  readonly dispatch: string;
  /** Clusters that step together. */
  readonly batch: number;
  /** Control steps per second by number of containers: median, least and most over the repeats. */
  readonly speeds: ReadonlyMap<number, Interval>;
  /** Of the time of a step in N, log(time ratio) / log(size ratio) from 100 to 1,000 containers; undefined without both. */
  readonly exponent: number | undefined;
}

const schema = z.object({
  groups: z.array(
    z.object({
      name: z.literal("dispatch"),
      rows: z.array(
        z.object({
          name: z.string().regex(/^\S+, batch \d+, N = \d+$/),
          speed: z.object({ median: z.number(), min: z.number(), max: z.number() }),
        }),
      ),
    }),
  ),
});

/** Every dispatch and batch that was timed, in their order. */
export function dispatchSpeeds(data: DataReader): readonly DispatchSpeed[] {
  const { groups } = checkedJson(data, DISPATCH_SPEED_FILE, schema, DISPATCH_SPEED_COMMAND) ?? { groups: [] };
  const found = new Map<string, Map<number, Interval>>();
  for (const { name, speed } of groups.flatMap(({ rows }) => rows)) {
    const [kind, size] = name.split(", N = ");
    if (!found.has(kind)) found.set(kind, new Map());
    const { median, min, max } = speed;
    found.get(kind)?.set(Number(size), { estimate: median, lower: min, upper: max });
  }
  return [...found].map(([kind, speeds]) => {
    const [dispatch, batch] = kind.split(", batch ");
    const [few, many] = [speeds.get(FROM), speeds.get(TO)];
    return {
      dispatch,
      batch: Number(batch),
      speeds,
      exponent: few && many && Math.log(few.estimate / many.estimate) / Math.log(TO / FROM),
    };
  });
}
