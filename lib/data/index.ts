export { BUDGETS, type Budget } from "./budget.js";
export { type Column, parseNumber, readCsv, storedNumber, writeCsv } from "./csv-table.js";
export {
  copyManifestEntries,
  isSameCpu,
  type Machine,
  type Manifest,
  type ManifestEntry,
  machine,
  manifestFile,
  manifestMismatches,
  type Provenance,
  readManifest,
  specDescription,
  specId,
  stableJson,
  writeManifestEntry,
} from "./manifest.js";
export { type NamedRun, parseRunFileName, type RunPart, runFileName } from "./run-file.js";
export {
  isSound,
  type RowDifference,
  readVerification,
  VERIFICATION_FILE,
  type Verification,
  type VerifiedFile,
  verificationMarks,
  verificationOf,
} from "./verification.js";
export { budgetFlag, openWorkspace, shownPath, type Workspace } from "./workspace.js";
