import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Cluster, ClusterSpec } from "../cluster/contract.js";
import type { Controller } from "../control/contract.js";
import { machine, type NamedRun, runFileName, specDescription, writeManifestEntry } from "../data/index.js";
import { codeHash, requireSameSources, type SourceFile, withLock } from "../files/index.js";
import type { Workload } from "../workload/contract.js";
import { workloadSources } from "../workload/index.js";
import { type EvaluationCell, type EvaluationConfig, evaluationCells } from "./config.js";
import { evaluatedEpisode, resultCell } from "./evaluated-episode.js";
import { fillFile } from "./experiment/fill.js";
import { rowCodes } from "./experiment/row-code.js";
import { RESULT_COLUMNS, type ResultCell, type ResultRow, readResults } from "./results.js";

type Awaitable<T> = T | Promise<T>;

/** Where an evaluation stands. */
export interface EvaluationProgress {
  readonly done: number;
  readonly total: number;
  readonly cell: EvaluationCell;
  /** The cell's row. */
  readonly row: ResultRow;
  /** The row was in the file already. */
  readonly skipped: boolean;
}

/** What an evaluation needs beside its configuration: the world it runs in, and where results go. */
export interface EvaluateOptions {
  readonly config: EvaluationConfig;
  /** Output CSV; cells it holds already are not run again. One writer at a time. Left out: nothing is written. */
  readonly file?: string | undefined;
  /** The workload of that name. */
  readonly workload: (name: string) => Workload;
  /** Spec of a cell's cluster. */
  readonly spec: (cell: EvaluationCell) => ClusterSpec;
  /** Opens a cell's cluster; it is closed after the cell. */
  readonly openCluster: (setting: {
    readonly cell: EvaluationCell;
    readonly spec: ClusterSpec;
    readonly workload: Workload;
    readonly steps: number;
  }) => Awaitable<Cluster>;
  /** A cell's controller. */
  readonly controller: (cell: EvaluationCell, spec: ClusterSpec) => Awaitable<Controller>;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((progress: EvaluationProgress) => void) | undefined;
  /** Folder for each cell's records (gzip-compressed CSV); left out: they are not kept. */
  readonly recordsFolder?: string | undefined;
  /** Modules (absolute paths) that the world and the controllers come from: with all that they import, the code behind the rows. */
  readonly modules?: readonly string[] | undefined;
  /** Files that a cell's controller is read from: where one changes, other code made the row. */
  readonly inputs?: ((cell: EvaluationCell) => readonly string[]) | undefined;
  /** Files of the user's own that define something of a cell: their names and hashes go into its rows. */
  readonly sources?: ((cell: EvaluationCell) => readonly SourceFile[]) | undefined;
  /** What to do with rows of this evaluation that other code made: refuse (the default), keep them, or run them again. */
  readonly otherCode?: "refuse" | "keep" | "replace" | undefined;
  /** Rows of `file` that aren't part of this evaluation stay (the default), or are dropped: then the file is its alone. */
  readonly otherRows?: "keep" | "drop" | undefined;
  /** Manifest to describe `file` in. */
  readonly manifest?: { readonly file: string; readonly command: string; readonly date: string } | undefined;
}

/** What came out: the configuration's rows, in the order of its cells. */
export interface Evaluation {
  readonly rows: readonly ResultRow[];
  /** How many of them were run now. */
  readonly ran: number;
}

/** A cell of the file, and what it is made of. */
interface Setting {
  readonly own: ResultCell;
  readonly cell: EvaluationCell;
  readonly spec: ClusterSpec;
  readonly workload: Workload;
}

