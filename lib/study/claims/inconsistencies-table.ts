import type { TableDefinition } from "../../report/index.js";
import { SIZES } from "../shared/sizes.js";
import { publishedInconsistencies } from "./inconsistencies.js";
import { mixedNumber } from "./mixed-number.js";

/** Where the write-up's words and tables disagree. */
export const inconsistenciesTable: TableDefinition = {
  id: "inconsistencies",
  title: "The write-up's claims against its own tables",
  caption:
    "Statements of the write-up's held against its own published numbers. Nothing here is measured by us.",
  inputs: [],
  columns: [
    { key: "statement", title: "statement", wrap: 24 },
    ...SIZES.map((size) => ({ key: `n${size}`, title: `$N = ${size}$`, align: "right" as const })),
  ],
  rows: () =>
    publishedInconsistencies().map(({ statement, values, style }) => ({
      statement,
      ...Object.fromEntries(values.map(({ size, value }) => [`n${size}`, mixedNumber(value, style)])),
    })),
};
