import type { Cell, NumberDefinition, TableDefinition } from "./definitions.js";
import type { NumberFormat } from "./format.js";

/** Which cell of a table a number is. */
export interface CellChoice {
  readonly id: string;
  /** What the number is, in a few words. */
  readonly title: string;
  /** The row: cells by the keys of their columns. */
  readonly where: Readonly<Record<string, Cell>>;
  /** Key of the column. */
  readonly column: string;
  /** In place of the column's. */
  readonly format?: NumberFormat;
}

/**
 * A number that is a cell of a table, so that prose and table can't disagree; not measured (NaN) where the table has no such row or an empty
 * cell there. @throws RangeError where the table has no such column.
 */
export function cellNumber(table: TableDefinition, choice: CellChoice): NumberDefinition {
  const { id, title, where, column, format } = choice;
  const own = table.columns.find(({ key }) => key === column);
  if (own === undefined)
    throw new RangeError(`${id}: the table ${table.id} has no column ${JSON.stringify(column)}`);
  const { inputs, gathered, madeBy } = table;
  return {
    id,
    title,
    inputs,
    ...(gathered && { gathered }),
    ...(madeBy && { madeBy }),
    format: format ?? own.format ?? {},
    value(data) {
      const row = table
        .rows(data)
        .find((one) => Object.entries(where).every(([key, value]) => one[key] === value));
      const cell = row?.[column] ?? Number.NaN;
      if (typeof cell === "string")
        throw new RangeError(`${id}: the cell holds the text ${JSON.stringify(cell)}`);
      return cell;
    },
  };
}
