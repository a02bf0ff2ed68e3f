import { resolve } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import { type Budget, manifestFile, openWorkspace, readManifest, type Workspace } from "../data/index.js";
import {
  exportTable,
  inputHashes,
  requireRecorded,
  TABLE_FORMATS,
  type TableDefinition,
  type TableFormat,
  tableFrame,
  tableTextIn,
} from "../report/index.js";
import { registry, tableById } from "../study/index.js";
import { choices } from "./options.js";
import { printIds } from "./print-ids.js";

interface Flags {
  readonly list?: boolean;
  readonly format?: readonly TableFormat[];
  readonly out?: string;
  readonly budget?: Budget;
  readonly json?: boolean;
}

/** `fleetlab table`. */
export function tableCommand(): Command {
  return new Command("table")
    .description("print a table of the report, or write it into files for a paper")
    .argument("[id...]", "tables to write")
    .option("--list", "tell the ids and what they show")
    .option(
      "--format <list>",
      `some of ${TABLE_FORMATS.join(", ")} (default: md; with --out: all); tex is a tabular with the rules of booktabs`,
      choices(TABLE_FORMATS),
    )
    .option("--out <folder>", "write <id>.<format> there in place of printing it")
    .option("--budget <name>", "whose data: smoke, reduced or paper (the committed one, default)")
    .option("--json", "print ids, texts or files, and hashes of the data as JSON")
    .action(async (ids: string[], flags: Flags) => {
      if (flags.list) {
        printIds(registry.tables, flags.json ?? false);
        return;
      }
      if (ids.length === 0) throw new InputError("name a table; --list tells which there are");
      const tables = ids.map((id) => tableById(id));
      const workspace = openWorkspace(flags.budget === undefined ? {} : { budget: flags.budget });
      const manifest = readManifest(manifestFile(workspace.dataDir));
      for (const table of tables) requireRecorded(workspace, table, manifest);
      const found = [];
      for (const table of tables) found.push(await written(workspace, table, flags));
      if (flags.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
      else for (const { texts, files } of found) process.stdout.write([...texts, ...files].join("\n"));
    });
}

interface Written {
  readonly id: string;
  readonly texts: readonly string[];
  readonly files: readonly string[];
  /** SHA-256 of the data, by file. */
  readonly inputs: Readonly<Record<string, string>>;
}

async function written(
  workspace: Workspace,
  table: TableDefinition,
  { format, out }: Flags,
): Promise<Written> {
  const { id } = table;
  const inputs = inputHashes(workspace, table);
  if (out !== undefined) {
    const files = await exportTable(workspace, table, {
      formats: format ?? TABLE_FORMATS,
      folder: resolve(out),
    });
    return { id, texts: [], files: files.map((file) => `${file}\n`), inputs };
  }
  const frame = await tableFrame(workspace, table);
  const texts = (format ?? ["md"]).map((one) => tableTextIn(table, frame, one));
  return { id, texts, files: [], inputs };
}