/**
 * Runs every cell of `config` that `file` doesn't hold yet, saves results to the file as they come (at least each second),
 * and describes the file in the manifest, also when it is cut short. Seeds are paired: see `evaluationSeed`.
 *
 * @throws the signal's reason when aborted (the file then holds every finished cell); InputError where another process writes
 * the file or the records, or where the file is cut off or foreign, or holds rows made by other code or with another trace of the
 * same name.
 * @example
 * const names = { controllers: ["threshold"], workloads: ["constant-0.6"], sizes: [5] };
 * const config = evaluation.evaluationConfig({ cluster: "sim", ...names, runs: 2, steps: 60 });
 * const { rows, ran } = await evaluation.evaluate(evaluation.evaluationWorld(config));
 * [rows.length, ran]; // -> [2, 2]
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  return withLock([options.file, options.recordsFolder], () => evaluateAlone(options));
}

/** Evaluates as the only writer of its file and records. */
async function evaluateAlone(options: EvaluateOptions): Promise<Evaluation> {
  const { config, file, signal, recordsFolder, onProgress } = options;
  if (file !== undefined) requireSameTraces(file, config);
  const code = codeHash([__filename, ...(options.modules ?? [])]);
  const settings = new Map<ResultCell, Setting>();
  for (const cell of evaluationCells(config)) {
    const [spec, workload] = [options.spec(cell), options.workload(cell.workload)];
    const own = resultCell(config, cell, spec, workload);
    settings.set(own, { own, cell, spec, workload });
  }
  const settingOf = (own: ResultCell) => settings.get(own) as Setting;
  const sourcesOf = (own: ResultCell) => options.sources?.(settingOf(own).cell) ?? [];
  return fillFile({
    columns: RESULT_COLUMNS,
    cells: [...settings.keys()],
    file,
    codeOf: rowCodes(
      RESULT_COLUMNS,
      code,
      (own: ResultCell) => options.inputs?.(settingOf(own).cell) ?? [],
      sourcesOf,
    ),
    sourcesOf,
    otherCode: options.otherCode ?? "refuse",
    otherRows: options.otherRows ?? "keep",
    async measure(missing, { onDone }) {
      for (const [i, own] of missing.entries()) {
        signal?.throwIfAborted();
        const { cell, spec, workload } = settingOf(own);
        const controller = await options.controller(cell, spec);
        const cluster = await options.openCluster({ cell, spec, workload, steps: config.steps });
        const kept = recordsFolder && recordsFile(recordsFolder, { ...cell, phase: config.phase });
        onDone(i, [await evaluatedEpisode(own, { cluster, controller, signal, recordsFile: kept })]);
      }
    },
    onCell(own, [row], state, done) {
      const { cell } = settingOf(own);
      onProgress?.({ done, total: settings.size, cell, row, skipped: state === "kept" });
    },
    describe() {
      if (file === undefined || options.manifest === undefined) return;
      const { file: manifest, command, date } = options.manifest;
      const specs = Object.fromEntries(
        [...settings.values()].map(({ own, spec }) => [own.spec, specDescription(spec)]),
      );
      const { seed } = config;
      const provenance = { command, date, code, machine: machine(), seed, config, specs };
      writeManifestEntry(manifest, file, provenance);
    },
  });
}

/** @throws InputError where the file holds rows of a trace whose file has changed since. */
function requireSameTraces(file: string, { workloads }: EvaluationConfig): void {
  const now = workloadSources(workloads);
  if (now.length === 0 || !existsSync(file)) return;
  const before = workloadSources(readResults(file).map(({ workload }) => workload));
  const shared = (one: readonly SourceFile[], other: readonly SourceFile[]) =>
    one.filter(({ name }) => other.some((source) => source.name === name));
  requireSameSources(file, shared(before, now), shared(now, before));
}

/**
 * Where a cell's records are kept under `folder`: `runFileName`.
 * @example
 * const cell = { controller: "pid", size: 5, workload: "constant-0.6", run: 0, trainingSeed: NaN };
 * evaluation.recordsFile("records", cell); // -> "records/pid_constant-0.6_n5_run0.csv.gz"
 */
export function recordsFile(folder: string, cell: NamedRun): string {
  return join(folder, runFileName(cell));
}
