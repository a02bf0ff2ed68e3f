import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { gunzipSync, gzip } from "node:zlib";
import { parse } from "csv-parse/sync";
import { InputError } from "../../../check/index.js";
import { unreadable, writeFileAtomically } from "../../../files/index.js";
import type { RequestRecord } from "./contract.js";

/** What is kept of a request: every latency metric follows from it. Times in s; server -1 and status 0 where no answer came. */
export type KeptRequest = Pick<RequestRecord, "sentAt" | "responseTime" | "server" | "status">;

const COLUMNS = Object.freeze({
  sentAt: "sent_at",
  responseTime: "response_time",
  server: "server",
  status: "status",
} satisfies Record<keyof KeptRequest, string>);
const FIELDS = Object.keys(COLUMNS) as (keyof KeptRequest)[];
const HEADER = Object.values(COLUMNS).join();
/** Times are kept to 0.1 ms: no clock here is better than that across processes. */
const DIGITS = 4;

/**
 * Writes an episode's requests in the order of sending, as a gzip-compressed CSV with times at 0.1 ms: under a temporary name
 * first, so that the file is whole or isn't there.
 */
export async function writeRequests(file: string, requests: readonly KeptRequest[]): Promise<void> {
  const ordered = [...requests].sort((a, b) => a.sentAt - b.sentAt);
  const lines = ordered.map(({ sentAt, responseTime, server, status }) =>
    [sentAt.toFixed(DIGITS), responseTime.toFixed(DIGITS), server, status].join(),
  );
  writeFileAtomically(file, await promisify(gzip)([HEADER, ...lines, ""].join("\n"), { level: 9 }));
}

/** Reads what `writeRequests` wrote. @throws InputError where the file is missing, cut off or foreign. */
export function readRequests(file: string): KeptRequest[] {
  let text: string;
  try {
    text = gunzipSync(readFileSync(file)).toString();
  } catch (error) {
    if (String((error as NodeJS.ErrnoException).code).startsWith("E")) throw unreadable(file, error);
    throw foreign(file, 1);
  }
  if (!text.startsWith(`${HEADER}\n`)) throw foreign(file, 1);
  const rows: string[][] = parse(text, { fromLine: 2, relaxColumnCount: true });
  return rows.map((row, i) => {
    const values = row.map(Number);
    if (row.length !== FIELDS.length || values.some(Number.isNaN)) throw foreign(file, i + 2);
    return Object.fromEntries(FIELDS.map((name, k) => [name, values[k]])) as unknown as KeptRequest;
  });
}

function foreign(file: string, line: number): InputError {
  return new InputError(`${file}, line ${line}: this isn't a whole file of requests: run the episode again`);
}
