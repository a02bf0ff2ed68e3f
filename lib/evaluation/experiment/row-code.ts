import { existsSync, readFileSync } from "node:fs";
import { InputError } from "../../check/index.js";
import { stableJson } from "../../data/index.js";
import { type SourceFile, sha256 } from "../../files/index.js";
import { type CellOf, type ColumnTable, identityNames } from "./columns.js";

/** Digits of a short hash, as of `codeHash`. */
const DIGITS = 12;

/**
 * Makes the `code` of a cell's rows: a hash of the code behind them, of what the cell says beyond its identity, and of the files
 * that measuring it reads. Without these it is the hash of the code alone.
 * @param inputs absolute paths of these files. @param sources files of the user's own that define something of the cell.
 * @throws InputError where one of them is missing.
 */
export function rowCodes<C extends ColumnTable, Cell extends CellOf<C>>(
  columns: C,
  code: string,
  inputs: (cell: Cell) => readonly string[] = () => [],
  sources: (cell: Cell) => readonly SourceFile[] = () => [],
): (cell: Cell) => string {
  const identity: readonly PropertyKey[] = identityNames(columns);
  const hashes = new Map<string, string>();
  const hashOf = (file: string) => {
    const known = hashes.get(file);
    if (known !== undefined) return known;
    if (!existsSync(file)) throw new InputError(`${file} isn't there: restore it, or make it first`);
    const hash = sha256(readFileSync(file));
    hashes.set(file, hash);
    return hash;
  };
  return (cell) => {
    const settings = Object.entries(cell).filter(([name]) => !identity.includes(name));
    const read = [...inputs(cell).map(hashOf), ...sources(cell).map(({ name, hash }) => `${name} ${hash}`)];
    if (settings.length + read.length === 0) return code;
    return sha256(stableJson([code, settings, read])).slice(0, DIGITS);
  };
}
