import { VERIFICATION_FILE } from "../../data/index.js";
import type { TableDefinition } from "../../report/index.js";
import { VERIFY_COMMAND, verificationIn } from "./found.js";

/** What was measured again, file by file. */
export const verificationTable: TableDefinition = {
  id: "verification",
  title: "Committed results measured again",
  caption:
    "A random sample of the rows of each file of `data/`, measured again from their own configuration and seed, and compared in every measured column: to seven significant digits, or within the tolerance that " +
    "the note says. Rows of real runs are computed again from the records and requests that were kept.",
  inputs: [VERIFICATION_FILE],
  madeBy: VERIFY_COMMAND,
  columns: [
    { key: "file", title: "file" },
    { key: "rows", title: "rows", format: { digits: 0 } },
    { key: "tried", title: "tried", format: { digits: 0 } },
    { key: "agree", title: "agree", format: { digits: 0 } },
    { key: "note", title: "note" },
  ],
  rows: (data) =>
    Object.entries(verificationIn(data).files).map(([file, { rows, tried, agree, findings, notes }]) => ({
      file,
      rows,
      tried,
      agree,
      note: [...findings, ...notes].join("; "),
    })),
};
