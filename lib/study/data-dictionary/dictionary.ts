import type { ColumnTable, ColumnType, Experiment } from "../../evaluation/index.js";
import type { Meaning } from "./meaning.js";
import { OTHER_FILES } from "./other-files.js";
import { OWN_COLUMNS } from "./own-columns.js";
import { SHARED_COLUMNS } from "./shared-columns.js";

/** A column of a file, or a field at the top of a JSON file. */
export interface DescribedColumn extends Meaning {
  readonly name: string;
  /** The only texts allowed, where there are such. */
  readonly choices: readonly string[];
}

/** Files of one kind: the same columns, and the same meanings. */
export interface DescribedFiles {
  /** Pattern of the paths relative to the data folder, and what the files are. */
  readonly files: readonly { readonly pattern: string; readonly meaning: string }[];
  readonly columns: readonly DescribedColumn[];
}

/** The pattern as an expression: `*` is any text but `/`, `[0-9]` a digit, `{a,b}` one of these. */
export function filePattern(pattern: string): RegExp {
  const source = pattern
    .replace(/[.+]/g, "\\$&")
    .replaceAll("*", "[^/]*")
    .replace(/\{([^}]*)\}/g, (_, choices: string) => `(?:${choices.replaceAll(",", "|")})`);
  return new RegExp(`^${source}$`);
}

/**
 * What every file of the data folder holds: those of experiments by their tables of columns, then all others. Files with the same
 * columns and meanings stand together.
 * @throws RangeError naming file and column where one has no meaning.
 */
export function dataDictionary(experiments: readonly Experiment[]): readonly DescribedFiles[] {
  const kinds = new Map<
    string,
    { files: DescribedFiles["files"][number][]; columns: readonly DescribedColumn[] }
  >();
  for (const { file, question, columns } of experiments) {
    const described = describedColumns(file, columns);
    const key = JSON.stringify(described);
    const kind = kinds.get(key) ?? { files: [], columns: described };
    kind.files.push({ pattern: file, meaning: question });
    kinds.set(key, kind);
  }
  const others = OTHER_FILES.map(({ files, meaning, columns }) => ({
    files: [{ pattern: files, meaning }],
    columns: Object.entries(columns).map(([name, one]) => ({ name, choices: [], ...one })),
  }));
  return [...kinds.values(), ...others];
}

/** The pattern of `OWN_COLUMNS` that a file of an experiment has; undefined where all its columns are shared ones. */
export function ownPattern(file: string): string | undefined {
  return Object.keys(OWN_COLUMNS).find((pattern) => filePattern(pattern).test(file));
}

function describedColumns(file: string, table: ColumnTable): readonly DescribedColumn[] {
  const pattern = ownPattern(file);
  const own = pattern === undefined ? {} : OWN_COLUMNS[pattern];
  const code: ColumnType = { kind: "text" };
  return Object.entries<ColumnType>({ ...table, code }).map(([name, { choices = [] }]) => {
    const found = own[name] ?? SHARED_COLUMNS[name];
    if (found === undefined)
      throw new RangeError(
        `column ${name} of data/${file} has no meaning: write one in lib/study/data-dictionary/own-columns.ts`,
      );
    return { name, choices, ...found };
  });
}
