import { existsSync, readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { isDeepStrictEqual } from "node:util";
import { InputError } from "../../check/index.js";
import {
  isSameCpu,
  type Manifest,
  machine,
  type RowDifference,
  type VerifiedFile,
} from "../../data/index.js";
import { readJsonFile, sha256 } from "../../files/index.js";
import type { Job } from "../../processes/index.js";
import {
  type CellOf,
  type ColumnTable,
  cellKey,
  type ExperimentRow,
  identityNames,
  rowsByCell,
} from "../experiment/columns.js";
import type { Experiment, Recomputed } from "../experiment/experiment.js";
import type { CellOrder } from "../experiment/job.js";
import { differingColumns, EXACT, type Tolerance } from "./compare.js";
import { sampledPlaces } from "./sample.js";

/** Where and how much is verified. */
export interface CheckSetting {
  readonly dataDir: string;
  /** Folder for what measuring writes. */
  readonly scratch: string;
  readonly manifest: Manifest;
  /** Share of cells. */
  readonly sample: number;
  readonly seed: number;
}

/** One file's check: cells to be measured again, each a job, and what their results come to. */
export interface FileCheck {
  readonly file: string;
  readonly jobs: readonly Job[];
  conclude(results: readonly Recomputed<ColumnTable>[]): VerifiedFile;
}

/** Share of a cell that is measured where parts can be, and from which sample on one cell is measured as a whole. */
const PART = 0.01;
const WHOLE_FROM = 0.05;
/** Of what is computed again from files that keep seven digits: the last digit may differ, and more of it in small differences. */
const KEPT: Tolerance = Object.freeze({ share: 1e-6, amount: 1e-9, isLoose: false });
/** Differences that are written down a file. */
const DIFFERENCES = 20;

/** A row, as compared. */
type Row = Readonly<Record<string, unknown>>;

/** What of an experiment's file is to be measured again. */
export function checkExperiment(experiment: Experiment, setting: CheckSetting): FileCheck {
  const { file, columns } = experiment;
  const path = join(setting.dataDir, file);
  const findings: string[] = [];
  const notes: string[] = [];
  let rows: readonly ExperimentRow<ColumnTable>[] = [];
  try {
    if (!experiment.inSittings || existsSync(path)) rows = experiment.read(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    findings.push(error.message.replace(path, file));
  }
  const groups = rowsByCell(columns, rows as readonly (Row & CellOf<ColumnTable>)[]);
  const cells = experiment.cells("paper", setting.dataDir);
  const known = new Set(cells.map((cell) => cellKey(columns, cell)));
  const present = cells.filter((cell) => groups.has(cellKey(columns, cell)));
  const missing = cells.length - present.length;
  if (missing > 0 && experiment.inSittings)
    notes.push(`${missing} of ${cells.length} cells are not measured yet`);
  if (rows.length > 0) {
    if (missing > 0 && !experiment.inSittings)
      findings.push(`${missing} of ${cells.length} cells have no row`);
    const strange = [...groups].filter(([key]) => !known.has(key)).length;
    if (strange > 0) findings.push(`${strange} of ${groups.size} groups of rows belong to no cell`);
    if (!hasPoints(columns)) {
      const doubled = [...groups.values()].filter((group) => group.length > 1).length;
      if (doubled > 0) findings.push(`${doubled} cells have more than one row`);
    }
  }
  const isOtherCpu = (setting.manifest[file]?.provenance ?? []).some(
    (part) => !isSameCpu(part.machine, machine()),
  );
  const otherCpuShare = (cell: CellOf<ColumnTable>) =>
    isOtherCpu ? (experiment.otherCpuTolerance?.(cell) ?? 0) : 0;
  const toleranceOf = (cell: CellOf<ColumnTable>): Tolerance => {
    const share = otherCpuShare(cell);
    if (share > 0) return { share, amount: share, isLoose: true };
    return experiment.recompute === undefined ? EXACT : KEPT;
  };
  const comparable = present.filter((cell) => otherCpuShare(cell) !== Number.POSITIVE_INFINITY);
  if (comparable.length < present.length)
    notes.push(
      `${present.length - comparable.length} cells can be measured again only on the kind of CPU that measured them`,
    );
  const kinds = comparable.map((cell) => experiment.kindOf?.(cell) ?? "");
  const chosen = sampledPlaces(kinds, setting.sample, setting.seed, experiment.id).map(
    (place) => comparable[place],
  );
  const isExact = chosen.every((cell) => otherCpuShare(cell) === 0);
  const wholes = !experiment.hasParts ? chosen.length : isExact && setting.sample >= WHOLE_FROM ? 1 : 0;
  if (!isExact)
    notes.push(
      `within ${100 * Math.max(...chosen.map(otherCpuShare))} %: it was measured on another kind of CPU`,
    );
  if (wholes < chosen.length) notes.push(`of ${chosen.length - wholes} cells the first ${100 * PART} %`);
  const jobs = chosen.map((cell, i): Job => {
    const places = {
      dataDir: setting.dataDir,
      outputDir: setting.scratch,
      workDir: "",
      part: i < wholes ? 1 : PART,
    };
    const { module, id } = experiment;
    return {
      module: join(__dirname, `job${extname(__filename)}`),
      name: "verifyCell",
      argument: { module, id, cell, places } satisfies CellOrder,
    };
  });
  return {
    file,
    jobs,
    conclude(results) {
      let tried = 0;
      let agree = 0;
      const differences: RowDifference[] = [];
      for (const [i, result] of results.entries()) {
        const cell = chosen[i];
        const committed = groups.get(cellKey(columns, cell)) as Row[];
        const pairs = pairsOf(columns, committed, result.rows, i < wholes);
        for (const line of result.findings ?? []) findings.push(`${named(cell)}: ${line}`);
        if (pairs === undefined)
          findings.push(`${named(cell)}: ${result.rows.length} rows where ${committed.length} are committed`);
        for (const [one, other] of pairs ?? []) {
          tried++;
          const differing = differingColumns(columns, one, other, toleranceOf(cell));
          if (differing.length === 0) agree++;
          for (const column of differing)
            if (differences.length < DIFFERENCES)
              differences.push({
                cell: { ...cellOnly(columns, cell), ...pointsOf(columns, one) },
                column,
                committed: one[column],
                measured: other[column],
              });
        }
        if (i < wholes && !isOtherCpu) findings.push(...differingOutputs(experiment, cell, setting));
      }
      return {
        sha256: existsSync(path) ? sha256(readFileSync(path)) : "",
        rows: rows.length,
        tried,
        agree,
        differences,
        findings,
        notes,
      };
    },
  };

  function named(cell: CellOf<ColumnTable>): string {
    return Object.values(cellOnly(columns, cell)).join(" ");
  }
}

function hasPoints(columns: ColumnTable): boolean {
  return Object.values(columns).some(({ point }) => point);
}

function cellOnly(columns: ColumnTable, cell: CellOf<ColumnTable>): Record<string, unknown> {
  return Object.fromEntries(
    identityNames(columns)
      .map((name) => [name, (cell as Row)[name]] as const)
      .filter(([, value]) => value !== "" && !Number.isNaN(value)),
  );
}

function pointsOf(columns: ColumnTable, row: Row): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(columns).flatMap((name) => (columns[name].point ? [[name, row[name]]] : [])),
  );
}

