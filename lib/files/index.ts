export { type CsvRow, type CsvRows, readCsvRows, writeCsvRows } from "./csv-rows.js";
export { editedSources, tellEdits } from "./edited-sources.js";
export { closureHash, codeHash, type ImportClosure, importClosure } from "./import-closure.js";
export { type Lock, takeLock, withLock } from "./lock.js";
export { isAlive, machineName, processIdentity, processNumber } from "./process.js";
export { sha256, shortHash } from "./sha256.js";
export {
  mergedSources,
  readSource,
  requireSameSources,
  type SourceFile,
  sourceFile,
  sourcesByText,
  sourcesSchema,
  sourcesText,
  withSources,
} from "./sources.js";
export {
  type FileMessages,
  readJsonFile,
  readTextFile,
  temporaryName,
  unreadable,
  writeFileAtomically,
} from "./text-files.js";
