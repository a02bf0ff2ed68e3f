/** How much is measured: `paper` is what is committed; `reduced` and `smoke` are quicker runs, kept apart. */
export type Budget = "smoke" | "reduced" | "paper";

export const BUDGETS: readonly Budget[] = Object.freeze(["smoke", "reduced", "paper"]);
