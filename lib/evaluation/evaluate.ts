import { existsSync } from "node:fs";
import { join } from "node:path";
import { InputError } from "../check/index.js";
import type { Cluster, ClusterSpec } from "../cluster/contract.js";
import type { Controller } from "../control/contract.js";
import { machine, specDescription, specId, writeManifestEntry } from "../data/manifest.js";
import { withLock } from "../files/index.js";
import type { Workload } from "../workload/contract.js";
import { codeHash, RESULT_SOURCES } from "./code-hash.js";
import { type EvaluationCell, type EvaluationConfig, evaluationCells } from "./config.js";
import { runEpisode } from "./episode.js";
import { recordMetrics, termMeans } from "./metrics.js";
import { saveRecords } from "./record-file.js";
import { type ResultRow, readResults, rewardTermsText, writeResults } from "./results.js";

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
  /** Output CSV; cells it holds already are not run again. Left out: nothing is written. */
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
  /** Sources the results depend on, as for `codeHash`. */
  readonly codeFolders?: readonly string[] | undefined;
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

/**
 * Runs every cell of `config` that `file` doesn't hold yet, saves results to the file as they come (at least each second),
 * and describes the file in the manifest, also when it is cut short. Seeds are paired: see `evaluationSeed`.
 *
 * @throws the signal's reason when aborted (the file then holds every finished cell); InputError where another process writes
 * the file or the records, or where the file is cut off or foreign, or holds rows made by other code.
 */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const settings = evaluationCells(options.config).map((cell) => cellSetting(options, cell));
  return withLock([options.file, options.recordsFolder], () => evaluateAlone(options, settings));
}

/** Evaluates as the only writer of its file and records. */
async function evaluateAlone(
  options: EvaluateOptions,
  settings: readonly CellSetting[],
): Promise<Evaluation> {
  const { config, file, signal } = options;
  const codeFolders = options.codeFolders ?? RESULT_SOURCES;
  const code = codeHash(codeFolders);
  const before = file !== undefined && existsSync(file) ? readResults(file) : [];
  const held = heldRows(before, settings, options.otherRows ?? "keep");
  const dropped = held.size < before.length;
  const otherCode = options.otherCode ?? "refuse";
  if (file !== undefined && otherCode === "refuse") refuseOtherCode(file, code, settings, held);
  const saver = resultSaver(file, held);
  const rows: ResultRow[] = [];
  let ran = 0;
  try {
    for (const setting of settings) {
      signal?.throwIfAborted();
      const present = held.get(setting.key);
      const skipped = present !== undefined && (otherCode !== "replace" || present.code === code);
      const row = skipped ? present : await runCell(options, setting, code);
      if (!skipped) {
        held.set(setting.key, row);
        ran++;
        saver.saveWhenDue();
      }
      rows.push(row);
      const { cell } = setting;
      options.onProgress?.({ done: rows.length, total: settings.length, cell, row, skipped });
    }
  } finally {
    if (ran > 0 || dropped) saver.save();
    if ((ran > 0 || dropped) && file !== undefined && options.manifest !== undefined) {
      const { file: manifest, command, date } = options.manifest;
      const specs = Object.fromEntries(settings.map(({ spec, id }) => [id, specDescription(spec)]));
      const { seed } = config;
      const provenance = { command, date, code, codeFolders, machine: machine(), seed, config, specs };
      writeManifestEntry(manifest, file, provenance);
    }
  }
  return { rows, ran };
}

interface CellSetting {
  readonly cell: EvaluationCell;
  readonly spec: ClusterSpec;
  /** `specId`. */
  readonly id: string;
  readonly workload: Workload;
  readonly identity: RowIdentity;
  readonly key: string;
}

/** Columns that say which cell of which evaluation a row is. */
type RowIdentity = Pick<ResultRow, (typeof IDENTITY)[number]>;
const IDENTITY = [
  "cluster",
  "controller",
  "size",
  "workload",
  "run",
  "steps",
  "training_seed",
  "evaluation_seed",
  "phase",
  "split",
  "price",
  "spec",
] as const;

