import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../../check/index.js";
import { machine, manifestFile, writeManifestEntry } from "../../data/index.js";
import { codeHash, withLock } from "../../files/index.js";
import type { CellOf, ColumnTable } from "./columns.js";
import type { Experiment, ExperimentRun } from "./experiment.js";
import { fillFile } from "./fill.js";
import { measureCells } from "./measure.js";
import { rowCodes } from "./row-code.js";

/**
 * Measures what the experiment's file does not hold yet; the number of cells that were.
 * @throws InputError where another process writes the file; the signal's reason when aborted; what measuring throws.
 */
export async function runExperiment<C extends ColumnTable>(
  experiment: Experiment<C>,
  run: ExperimentRun,
): Promise<number> {
  return withLock([join(run.dataDir, experiment.file)], () => runAlone(experiment, run));
}

/** Runs as the only writer of the experiment's file. */
async function runAlone<C extends ColumnTable>(
  experiment: Experiment<C>,
  run: ExperimentRun,
): Promise<number> {
  const { dataDir, workDir, budget, signal, workers } = run;
  const file = join(dataDir, experiment.file);
  const cells = experiment.cells(budget, dataDir);
  const manifest = manifestFile(dataDir);
  const code = codeHash([experiment.module]);
  const describe = (written: string, cell?: CellOf<C>) => {
    const { seed, config, specs = {} } = experiment.describe(budget, cell);
    const { command, date } = run;
    const provenance = { command, date, code, machine: machine(), seed, config, specs };
    writeManifestEntry(manifest, written, provenance, cell === undefined ? "keep" : "drop");
  };
  if (experiment.measure === undefined && !existsSync(file))
    throw new InputError(
      `${experiment.file} isn't in ${dataDir}: restore it, or make it with: ${experiment.madeBy}`,
    );
  const inData = (names: readonly string[] = []) => names.map((name) => join(dataDir, name));
  const outputs = (cell: CellOf<C>) => inData(experiment.outputs?.(cell));
  const { ran } = await fillFile({
    columns: experiment.columns,
    cells,
    file,
    codeOf: rowCodes(experiment.columns, code, (cell) => inData(experiment.inputs?.(cell, dataDir))),
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
            for (const output of outputs(missing[i])) describe(output, missing[i]);
            watch.onDone(i, rows);
          },
        },
      ),
    onProgress: run.onProgress,
    describe: () => describe(file),
  });
  return ran;
}
