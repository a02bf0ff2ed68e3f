/** What a test says of a change. */
export type Finding = "fewer" | "more" | "open" | "not measured yet";

/** Chance of a false alarm in one test, half of it on each side. */
const LEVEL = 0.05;

/** What follows from one-sided chances of as many more and as many fewer. */
export function findingOf({ more, fewer }: { readonly more: number; readonly fewer: number }): Finding {
  if (fewer < LEVEL / 2) return "fewer";
  return more < LEVEL / 2 ? "more" : "open";
}
