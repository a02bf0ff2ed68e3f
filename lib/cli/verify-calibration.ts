import { existsSync } from "node:fs";
import { InputError } from "../check/index.js";
import {
  type Calibration,
  readCalibration,
  type Verification,
  writeCalibration,
} from "../cluster/docker/calibration/index.js";
import { ALL_WORLDS } from "../cluster/docker/index.js";
import { fleetSize, type World } from "../cluster/index.js";
import { writeCsv } from "../data/index.js";
import {
  csvColumns,
  type EvaluationCell,
  evaluate,
  evaluationCells,
  evaluationConfig,
  evaluationWorld,
  loadRecords,
  type ResultRow,
  recordsFile,
} from "../evaluation/index.js";
import { withLock } from "../files/index.js";
import {
  COMPARISON_COLUMNS,
  type ComparedRow,
  type SizeComparison,
  sizeComparisons,
  worldComparisons,
} from "../study/index.js";
import {
  type CalibrationPlace,
  calibrationFolder,
  calibrationPlace,
  describeCalibrationFile,
} from "./calibration-files.js";
import type { ClusterFileFlags } from "./cluster-file-option.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";
import { typedCommand } from "./typed-command.js";

/** What the two worlds are compared on. */
export interface VerifyFlags extends ClusterFileFlags {
  readonly sizes?: readonly number[];
  readonly controllers: readonly string[];
  readonly workloads: readonly string[];
  readonly runs: number;
  readonly steps: number;
  readonly seed: number;
  readonly out?: string;
}

/**
 * Runs both worlds under calibration `id` on the same requests, each run kept as it ends, puts them side by side run by run (CSV)
 * and size by size, and adds the latter to the calibration's file; what it holds besides stays.
 */
export async function verifyCalibration(id: string, given: VerifyFlags): Promise<Calibration> {
  const { clusterFile: _, ...rest } = given;
  const out = calibrationFolder(given);
  const flags = { ...rest, ...(out !== undefined && { out }) };
  const place = calibrationPlace(`${id}.json`, out);
  if (!existsSync(place.path))
    throw new InputError(`${place.path} doesn't exist: make it first: fleetlab calibrate ${id}`);
  const comparison = calibrationPlace(`${id}-comparison.csv`, flags.out);
  return withLock([place.path, comparison.path], () => verifyAlone(flags, place, comparison));
}

/** Compares as the only writer of the calibration's files. */
async function verifyAlone(
  flags: VerifyFlags,
  place: CalibrationPlace,
  comparison: CalibrationPlace,
): Promise<Calibration> {
  const calibration = readCalibration(place.path);
  const { controllers, sizes = verifiedSizes(calibration), workloads, runs, steps, seed } = flags;
  const settings = { controllers, sizes, workloads, runs, steps, seed };
  const rows = await rowsOfBothWorlds(calibration, settings, flags.out);
  const comparisons = worldComparisons(rows.docker, rows.sim);
  writeCsv(comparison.path, csvColumns(COMPARISON_COLUMNS), comparisons);
  describeCalibrationFile(comparison, settings, seed, calibration, __filename);
  const verification: Verification = {
    controllers: [...controllers],
    workloads: [...workloads],
    runs,
    steps,
    seed,
    rows: sizeComparisons(comparisons).map(withNulls),
  };
  const verified = { ...calibration, verification };
  writeCalibration(place.path, verified);
  describeCalibrationFile(place, { verify: true, ...settings }, seed, calibration, __filename);
  return verified;
}

/** Numbers of containers where none are asked for: as many as the classes count, where they do. */
function verifiedSizes({ spec }: Calibration): readonly number[] {
  return spec.containers.some(({ count }) => count !== undefined) ? [fleetSize(spec)] : [5, 10, 15, 20, 25];
}

type Settings = Required<Omit<VerifyFlags, "out" | "clusterFile">>;

async function rowsOfBothWorlds(
  calibration: Calibration,
  settings: Settings,
  out: string | undefined,
): Promise<Readonly<Record<"docker" | "sim", readonly ComparedRow[]>>> {
  const { path: file, manifest } = calibrationPlace(`${calibration.id}-runs.csv`, out);
  // Real runs can't be made again, so their records are kept; time that is simulated is known without.
  const records = calibrationPlace(`${calibration.id}-runs`, out);
  const wholeFleets = { ...calibration, wholeFleet: true };
  const signal = stopSignal();
  const bar = progress("compare");
  const inWorld = async (world: World, recordsFolder?: string) => {
    const config = evaluationConfig({ cluster: world.name, ...settings }, "flags");
    const { rows } = await evaluate({
      ...evaluationWorld(config, { ...world.settings, worlds: ALL_WORLDS }),
      file,
      recordsFolder,
      signal,
      otherCode: world.real === undefined ? "replace" : "keep",
      onProgress: ({ done, total, cell, skipped }) => {
        if (world.real !== undefined) bar.update(done, total);
        if (recordsFolder === undefined || skipped) return;
        const kept = { path: recordsFile(recordsFolder, cell), manifest: records.manifest };
        describeCalibrationFile(kept, { ...settings, cell }, cell.evaluationSeed, calibration, __filename);
      },
      ...(manifest !== undefined && {
        manifest: { file: manifest, command: typedCommand(), date: new Date().toISOString() },
      }),
    });
    return { rows, cells: evaluationCells(config) };
  };
  try {
    const real = await inWorld(ALL_WORLDS.docker(wholeFleets), records.path);
    const docker = real.rows.map((row, i) => measuredRow(records.path, row, real.cells[i]));
    const simulated = await inWorld(ALL_WORLDS.sim(wholeFleets));
    const seconds = settings.steps * calibration.spec.controlInterval;
    return { docker, sim: simulated.rows.map((row) => ({ ...row, offered_rate: row.requests / seconds })) };
  } finally {
    bar.stop();
  }
}

/** The row with the rate of requests sent, where its records are there. */
function measuredRow(folder: string, row: ResultRow, cell: EvaluationCell): ComparedRow {
  const file = recordsFile(folder, cell);
  if (!existsSync(file)) return row;
  const records = loadRecords(file);
  const sum = (name: "requests" | "duration") =>
    records.column(name).reduce((total, value) => total + value, 0);
  return { ...row, offered_rate: sum("requests") / sum("duration") };
}

function withNulls({ size, metric, pairs, ...numbers }: SizeComparison): Verification["rows"][number] {
  const { real, simulated, relativeError } = numbers;
  const orNull = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    size,
    metric,
    pairs,
    real: orNull(real),
    simulated: orNull(simulated),
    relativeError: orNull(relativeError.estimate),
    lower: orNull(relativeError.lower),
    upper: orNull(relativeError.upper),
  };
}
