import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Budget } from "../../data/index.js";
import { type CellOf, type ColumnTable, cellKey } from "./columns.js";
import type { Experiment } from "./experiment.js";

/**
 * How many cells of a budget there are, and how many of them have rows in the data folder.
 * @throws InputError where the file is cut off or foreign.
 * @example
 * const squares = evaluation.experiment({
 *   id: "squares",
 *   question: "What is the square of a small number?",
 *   module: __filename,
 *   file: "squares.csv",
 *   columns: evaluation.columns({ root: { kind: "integer", identity: true }, square: { kind: "number" } }),
 *   cells: () => [{ root: 1 }, { root: 2 }],
 *   measure: ({ root }) => ({ square: root * root }),
 *   describe: () => ({ seed: 0, config: {} }),
 * });
 * evaluation.measuredCells(squares, "smoke", "data"); // -> { cells: 2, present: 0 }
 */
export function measuredCells<C extends ColumnTable>(
  experiment: Experiment<C>,
  budget: Budget,
  dataDir: string,
): { readonly cells: number; readonly present: number } {
  const { columns, file } = experiment;
  const path = join(dataDir, file);
  const rows = existsSync(path) ? experiment.read(path) : [];
  const measured = new Set(rows.map((row) => cellKey(columns, row as unknown as CellOf<C>)));
  const cells = experiment.cells(budget, dataDir);
  return {
    cells: cells.length,
    present: cells.filter((cell) => measured.has(cellKey(columns, cell))).length,
  };
}
