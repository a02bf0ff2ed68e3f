import { Command } from "commander";
import { InputError } from "../check/index.js";
import {
  type Calibration,
  type CalibrationOptions,
  calibrate,
  type Verification,
  writeCalibration,
} from "../cluster/docker/calibration/index.js";
import { withLock, withSources } from "../files/index.js";
import { alignedTable } from "./aligned-table.js";
import {
  type CalibrationPlace,
  calibrationFolder,
  calibrationPlace,
  describeCalibrationFile,
} from "./calibration-files.js";
import { type ClusterFileFlags, clusterFileOption, describedCluster } from "./cluster-file-option.js";
import { list, number, numbers } from "./options.js";
import { progress } from "./progress.js";
import { givenService, type ServiceFlags, saysService, withServiceOptions } from "./service-options.js";
import { stopSignal } from "./stop-signal.js";
import { type VerifyFlags, verifyCalibration } from "./verify-calibration.js";

/** Containers under load where nothing says how many. */
const DEFAULT_SIZE = 5;

interface Flags
  extends VerifyFlags,
    ClusterFileFlags,
    ServiceFlags,
    Omit<CalibrationOptions, "id" | "signal" | "onProgress" | "size" | "described"> {
  readonly size?: number;
  readonly verify?: boolean;
  readonly json?: boolean;
}

/** `fleetlab calibrate`. */
export function calibrateCommand(): Command {
  const command = new Command("calibrate")
    .description(
      "measure real containers and write the spec that simulator and real cluster share; with --verify compare the two under it, and add what comes out to the calibration",
    )
    .argument("[id]", "the calibration's name (default: standard, or that of --cluster-file)")
    .addOption(clusterFileOption())
    .option("--capacities <list>", "classes of containers, in standard containers", numbers, [1])
    .option(
      "--size <n>",
      "containers under load at once, the classes in turn (default: 5, or those of --cluster-file)",
      number,
    )
    .option("--patience <s>", "seconds a container may take to get ready", number, 60)
    .option("--cold-starts <n>", "cold starts to measure", number, 20)
    .option("--proxy-pairs <n>", "pairs of requests through and past the proxy", number, 100)
    .option("--seconds <n>", "seconds of light load, of overload, and of rest after it", number, 90)
    .option("--seed <n>", "seed of requests", number, 1)
    .option("--verify", "take the calibration that is there and run both worlds on the same requests")
    .option(
      "--sizes <list>",
      "--verify: numbers of containers (default: 5,10,15,20,25, or those that a file's classes count)",
      numbers,
    )
    .option("--controllers <names>", "--verify: rules", list, ["static", "threshold"])
    .option("--workloads <names>", "--verify: workloads", list, ["constant-0.7", "diurnal-0.6"])
    .option("--runs <n>", "--verify: runs a size, workload and rule", number, 1)
    .option("--steps <n>", "--verify: control steps a run", number, 120)
    .option(
      "--out <folder>",
      "where <id>.json goes, or is, and --verify's runs and CSV files (default: data/calibration; with --cluster-file build/calibration)",
    )
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nA container's seconds include the time that its stop takes on the real cluster; on the simulated one stopping takes none.",
    )
    .action(async (given: string | undefined, flags: Flags) => {
      const id = given ?? describedCluster(flags)?.described.clusterName ?? "standard";
      const calibration = flags.verify ? await verifyCalibration(id, flags) : await measure(id, flags);
      for (const warning of calibration.warnings ?? []) process.stderr.write(`calibrate: ${warning}\n`);
      const { measured, verification } = calibration;
      process.stdout.write(
        flags.json
          ? `${JSON.stringify(calibration, null, 2)}\n`
          : flags.verify
            ? verificationTable(verification as Verification)
            : measuredTable(measured),
      );
    });
  return withServiceOptions(command);
}

/** Measures and writes the calibration. */
async function measure(id: string, flags: Flags): Promise<Calibration> {
  if (!/^[\w-]+$/.test(id))
    throw new InputError(
      `the calibration's name must be letters, digits, - and _, got ${JSON.stringify(id)}`,
    );
  const place = calibrationPlace(`${id}.json`, calibrationFolder(flags));
  return withLock([place.path], () => measureAlone(id, flags, place));
}

/** Measures as the only writer of the calibration's file. */
async function measureAlone(id: string, flags: Flags, place: CalibrationPlace): Promise<Calibration> {
  const { capacities, coldStarts, proxyPairs, seconds, seed, patience } = flags;
  const own = describedCluster(flags);
  const described = own && {
    ...own.described,
    ...(saysService(flags) && givenService(flags, own.described)),
  };
  if (described === undefined && saysService(flags))
    throw new InputError(
      "another service needs a cluster file that describes its containers: --cluster-file",
    );
  const size = flags.size ?? described?.size ?? DEFAULT_SIZE;
  const settings = {
    ...(described === undefined ? { capacities } : withSources(own === undefined ? [] : [own.source])),
    size,
    coldStarts,
    proxyPairs,
    seconds,
    seed,
  };
  const bar = progress("calibrate");
  try {
    const calibration = await calibrate({
      id,
      capacities,
      described,
      size,
      coldStarts,
      proxyPairs,
      seconds,
      seed,
      patience,
      signal: stopSignal(),
      onProgress: (done, total) => bar.update(done, total),
    });
    writeCalibration(place.path, calibration);
    describeCalibrationFile(place, { id, ...settings }, seed, calibration, __filename);
    return calibration;
  } finally {
    bar.stop();
  }
}

function measuredTable(measured: Calibration["measured"]): string {
  return alignedTable([
    ["quantity", "class", "value", "95 % interval", "unit", "samples"],
    ...measured.map((row) => [
      row.quantity,
      row.class === null ? "" : String(row.class),
      digits(row.value, 4),
      row.lower === null ? "-" : `${digits(row.lower, 4)} .. ${digits(row.upper, 4)}`,
      row.unit,
      String(row.samples),
    ]),
  ]);
}

function verificationTable({ rows }: Verification): string {
  return alignedTable([
    ["metric", "N", "pairs", "real", "simulated", "error", "95 % interval"],
    ...rows.map((row) => [
      row.metric,
      String(row.size),
      String(row.pairs),
      digits(row.real, 3),
      digits(row.simulated, 3),
      percent(row.relativeError),
      row.lower === null ? "-" : `${percent(row.lower)} .. ${percent(row.upper)}`,
    ]),
  ]);
}

function digits(value: number | null, count: number): string {
  return value === null ? "-" : value.toPrecision(count);
}

function percent(value: number | null): string {
  // No sign before a rounded 0.
  return value === null ? "-" : `${(100 * value).toFixed(1).replace(/^-(?=0\.0$)/, "")} %`;
}
