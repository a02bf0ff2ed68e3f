import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";

export const ROOT = resolve(__dirname, "../..");

export interface Output {
  readonly output_type: string;
  readonly name?: string;
  readonly text?: readonly string[];
  readonly data?: Readonly<Record<string, unknown>>;
}

export interface Cell {
  readonly kind: "markdown" | "code";
  readonly source: string;
  readonly executionCount: number | null;
  readonly outputs: readonly Output[];
}

/** The path through the course. */
export const INDEX = "index.ipynb";

/** The cells of every notebook with a question of its own, by file name. */
export function notebooks(): ReadonlyMap<string, readonly Cell[]> {
  return new Map([...course()].filter(([name]) => name !== INDEX));
}

/** The same, and those of the path. */
export function course(): ReadonlyMap<string, readonly Cell[]> {
  const folder = join(ROOT, "notebooks");
  const names = readdirSync(folder).filter((name) => name.endsWith(".ipynb"));
  return new Map(names.sort().map((name) => [name, cells(join(folder, name))]));
}

function cells(path: string): readonly Cell[] {
  const notebook = JSON.parse(readFileSync(path, "utf8")) as { cells: Record<string, unknown>[] };
  return notebook.cells.map((cell) => ({
    kind: cell.cell_type as Cell["kind"],
    source: (cell.source as string[]).join(""),
    executionCount: (cell.execution_count as number | null) ?? null,
    outputs: (cell.outputs as Output[]) ?? [],
  }));
}

/** Every TypeScript file under the given folders, without compiled ones. */
export function sources(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return ["dist", "node_modules"].includes(entry.name) ? [] : sources(path);
      return entry.name.endsWith(".ts") ? [readFileSync(join(ROOT, path), "utf8")] : [];
    }),
  );
}