/** Results are saved this often, in ms: saving writes the whole file, and a simulated cell takes a few ms. */
const SAVE_INTERVAL = 1000;

/** Saves all of `results` to `file`, where there is one. */
function resultSaver(file: string | undefined, results: ReadonlyMap<string, ResultRow>) {
  let saved = performance.now();
  const save = () => {
    if (file !== undefined) writeResults(file, [...results.values()]);
    saved = performance.now();
  };
  return {
    save,
    saveWhenDue() {
      if (performance.now() - saved >= SAVE_INTERVAL) save();
    },
  };
}

/** Rows by their cell, without those to be dropped. */
function heldRows(
  rows: readonly ResultRow[],
  settings: readonly CellSetting[],
  otherRows: "keep" | "drop",
): Map<string, ResultRow> {
  const own = new Set(settings.map(({ key }) => key));
  const kept = otherRows === "keep" ? rows : rows.filter((row) => own.has(keyOf(row)));
  return new Map(kept.map((row) => [keyOf(row), row]));
}

function keyOf(row: RowIdentity): string {
  return JSON.stringify(IDENTITY.map((name) => row[name]));
}

function cellSetting(options: EvaluateOptions, cell: EvaluationCell): CellSetting {
  const { config } = options;
  const spec = options.spec(cell);
  const workload = options.workload(cell.workload);
  const id = specId(spec);
  const identity: RowIdentity = {
    cluster: config.cluster,
    controller: cell.controller,
    size: cell.size,
    workload: cell.workload,
    run: cell.run,
    steps: config.steps,
    training_seed: cell.trainingSeed,
    evaluation_seed: cell.evaluationSeed,
    phase: config.phase,
    split: workload.split,
    price: config.price ?? Number.NaN,
    spec: id,
  };
  return { cell, spec, id, workload, identity, key: keyOf(identity) };
}

function refuseOtherCode(
  file: string,
  code: string,
  settings: readonly CellSetting[],
  held: ReadonlyMap<string, ResultRow>,
): void {
  const other = settings
    .map(({ key }) => held.get(key))
    .find((row) => row !== undefined && row.code !== code);
  if (other !== undefined)
    throw new InputError(
      `${file} holds results made by other code (${other.code || "unknown"}, now ${code}): move it away, or say whether to keep or replace them`,
    );
}

async function runCell(options: EvaluateOptions, setting: CellSetting, code: string): Promise<ResultRow> {
  const { config, recordsFolder, signal } = options;
  const { cell, spec, workload, identity } = setting;
  const { steps } = config;
  const controller = await options.controller(cell, spec);
  const cluster = await options.openCluster({ cell, spec, workload, steps });
  try {
    if (cluster.kind !== config.cluster)
      throw new RangeError(`cluster must be of kind ${config.cluster}, got ${cluster.kind}`);
    const records = await runEpisode({ cluster, controller, seed: cell.evaluationSeed, steps, signal });
    if (records.length < steps)
      throw new RangeError(`steps must be at most the cluster's limit of ${records.length}, got ${steps}`);
    // Records first: a row in the CSV then means that its records are whole.
    if (recordsFolder !== undefined) await saveRecords(recordsFile(recordsFolder, cell), records);
    return {
      ...identity,
      ...recordMetrics(records, { price: config.price ?? Number.NaN }),
      reward_terms: rewardTermsText(termMeans(records)),
      code,
    };
  } finally {
    await cluster.close();
  }
}

/** Where a cell's records are kept under `folder`; characters that some file systems refuse become "_". */
export function recordsFile(folder: string, cell: EvaluationCell): string {
  const training = Number.isNaN(cell.trainingSeed) ? "" : `_seed${cell.trainingSeed}`;
  const name = `${cell.controller}${training}_${cell.workload}_n${cell.size}_run${cell.run}`;
  return join(folder, `${name.replace(/[^\w.,+=-]/g, "_")}.csv.gz`);
}
