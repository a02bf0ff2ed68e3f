import { VERIFICATION_FILE } from "../../data/index.js";
import type { NumberDefinition } from "../../report/index.js";
import { VERIFY_COMMAND, verificationIn, verifiedRows } from "./found.js";

const rows = (id: string, title: string, which: keyof ReturnType<typeof verifiedRows>): NumberDefinition => ({
  id,
  title,
  inputs: [VERIFICATION_FILE],
  madeBy: VERIFY_COMMAND,
  format: { digits: 0 },
  value: (data) => verifiedRows(data)[which],
});

/** How much was measured again, and how much of that came out as it is committed. */
export const verificationNumbers: readonly NumberDefinition[] = Object.freeze([
  rows("verification-rows", "committed rows of the files that can be measured again", "rows"),
  rows("verification-tried", "rows that were measured again", "tried"),
  rows("verification-agreeing", "rows that came out as they are committed", "agree"),
  {
    id: "verification-sample",
    title: "share of each file's cells that was measured again, at least one of each kind",
    inputs: [VERIFICATION_FILE],
    madeBy: VERIFY_COMMAND,
    format: { style: "percent", digits: 1 },
    value: (data) => verificationIn(data).sample,
  },
]);
