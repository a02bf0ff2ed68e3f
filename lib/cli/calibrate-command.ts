import { existsSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import {
  type Calibration,
  type CalibrationOptions,
  calibrate,
  readCalibration,
  writeCalibration,
} from "../cluster/docker/calibration/index.js";
import { BUSY_LIMIT } from "../cluster/docker/index.js";
import {
  COMPARISON_COLUMNS,
  calibratedWorld,
  codeHash,
  evaluate,
  evaluationConfig,
  machine,
  RESULT_SOURCES,
  type WorldComparison,
  worldComparisons,
  writeCsv,
  writeManifestEntry,
} from "../evaluation/index.js";
import { openWorkspace } from "../report/index.js";
import { alignedTable } from "./aligned-table.js";
import { list, number, numbers } from "./options.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";

interface Flags extends Omit<CalibrationOptions, "id" | "signal" | "onProgress"> {
  readonly verify?: boolean;
  readonly sizes: readonly number[];
  readonly controllers: readonly string[];
  readonly workloads: readonly string[];
  readonly runs: number;
  readonly steps: number;
  readonly out?: string;
  readonly json?: boolean;
}

/** `fleetlab calibrate`. */
export function calibrateCommand(): Command {
  return new Command("calibrate")
    .description(
      "measure real containers and write the spec that simulator and real cluster share; with --verify compare the two under it",
    )
    .argument("[id]", "the calibration's name", "standard")
    .option("--capacities <list>", "classes of containers, in standard containers", numbers, [1])
    .option("--size <n>", "containers under load at once, the classes in turn", number, 5)
    .option("--cold-starts <n>", "cold starts to measure", number, 20)
    .option("--proxy-pairs <n>", "pairs of requests through and past the proxy", number, 100)
    .option("--seconds <n>", "seconds of light load, of overload, and of rest after it", number, 90)
    .option("--seed <n>", "seed of requests", number, 1)
    .option("--verify", "take the calibration that is there and run both worlds on the same requests")
    .option("--sizes <list>", "--verify: numbers of containers", numbers, [5, 10, 15, 20, 25])
    .option("--controllers <names>", "--verify: rules", list, ["static", "threshold"])
    .option("--workloads <names>", "--verify: workloads", list, ["constant-0.7", "diurnal-0.6"])
    .option("--runs <n>", "--verify: runs a size, workload and rule", number, 1)
    .option("--steps <n>", "--verify: control steps a run", number, 120)
    .option(
      "--out <folder>",
      "where <id>.json goes, or is, and --verify's CSV files (default: data/calibration)",
    )
    .option("--json", "print the result as JSON")
    .action(async (id: string, flags: Flags) => {
      const { json, verify } = flags;
      const result = verify ? await compareWorlds(id, flags) : await measure(id, flags);
      if (json) process.stdout.write(`${JSON.stringify(result, null, 2)}\n`);
      else
        process.stdout.write(
          "measured" in result ? measuredTable(result as Calibration) : comparisonTable(result),
        );
    });
}

/** Measures and writes the calibration. */
async function measure(id: string, flags: Flags): Promise<Calibration> {
  const { file, manifest } = placeOf(id, "json", flags.out);
  if (!/^[\w-]+$/.test(id))
    throw new InputError(
      `the calibration's name must be letters, digits, - and _, got ${JSON.stringify(id)}`,
    );
  const { capacities, size, coldStarts, proxyPairs, seconds, seed } = flags;
  const settings = { capacities, size, coldStarts, proxyPairs, seconds, seed };
  const bar = progress("calibrate");
  try {
    const calibration = await calibrate({
      id,
      ...settings,
      signal: stopSignal(),
      onProgress: (done, total) => bar.update(done, total),
    });
    writeCalibration(file, calibration);
    warnOfBusyMachine(calibration);
    if (manifest !== undefined) describe(manifest, file, { id, ...settings }, seed, calibration);
    return calibration;
  } finally {
    bar.stop();
  }
}

/** Cold starts and response times suffer where containers don't get what they are limited to. */
function warnOfBusyMachine({ measured }: Calibration): void {
  const busy = measured.find(({ quantity }) => quantity === "host_busy_overload")?.value ?? 0;
  if (busy > BUSY_LIMIT)
    process.stderr.write(
      `calibrate: the machine was ${(100 * busy).toFixed(0)} % busy under load, so times are longer than they need be (service_rate_at_full_cpu, which the spec takes, isn't touched): measure again with nothing else running, or fewer containers (--size)\n`,
    );
}

/** Runs both worlds, each run kept as it ends, and puts them side by side. */
async function compareWorlds(id: string, flags: Flags): Promise<readonly WorldComparison[]> {
  const calibrationFile = placeOf(id, "json", flags.out).file;
  if (!existsSync(calibrationFile))
    throw new InputError(`${calibrationFile} doesn't exist: make it first: fleetlab calibrate ${id}`);
  const calibration = readCalibration(calibrationFile);
  const { controllers, sizes, workloads, runs, steps, seed } = flags;
  const { file, manifest } = placeOf(`${id}-runs`, "csv", flags.out);
  const signal = stopSignal();
  const bar = progress("compare");
  const inWorld = async (cluster: "sim" | "docker") => {
    const config = evaluationConfig({ cluster, controllers, sizes, workloads, runs, steps, seed }, "flags");
    const { rows } = await evaluate({
      ...calibratedWorld(config, calibration),
      file,
      signal,
      otherCode: cluster === "sim" ? "replace" : "keep",
      onProgress: ({ done, total }) => cluster === "docker" && bar.update(done, total),
      ...(manifest !== undefined && { manifest: { file: manifest, command: command(), date: now() } }),
    });
    return rows;
  };
  try {
    const comparisons = worldComparisons(await inWorld("docker"), await inWorld("sim"));
    const comparison = placeOf(`${id}-comparison`, "csv", flags.out).file;
    writeCsv(comparison, COMPARISON_COLUMNS, comparisons);
    const config = { controllers, sizes, workloads, runs, steps, seed };
    if (manifest !== undefined) describe(manifest, comparison, config, seed, calibration);
    return comparisons;
  } finally {
    bar.stop();
  }
}

/** Where a file goes, and the manifest that tells of it where that is the workspace's data folder. */
function placeOf(name: string, ending: string, out: string | undefined) {
  const { dataDir } = openWorkspace();
  const file = join(out === undefined ? join(dataDir, "calibration") : resolve(out), `${name}.${ending}`);
  const isData = !relative(dataDir, file).startsWith(`..${sep}`);
  return { file, manifest: isData ? join(dataDir, "manifest.json") : undefined };
}

function describe(
  manifest: string,
  file: string,
  config: object,
  seed: number,
  calibration: Calibration,
): void {
  const codeFolders = [...RESULT_SOURCES, "cluster/docker"];
  writeManifestEntry(manifest, file, {
    command: command(),
    date: now(),
    code: codeHash(codeFolders),
    codeFolders,
    machine: machine(),
    seed,
    config,
    specs: { [calibration.id]: calibration.spec },
  });
}

function command(): string {
  return ["npx fleetlab", ...process.argv.slice(2)].join(" ");
}

function now(): string {
  return new Date().toISOString();
}

function measuredTable({ measured }: Calibration): string {
  const digits = (value: number | null) => (value === null ? "-" : value.toPrecision(4));
  return alignedTable([
    ["quantity", "class", "value", "95 % interval", "unit", "samples"],
    ...measured.map((row) => [
      row.quantity,
      row.class === null ? "" : String(row.class),
      digits(row.value),
      row.lower === null ? "-" : `${digits(row.lower)} .. ${digits(row.upper)}`,
      row.unit,
      String(row.samples),
    ]),
  ]);
}

function comparisonTable(rows: readonly WorldComparison[]): string {
  const digits = (value: number) => (Number.isNaN(value) ? "-" : value.toPrecision(3));
  return alignedTable([
    ["controller", "N", "workload", "run", "metric", "real", "simulated", "error"],
    ...rows.map((row) => [
      row.controller,
      String(row.size),
      row.workload,
      String(row.run),
      row.metric,
      digits(row.real),
      digits(row.simulated),
      Number.isNaN(row.relative_error) ? "-" : `${(100 * row.relative_error).toFixed(1)} %`,
    ]),
  ]);
}
