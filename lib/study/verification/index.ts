import { VERIFICATION_FILE } from "../../data/index.js";
import type { Question } from "../../report/index.js";
import { verificationNumbers } from "./numbers.js";
import { verificationTable } from "./verification-table.js";

/** Do the committed results come out again when they are measured again? */
export const verification: Question = Object.freeze({
  id: "verification",
  question: "Do the committed results come out again when they are measured again?",
  tables: [verificationTable],
  numbers: verificationNumbers,
  gathered: { files: [VERIFICATION_FILE], command: "npx fleetlab verify" },
});
