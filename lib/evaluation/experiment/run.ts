import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../check/index.js";
import { machine, stableJson, writeManifestEntry } from "../../data/index.js";
import { closureHash, sha256 } from "../../files/index.js";
import { type CellOf, type ColumnTable, identityNames } from "./columns.js";
import type { Experiment, ExperimentRun } from "./experiment.js";
import { fillFile } from "./fill.js";
import { measureCells } from "./measure.js";

/** Digits of a hash of code. */
const DIGITS = 12;

/** Measures what the experiment's file does not hold yet; the number of cells that were. */
export async function runExperiment<C extends ColumnTable>(
  experiment: Experiment<C>,
  run: ExperimentRun,
): Promise<number> {
  const { dataDir, workDir, budget, signal, workers } = run;
  const file = join(dataDir, experiment.file);
  const cells = experiment.cells(budget);
  const manifest = join(dataDir, "manifest.json");
  const code = closureHash([experiment.module]).slice(0, DIGITS);
  const describe = (written: string, others?: "drop") => {
    const { seed, config, specs = {} } = experiment.describe(budget);
    const { command, date } = run;
    const provenance = { command, date, code, codeFolders: [], machine: machine(), seed, config, specs };
    writeManifestEntry(manifest, written, provenance, others);
  };
  if (experiment.measure === undefined && !existsSync(file))
    throw new InputError(
      `${experiment.file} isn't in ${dataDir}: restore it, or make it with: ${experiment.madeBy}`,
    );
  const outputs = (cell: CellOf<C>) => (experiment.outputs?.(cell) ?? []).map((name) => join(dataDir, name));
  const { ran } = await fillFile({
    columns: experiment.columns,
    cells,
    file,
    codeOf: (cell) => cellCode(experiment, code, cell, dataDir),
    isWhole: (cell) => outputs(cell).every((output) => existsSync(output)),
    otherCode: experiment.measure === undefined ? "keep" : run.otherCode,
    otherRows: run.otherCode === "keep" ? "keep" : "drop",
    measure: (missing, watch) =>
      measureCells(
        experiment,
        missing,
        { dataDir, outputDir: dataDir, workDir, part: 1 },
        {
          ...watch,
          workers,
          signal,
          onDone: (i, rows) => {
            for (const output of outputs(missing[i])) describe(output, "drop");
            watch.onDone(i, rows);
          },
        },
      ),
    onProgress: run.onProgress,
    describe: () => describe(file),
  });
  return ran;
}

/**
 * The `code` of a cell's rows: a hash of the code behind the experiment (its import closure), of what the cell says beyond its
 * identity, and of the data files that it reads.
 * @throws InputError where one of these is missing.
 */
export function cellCode<C extends ColumnTable>(
  experiment: Pick<Experiment<C>, "id" | "columns" | "inputs">,
  closure: string,
  cell: CellOf<C>,
  dataDir: string,
): string {
  const identity: readonly PropertyKey[] = identityNames(experiment.columns);
  const settings = Object.entries(cell).filter(([name]) => !identity.includes(name));
  const inputs = (experiment.inputs?.(cell) ?? []).map((name) => {
    const file = join(dataDir, name);
    if (!existsSync(file))
      throw new InputError(`experiment ${experiment.id} needs ${file}: restore it, or make it first`);
    return sha256(readFileSync(file));
  });
  if (settings.length + inputs.length === 0) return closure;
  return sha256(stableJson([closure, settings, inputs])).slice(0, DIGITS);
}
