// Brings a clone into a state in which tests and experiments run: `node scripts/setup.mjs` (or `npm run setup`).
// This file is kept in old JavaScript, so that an unsupported Node version gets a sentence and not a syntax error.
var required = [20, 11];
var version = process.versions.node.split(".").map(Number);

if (
  version[0] < required[0] ||
  (version[0] === required[0] && version[1] < required[1]) ||
  version[0] >= 23
) {
  console.error(
    "setup: Node " +
      process.versions.node +
      " is not supported: install Node 20.11 or later, or Node 22 (23 and later break TensorFlow), and run this again.",
  );
  process.exitCode = 2;
} else {
  import("./setup/main.mjs").then((setup) => setup.main(process.argv.slice(2)));
}
