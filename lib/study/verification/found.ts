import { VERIFICATION_FILE, type Verification, type VerifiedFile, verificationOf } from "../../data/index.js";
import type { DataReader } from "../../report/index.js";

/** What makes the file. */
export const VERIFY_COMMAND = "npx fleetlab verify";

/** What the last verification found. @throws InputError where the file is something else. */
export function verificationIn(data: DataReader): Verification {
  return verificationOf(data.json(VERIFICATION_FILE), VERIFICATION_FILE);
}

/** Rows over all files: there, tried, agreeing. */
export function verifiedRows(
  data: DataReader,
): Readonly<Record<keyof Pick<VerifiedFile, "rows" | "tried" | "agree">, number>> {
  const files = Object.values(verificationIn(data).files);
  const sum = (of: (file: VerifiedFile) => number) => files.reduce((total, file) => total + of(file), 0);
  return {
    rows: sum(({ rows }) => rows),
    tried: sum(({ tried }) => tried),
    agree: sum(({ agree }) => agree),
  };
}
