// Runs test/**/*.test.ts with Node's own test runner: `node scripts/test.mjs [options of node --test] [file ...]`.
// A file may be a path or any part of one (`queueing`, `test/queueing/mmc.test.ts`).
import { spawn } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { filesUnder, remove } from "./setup/files.mjs";

const root = path.resolve(import.meta.dirname, "..");
const optionsWithValue = new Set([
  "--test-concurrency",
  "--test-name-pattern",
  "--test-reporter",
  "--test-reporter-destination",
  "--test-shard",
  "--test-skip-pattern",
  "--test-timeout",
  "--conditions",
  "--env-file",
  "--import",
  "--require",
  "-r",
]);

function parse(args) {
  const options = [];
  const filters = [];
  for (let index = 0; index < args.length; index++) {
    const argument = args[index];
    if (!argument.startsWith("-")) {
      filters.push(argument);
    } else {
      options.push(argument);
      if (optionsWithValue.has(argument) && index + 1 < args.length) options.push(args[++index]);
    }
  }
  return { options, filters };
}

function testFiles(filters) {
  const files = filesUnder(path.join(root, "test"), (name) => name.endsWith(".test.ts"), [
    "golden",
    "node_modules",
  ]);
  const relative = files.map((file) => path.relative(root, file));
  const asPath = filters.map((filter) => filter.replace(/^\.\//, ""));
  const unmatched = asPath.find((filter) => !relative.some((file) => file.includes(filter)));
  if (unmatched !== undefined)
    fail(`no test file matches "${unmatched}": name one of test/**/*.test.ts, or a part of its path`);
  return relative.filter((file) => asPath.length === 0 || asPath.some((filter) => file.includes(filter)));
}

function fail(message) {
  console.error(`test: ${message}`);
  process.exit(2);
}

/** Two reports: one to read, and one in which the closing counts have a fixed form, to be repeated at the very end. */
function reporters(options, countsFile) {
  if (options.some((option) => option.startsWith("--test-reporter"))) return [];
  return [
    "--test-reporter=spec",
    "--test-reporter-destination=stdout",
    "--test-reporter=tap",
    `--test-reporter-destination=${countsFile}`,
  ];
}

/** One test that waits for ever must not hold up all others: twenty minutes are several times what the longest file takes. */
function timeLimit(options) {
  return options.some((option) => option.startsWith("--test-timeout")) ? [] : ["--test-timeout=1200000"];
}

function closingCounts(countsFile) {
  if (!fs.existsSync(countsFile)) return "";
  const counts = fs
    .readFileSync(countsFile, "utf8")
    .match(/^# (tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) .*$/gm);
  return (counts ?? []).slice(-8).join("\n");
}

const { options, filters } = parse(process.argv.slice(2));
const files = testFiles(filters);
if (files.length === 0) fail("there are no test files under test/");

const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "fleetlab-test-"));
const countsFile = path.join(scratch, "report.tap");
const runner = spawn(
  process.execPath,
  [
    "--import",
    "tsx",
    "--test",
    "--test-concurrency=2",
    ...timeLimit(options),
    ...reporters(options, countsFile),
    ...options,
    ...files,
  ],
  { cwd: root, stdio: "inherit" },
);
// Ctrl-C reaches the runner too, which then reports what it has; this process only waits for it.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => runner.kill("SIGTERM"));
runner.on("close", (code, signal) => {
  const counts = closingCounts(countsFile);
  remove(scratch);
  if (counts !== "") console.log(counts);
  process.exitCode = code ?? (signal === "SIGINT" ? 130 : 1);
});
