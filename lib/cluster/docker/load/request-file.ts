import { appendFileSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { gunzipSync, gzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { InputError } from "../../../check/index.js";
import { temporaryName, unreadable } from "../../../files/index.js";
import type { RequestRecord } from "./contract.js";

/** Columns of a file of requests: times in s, server -1 and status 0 where no answer came. */
const COLUMNS = Object.freeze({
  id: "id",
  sentAt: "sent_at",
  responseTime: "response_time",
  server: "server",
  status: "status",
  demand: "demand",
} satisfies Record<keyof RequestRecord, string>);
const FIELDS = Object.keys(COLUMNS) as (keyof RequestRecord)[];
const HEADER = `${Object.values(COLUMNS).join()}\n`;
/** Requests gathered before they are written. */
const BLOCK = 1000;

/**
 * Writes an episode's raw requests as a gzip-compressed CSV while it runs: under a temporary name until `close`, so that a run
 * which is cut off keeps what it has got without a file that looks whole.
 */
export class RequestFile {
  readonly #temporary: string;
  #lines: string[] = [];

  /** Begins `file` anew; the one that is there stays until `close`. */
  constructor(readonly file: string) {
    this.#temporary = temporaryName(file);
    mkdirSync(dirname(file), { recursive: true });
    rmSync(this.#temporary, { force: true });
    this.#write(HEADER);
  }

  append(records: readonly RequestRecord[]): void {
    for (const record of records)
      this.#lines.push(
        `${FIELDS.map((name) => (Number.isInteger(record[name]) ? record[name] : record[name].toFixed(6))).join()}\n`,
      );
    if (this.#lines.length >= BLOCK) this.#flush();
  }

  /** Writes what is left and gives the file its name. */
  close(): void {
    this.#flush();
    renameSync(this.#temporary, this.file);
  }

  #flush(): void {
    if (this.#lines.length > 0) this.#write(this.#lines.join(""));
    this.#lines = [];
  }

  /** Each block is a gzip member of its own: whatever has been written can be read. */
  #write(text: string): void {
    appendFileSync(this.#temporary, gzipSync(text));
  }
}

/** Reads what a `RequestFile` wrote. @throws InputError where the file is missing, cut off or foreign. */
export function readRequests(file: string): RequestRecord[] {
  let text: string;
  try {
    text = gunzipSync(readFileSync(file)).toString();
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith("E")) throw unreadable(file, error);
    throw foreign(file, 1);
  }
  if (!text.startsWith(HEADER)) throw foreign(file, 1);
  const rows: string[][] = parse(text, { fromLine: 2, relaxColumnCount: true });
  return rows.map((row, i) => {
    const values = row.map(Number);
    if (row.length !== FIELDS.length || values.some(Number.isNaN)) throw foreign(file, i + 2);
    return Object.fromEntries(FIELDS.map((name, k) => [name, values[k]])) as unknown as RequestRecord;
  });
}

function foreign(file: string, line: number): InputError {
  return new InputError(`${file}, line ${line}: this isn't a whole file of requests: run the episode again`);
}
