import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { bySchema } from "../check/index.js";
import { readJsonFile, sha256 } from "../files/index.js";
import { type Machine, machineSchema } from "./manifest.js";
import type { Workspace } from "./workspace.js";

/** What `fleetlab verify` found, relative to the data folder. */
export const VERIFICATION_FILE = "verification.json";

/** A value that came out otherwise when it was measured again. */
export interface RowDifference {
  /** What tells the row from the others. */
  readonly cell: Readonly<Record<string, unknown>>;
  readonly column: string;
  readonly committed: unknown;
  readonly measured: unknown;
}

/** What was found of one file. */
export interface VerifiedFile {
  /** Of the file as it was verified. */
  readonly sha256: string;
  readonly rows: number;
  /** Rows that were measured again, and those of them that agree in every column that can be measured. */
  readonly tried: number;
  readonly agree: number;
  /** The first differences, one line a value. */
  readonly differences: readonly RowDifference[];
  /** What else is wrong with it: a row that no plan has, a missing file. */
  readonly findings: readonly string[];
  /** What of it was not tried, or how. */
  readonly notes: readonly string[];
}

/** What a verification found. */
export interface Verification {
  readonly date: string;
  readonly machine: Machine;
  /** Share of rows that was tried, at least one row of each file. */
  readonly sample: number;
  readonly seed: number;
  /** By path relative to the data folder. */
  readonly files: Readonly<Record<string, VerifiedFile>>;
  /** Files (or folders) that can't be measured again here, and why. */
  readonly unverifiable: Readonly<Record<string, string>>;
}

const schema = z.strictObject({
  date: z.string(),
  machine: machineSchema,
  sample: z.number(),
  seed: z.number(),
  files: z.record(
    z.string(),
    z.strictObject({
      sha256: z.string(),
      rows: z.int(),
      tried: z.int(),
      agree: z.int(),
      differences: z.array(
        z.strictObject({
          cell: z.record(z.string(), z.unknown()),
          column: z.string(),
          committed: z.unknown(),
          measured: z.unknown(),
        }),
      ),
      findings: z.array(z.string()),
      notes: z.array(z.string()),
    }),
  ),
  unverifiable: z.record(z.string(), z.string()),
});

/**
 * Reads what was found; undefined where nothing was verified yet. @throws InputError where the file is damaged.
 * @example
 * data.readVerification("absent/verification.json"); // -> undefined
 */
export function readVerification(file: string): Verification | undefined {
  return existsSync(file) ? verificationOf(readJsonFile(file), file) : undefined;
}

/**
 * A verification from JSON.
 * @param source where it comes from, for the message.
 * @throws InputError where it is something else.
 * @example
 * data.verificationOf({}, data.VERIFICATION_FILE);
 * // throws InputError: verification.json: date is missing, which isn't valid: Invalid input: expected string, received undefined: restore it, or verify again with: npx fleetlab verify
 */
export function verificationOf(value: unknown, source: string): Verification {
  return bySchema(schema, value, source, "restore it, or verify again with: npx fleetlab verify");
}

/**
 * Whether a file came out as it is committed.
 * @example
 * const found = { sha256: "", rows: 100, tried: 2, agree: 2, differences: [], findings: [], notes: [] };
 * data.isSound(found); // -> true
 * data.isSound({ ...found, agree: 1 }); // -> false
 */
export function isSound({ tried, agree, findings }: VerifiedFile): boolean {
  return tried === agree && findings.length === 0;
}

/**
 * What a reader must be told of data files, a line each: rows that came out otherwise when they were measured again, and files
 * that were not verified since they changed. Nothing is said of files that can't be verified, nor of those that a quick budget
 * has just measured.
 * @example
 * files.writeFileAtomically("lab/data/sizes.csv", "size\n5\n");
 * const workspace = data.openWorkspace({ root: "lab", budget: "paper", fresh: false });
 * data.verificationMarks(workspace, ["sizes.csv"]); // -> ["sizes.csv has not been verified since it changed"]
 */
export function verificationMarks(workspace: Workspace, files: readonly string[]): readonly string[] {
  const isCommitted = workspace.budget === "paper" && !workspace.fresh;
  const found = readVerification(join(workspace.root, "data", VERIFICATION_FILE));
  const isExempt = (file: string) =>
    Object.keys(found?.unverifiable ?? {}).some((path) => file === path || file.startsWith(`${path}/`));
  return files.flatMap((file) => {
    if (isExempt(file) || file === VERIFICATION_FILE) return [];
    const known = found?.files[file];
    if (known === undefined || known.sha256 !== sha256(readFileSync(join(workspace.dataDir, file))))
      return isCommitted ? [`${file} has not been verified since it changed`] : [];
    if (isSound(known)) return [];
    const { tried, agree, findings } = known;
    const differing = tried === agree ? [] : [`${tried - agree} of ${tried} rows came out otherwise`];
    return [`${file} was measured again: ${[...differing, ...findings.slice(0, 1)].join("; ")}`];
  });
}
