import { InputError } from "../../../check/index.js";
import { readCsvRows, writeCsvRows } from "../../../files/index.js";
import type { RequestRecord } from "./contract.js";

/** What is kept of a request: every latency metric follows from it. Times in s; server -1 and status 0 where no answer came. */
export type KeptRequest = Pick<RequestRecord, "sentAt" | "responseTime" | "server" | "status">;

const HEADER = ["sent_at", "response_time", "server", "status"];
/** Times are kept to 0.1 ms: no clock here is better than that across processes. */
const DECIMALS = 4;
const ADVICE = "run the episode again";

/** Writes an episode's requests in the order of sending, as a CSV file (compressed by its name) with times to 0.1 ms. */
export function writeRequests(file: string, requests: readonly KeptRequest[]): void {
  const ordered = [...requests].sort((a, b) => a.sentAt - b.sentAt);
  writeCsvRows(
    file,
    HEADER,
    ordered.map(({ sentAt, responseTime, server, status }) => [
      sentAt.toFixed(DECIMALS),
      responseTime.toFixed(DECIMALS),
      String(server),
      String(status),
    ]),
  );
}

/** Reads what `writeRequests` wrote. @throws InputError where the file is missing, cut off or foreign. */
export function readRequests(file: string): KeptRequest[] {
  const { header, rows } = readCsvRows(file, { advice: ADVICE });
  if (header.join() !== HEADER.join())
    throw new InputError(
      `${file}, line 1: columns are ${header.join()}, expected ${HEADER.join()}: ${ADVICE}`,
    );
  return rows.map(({ cells, line }) => {
    const [sentAt, responseTime, server, status] = cells.map(Number);
    if (!(Number.isFinite(sentAt + responseTime) && Number.isInteger(server) && Number.isInteger(status)))
      throw new InputError(`${file}, line ${line}: a cell is not a number: ${ADVICE}`);
    return { sentAt, responseTime, server, status };
  });
}
