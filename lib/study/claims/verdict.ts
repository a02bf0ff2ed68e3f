import type { Interval } from "../../statistics/index.js";

/** What the data say of a claim. "unresolved": intervals leave it open. */
export type Verdict = "reproduced" | "partly" | "not reproduced" | "reversed" | "unresolved";

/** 1 where something holds beyond the interval, -1 where its opposite does, 0 where it is open. */
export type Sign = 1 | 0 | -1;

/** 1 where `holds`, -1 where `fails`, else 0. */
export function threeWay(holds: boolean, fails: boolean): Sign {
  return holds ? 1 : fails ? -1 : 0;
}

/** 1 where a whole interval is above `limit`, -1 where it is below. */
export function above({ lower, upper }: Interval, limit = 0): Sign {
  return threeWay(lower > limit, upper < limit);
}

/** 1 where a whole interval is below `limit`, -1 where it is above. */
export function below({ lower, upper }: Interval, limit: number): Sign {
  return threeWay(upper < limit, lower > limit);
}

/** For a claim about most sizes. */
export function majority(signs: readonly Sign[]): Verdict {
  const count = (value: Sign) => signs.filter((one) => one === value).length;
  if (2 * count(1) > signs.length) return "reproduced";
  if (2 * count(-1) > signs.length) return "reversed";
  return count(1) > 0 ? "partly" : count(-1) > 0 ? "not reproduced" : "unresolved";
}

/** For a claim about every size. */
export function unanimous(signs: readonly Sign[]): Verdict {
  if (signs.every((one) => one === 1)) return "reproduced";
  if (signs.every((one) => one === -1)) return "not reproduced";
  if (signs.some((one) => one === 1)) return "partly";
  return signs.some((one) => one === -1) ? "not reproduced" : "unresolved";
}