/** Committed rows beside those measured again; of a part of a cell, those of its rows that are kept. Undefined: they don't match. */
function pairsOf(
  columns: ColumnTable,
  committed: readonly Row[],
  measured: readonly Row[],
  isWhole: boolean,
): readonly (readonly [Row, Row])[] | undefined {
  const key = (row: Row) => JSON.stringify(pointsOf(columns, row));
  const byPoint = new Map(committed.map((row) => [key(row), row]));
  const pairs = measured.flatMap((row) => {
    const partner = byPoint.get(key(row));
    return partner === undefined ? [] : [[partner, row] as const];
  });
  const isComplete = isWhole
    ? pairs.length === committed.length && measured.length === pairs.length
    : pairs.length > 0;
  return isComplete ? pairs : undefined;
}

/** Files that measuring a cell wrote and that aren't the committed ones. */
function differingOutputs(
  experiment: Experiment,
  cell: CellOf<ColumnTable>,
  { dataDir, scratch }: CheckSetting,
): readonly string[] {
  return (experiment.outputs?.(cell) ?? []).flatMap((name) => {
    const [committed, measured] = [dataDir, scratch].map((folder) => join(folder, name));
    if (!existsSync(committed)) return [`${name} is missing`];
    return isDeepStrictEqual(readJsonFile(committed), readJsonFile(measured))
      ? []
      : [`${name} isn't the one that comes out when it is made again`];
  });
}
