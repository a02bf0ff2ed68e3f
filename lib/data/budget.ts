/** How much is measured: `paper` is what is committed; `reduced` and `smoke` are quicker runs, kept apart. */
export type Budget = "smoke" | "reduced" | "paper";

/** Every budget, from the quickest to what is committed. */
export const BUDGETS: readonly Budget[] = Object.freeze(["smoke", "reduced", "paper"]);
