import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import { shownPath, type Workspace } from "../data/index.js";
import { readCsvRows, readJsonFile, sha256 } from "../files/index.js";
import type { Definition } from "./definitions.js";

/** One row of a CSV file: column name -> text. */
export type Row = Readonly<Record<string, string>>;

/** Reads an export's declared inputs and nothing else, so that its provenance is complete. */
export interface DataReader {
  /** Rows of a CSV file. @throws InputError where it is missing, cut off or malformed. */
  rows(file: string): readonly Row[];
  /** Content of a JSON file; undefined where it is gathered and not there yet. @throws InputError where it is missing or cut off. */
  json(file: string): unknown;
}

/** The number in `column`. @throws InputError unless it is a finite number. */
export function numberIn(row: Row, column: string): number {
  const text = row[column];
  if (text === undefined)
    throw new InputError(
      `no column ${JSON.stringify(column)}: the columns are ${Object.keys(row).join(", ")}`,
    );
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value))
    throw new InputError(`column ${column} holds ${JSON.stringify(text)} where a number is needed`);
  return value;
}

/** The number in `column`, or null where the cell is empty. */
export function numberOrNull(row: Row, column: string): number | null {
  return row[column] === "" ? null : numberIn(row, column);
}

/**
 * A reader of `definition`'s inputs in the workspace's data folder.
 * @throws InputError where one isn't there, naming the command that makes it.
 */
export function dataReader(workspace: Workspace, definition: Definition): DataReader {
  const [missing] = missingInputs(workspace, definition);
  if (missing !== undefined) throw new InputError(missingInput(workspace, definition, missing));
  const { inputs, gathered = [] } = definition;
  const locate = (file: string): string => {
    if (!inputs.includes(file) && !gathered.includes(file))
      throw new RangeError(`${definition.id} reads ${JSON.stringify(file)}, which isn't among its inputs`);
    return join(workspace.dataDir, file);
  };
  const remedy = `make it again with: ${makingCommand(workspace, definition)}`;
  return {
    rows(file) {
      const path = locate(file);
      if (gathered.includes(file) && !existsSync(path)) return [];
      return csvRows(path, shownPath(workspace, path), remedy);
    },
    json(file) {
      const path = locate(file);
      if (gathered.includes(file) && !existsSync(path)) return undefined;
      return readJsonFile(path, { name: shownPath(workspace, path), advice: remedy });
    },
  };
}

/** Files that `definition` reads: its inputs, and of what is gathered for it that which is there. */
export function presentInputs(
  { dataDir }: Workspace,
  { inputs, gathered = [] }: Definition,
): readonly string[] {
  return [...inputs, ...gathered.filter((file) => existsSync(join(dataDir, file)))];
}

/** Hex SHA-256 of every input of `definition` that is there, by file; the data manifest says how each was measured. */
export function inputHashes(workspace: Workspace, definition: Definition): Readonly<Record<string, string>> {
  return Object.fromEntries(
    presentInputs(workspace, definition).map((file) => [file, fileHash(join(workspace.dataDir, file))]),
  );
}

/** Inputs of `definition` that aren't in the data folder. */
export function missingInputs(workspace: Workspace, definition: Definition): readonly string[] {
  return definition.inputs.filter((file) => !existsSync(join(workspace.dataDir, file)));
}

/** What is said in place of an export whose data aren't there; undefined where they are. */
export function absence(workspace: Workspace, definition: Definition): string | undefined {
  const isAbsent = missingInputs(workspace, definition).length > 0;
  return isAbsent ? `not measured in the ${workspace.budget} budget` : undefined;
}

/** The line that says an input isn't there and how to make it. */
export function missingInput(workspace: Workspace, definition: Definition, file: string): string {
  const path = shownPath(workspace, join(workspace.dataDir, file));
  return `${definition.id} needs ${path}, which isn't there: make it with: ${makingCommand(workspace, definition)}`;
}

/** The command that makes the inputs of `definition`. */
export function makingCommand(workspace: Workspace, definition: Definition): string {
  return definition.madeBy ?? `npm run reproduce -- --budget ${workspace.budget}`;
}

/** Hex SHA-256 of a file's bytes. */
export function fileHash(path: string): string {
  return sha256(readFileSync(path));
}

/** Rows of files read last, with their content: exports that read the same file share its rows. */
const known = new Map<string, { readonly content: Buffer; readonly rows: readonly Row[] }>();

function csvRows(path: string, name: string, remedy: string): readonly Row[] {
  const content = readFileSync(path);
  const last = known.get(path);
  if (last?.content.equals(content)) return last.rows;
  const { header, rows } = readCsvRows(path, { name, advice: remedy });
  const named = rows.map(({ cells }) => Object.fromEntries(header.map((column, i) => [column, cells[i]])));
  known.set(path, { content, rows: named });
  return named;
}
