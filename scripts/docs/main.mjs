// Makes the pages of docs/ that follow from the code; `--check` only tells which of them are out of date.
import fs from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { dataPage } from "../../lib/dist/study/data-dictionary/index.js";
import { verifiable } from "../../lib/dist/study/questions.js";
import { filesUnder, remove, textOf } from "../setup/files.mjs";
import { apiPages } from "./api-pages.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });

const wanted = new Map([
  ["docs/data.md", dataPage(verifiable, path.join(root, "data"))],
  ...[...apiPages(root)].map(([name, text]) => [`docs/api/${name}`, text]),
]);
const apiFolder = path.join(root, "docs/api");
const there = fs.existsSync(apiFolder) ? filesUnder(apiFolder, (name) => name.endsWith(".md")) : [];
const strays = there.map((file) => path.relative(root, file)).filter((file) => !wanted.has(file));
const changed = [...wanted.keys()].filter((file) => textOf(path.join(root, file)) !== wanted.get(file));

if (values.check) {
  for (const file of [...changed, ...strays])
    console.error(`${file} is not what the code says: make it again with: npm run docs`);
  process.exitCode = changed.length + strays.length > 0 ? 1 : 0;
} else {
  fs.mkdirSync(apiFolder, { recursive: true });
  for (const file of strays) remove(path.join(root, file));
  for (const file of changed) fs.writeFileSync(path.join(root, file), wanted.get(file));
  console.log(`${wanted.size} pages, ${changed.length} of them written, ${strays.length} removed`);
}
