import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { availableParallelism, tmpdir } from "node:os";
import { join, relative, sep } from "node:path";
import {
  machine,
  manifestFile,
  manifestMismatches,
  readManifest,
  VERIFICATION_FILE,
  type Verification,
  type VerifiedFile,
} from "../../data/index.js";
import { sha256 } from "../../files/index.js";
import { ProcessPool } from "../../processes/index.js";
import type { ColumnTable } from "../experiment/columns.js";
import type { Experiment, Recomputed } from "../experiment/experiment.js";
import { checkExperiment, type FileCheck } from "./check-experiment.js";

/** What is verified, and how much of it. */
export interface VerifyOptions {
  /** Those with `measure` or `recompute` are verified; others must be among `unverifiable`. */
  readonly experiments: readonly Experiment[];
  /** Files and folders that can't be measured again here, and why, by path relative to the data folder. */
  readonly unverifiable: Readonly<Record<string, string>>;
  readonly dataDir: string;
  /** Share of cells, above 0 and up to 1; at least one cell of each kind of each file is tried. */
  readonly sample: number;
  /** Of the sample. */
  readonly seed: number;
  /** Files to verify; left out: all, and then what the manifest says of every file, too. */
  readonly only?: readonly string[] | undefined;
  /** ISO 8601. */
  readonly date: string;
  /** Processes; default: one a core. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: ((done: number, total: number) => void) | undefined;
}

/**
 * Measures a random sample of committed rows again and compares every column that can be, over all cores.
 * @throws the signal's reason when aborted; what measuring throws; InputError where the manifest is damaged.
 * @example
 * files.writeFileAtomically("data/notes.txt", "not measured");
 * const found = await evaluation.verify({
 *   experiments: [],
 *   unverifiable: {},
 *   dataDir: "data",
 *   sample: 0.01,
 *   seed: 1,
 *   date: "2001-01-01T00:00:00Z",
 * });
 * found.files["notes.txt"].findings; // -> ["isn't in the manifest"]
 */
export async function verify(options: VerifyOptions): Promise<Verification> {
  const { dataDir, sample, seed, only, date } = options;
  const scratch = mkdtempSync(join(tmpdir(), "fleetlab-verify-"));
  try {
    const manifest = readManifest(manifestFile(dataDir));
    const setting = { dataDir, scratch, manifest, sample, seed };
    const checks = options.experiments
      .filter(
        ({ measure, recompute, file }) =>
          (measure ?? recompute) !== undefined && (only?.includes(file) ?? true),
      )
      .map((experiment) => checkExperiment(experiment, setting));
    const results = await measured(checks, options);
    const files = new Map(checks.map((check, i) => [check.file, check.conclude(results[i])]));
    if (only === undefined)
      for (const [file, line] of manifestFindings(options)) addFinding(files, dataDir, file, line);
    return {
      date,
      machine: machine(),
      sample,
      seed,
      files: Object.fromEntries([...files].sort(([a], [b]) => (a < b ? -1 : 1))),
      unverifiable: options.unverifiable,
    };
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Results of all checks' jobs, check by check. */
async function measured(
  checks: readonly FileCheck[],
  { workers = availableParallelism(), signal, onProgress }: VerifyOptions,
): Promise<readonly (readonly Recomputed<ColumnTable>[])[]> {
  const jobs = checks.flatMap((check) => check.jobs);
  const shares = jobs.map(() => 0);
  const tell = (job: number, share: number) => {
    shares[job] = share;
    onProgress?.(
      shares.reduce((sum, one) => sum + one, 0),
      jobs.length,
    );
  };
  onProgress?.(0, jobs.length);
  const pool = new ProcessPool(Math.max(1, Math.min(workers, jobs.length)));
  try {
    const results = await pool.run<Recomputed<ColumnTable>, number>(jobs, {
      signal,
      onMessage: tell,
      onDone: (job) => tell(job, 1),
    });
    let from = 0;
    return checks.map((check) => {
      const own = results.slice(from, from + check.jobs.length);
      from += check.jobs.length;
      return own;
    });
  } finally {
    pool.close();
  }
}

/** What is wrong between the data folder, its manifest and what is verified: file and line. */
function manifestFindings({
  dataDir,
  experiments,
  unverifiable,
}: VerifyOptions): readonly (readonly [string, string])[] {
  const manifest = manifestFile(dataDir);
  const entries = Object.keys(readManifest(manifest));
  const present = filesUnder(dataDir).filter(
    (file) => file !== VERIFICATION_FILE && join(dataDir, file) !== manifest,
  );
  const covered = new Set(
    experiments.flatMap((experiment) => [
      experiment.file,
      ...experiment.cells("paper", dataDir).flatMap((cell) => experiment.outputs?.(cell) ?? []),
    ]),
  );
  const excused = Object.keys(unverifiable);
  return [
    ...manifestMismatches(manifest).map(
      (file) => [file, "isn't what the manifest recorded, or is missing"] as const,
    ),
    ...present
      .filter((file) => !entries.includes(file))
      .map((file) => [file, "isn't in the manifest"] as const),
    ...entries
      .filter(
        (file) => !covered.has(file) && !excused.some((path) => file === path || file.startsWith(`${path}/`)),
      )
      .map((file) => [file, "is verified by nothing"] as const),
  ];
}

function addFinding(files: Map<string, VerifiedFile>, dataDir: string, file: string, line: string): void {
  const path = join(dataDir, file);
  const known = files.get(file) ?? {
    sha256: existsSync(path) ? sha256(readFileSync(path)) : "",
    rows: 0,
    tried: 0,
    agree: 0,
    differences: [],
    findings: [],
    notes: [],
  };
  files.set(file, { ...known, findings: [...known.findings, line] });
}

function filesUnder(folder: string, root = folder): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.name.endsWith(".lock")) return [];
    return entry.isDirectory() ? filesUnder(path, root) : [relative(root, path).split(sep).join("/")];
  });
}
