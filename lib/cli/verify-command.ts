import { join, resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { InputError } from "../check/index.js";
import { isSound, openWorkspace, VERIFICATION_FILE, type Verification } from "../data/index.js";
import { verify } from "../evaluation/index.js";
import { withLock, writeFileAtomically } from "../files/index.js";
import { unverifiable, verifiable } from "../study/index.js";
import { alignedTable } from "./aligned-table.js";
import { EXIT } from "./fail.js";
import { number } from "./options.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";

interface Flags {
  readonly sample: number;
  readonly seed: number;
  readonly only?: readonly string[];
  readonly out?: string;
  readonly json?: boolean;
}

/** Differences that are printed. */
const SHOWN = 10;

/** `fleetlab verify`. */
export function verifyCommand(): Command {
  return new Command("verify")
    .description("measure a random sample of the committed rows again and compare them")
    .option("--sample <share>", "share of the rows, as in 1% or 0.01; at least one of each file", share, 0.01)
    .option("--seed <n>", "of the sample", number, 1)
    .option("--only <file...>", "files of the data folder, as in evaluation/rules.csv; prints what it finds")
    .option("--out <file>", `where to write what it finds (default: ${VERIFICATION_FILE} of the data folder)`)
    .option("--json", "print what it finds as JSON")
    .addHelpText("after", "\nExit code 0 where everything agrees, 1 where something differs.")
    .action(async (flags: Flags) => {
      const found = await run(flags);
      process.stdout.write(flags.json ? `${JSON.stringify(found, null, 2)}\n` : summary(found));
      if (!Object.values(found.files).every(isSound)) process.exitCode = EXIT.broken;
    });
}

async function run({ sample, seed, only, out }: Flags): Promise<Verification> {
  const { dataDir } = openWorkspace({ budget: "paper", fresh: false });
  for (const file of only ?? [])
    if (!verifiable.some((experiment) => experiment.file === file))
      throw new InputError(
        `${JSON.stringify(file)} can't be verified; known: ${verifiable.map((experiment) => experiment.file).join(", ")}`,
      );
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new InputError(`--seed must be a whole number of at least 0, got ${seed}`);
  const target =
    out !== undefined ? resolve(out) : only === undefined ? join(dataDir, VERIFICATION_FILE) : undefined;
  return withLock([target], async () => {
    const bar = progress("verify");
    try {
      const found = await verify({
        experiments: verifiable,
        unverifiable,
        dataDir,
        sample,
        seed,
        only,
        date: new Date().toISOString(),
        signal: stopSignal(),
        onProgress: (done, total) => bar.update(Math.floor(100 * done) / 100, total),
      });
      if (target !== undefined) writeFileAtomically(target, `${JSON.stringify(found, null, 2)}\n`);
      return found;
    } finally {
      bar.stop();
    }
  });
}

/** Parses a share: 1% or 0.01. */
function share(text: string): number {
  const isPercent = text.trim().endsWith("%");
  const value = Number(text.replace(/%\s*$/, "")) / (isPercent ? 100 : 1);
  if (text.trim() === "" || !(value > 0 && value <= 1))
    throw new InvalidArgumentError(
      `expected a share above 0 and up to 1, as in 1% or 0.01, got ${JSON.stringify(text)}`,
    );
  return value;
}

function summary({ files, unverifiable: excused }: Verification): string {
  const rows = Object.entries(files).map(([file, { rows, tried, agree, notes }]) => [
    file,
    String(rows),
    String(tried),
    String(agree),
    notes.join("; "),
  ]);
  const wrong = Object.entries(files).flatMap(([file, { findings, differences }]) => [
    ...findings.map((line) => `${file}: ${line}`),
    ...differences
      .slice(0, SHOWN)
      .map(
        ({ cell, column, committed, measured }) =>
          `${file}: ${Object.values(cell).join(" ")}: ${column} is ${String(committed)}, measured ${String(measured)}`,
      ),
  ]);
  const lines = [
    alignedTable([["file", "rows", "tried", "agree", ""], ...rows]).trimEnd(),
    ...wrong,
    ...Object.entries(excused).map(([file, reason]) => `not verified: ${file}: ${reason}`),
    wrong.length === 0 ? "everything agrees" : "something differs",
  ];
  return lines.map((line) => `${line}\n`).join("");
}
