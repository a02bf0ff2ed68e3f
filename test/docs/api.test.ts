import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { test } from "node:test";
import * as library from "../../lib/index.js";

const root = resolve(__dirname, "../..");
const pages = readdirSync(join(root, "docs/api")).map((name) => ({
  name,
  text: readFileSync(join(root, "docs/api", name), "utf8"),
}));

test("the API reference and the data dictionary are what the code says", () => {
  const { status, stderr } = spawnSync(process.execPath, ["scripts/docs/main.mjs", "--check"], {
    cwd: root,
    encoding: "utf8",
  });
  assert.equal(status, 0, stderr);
});

test("every room has a page, and every name that notebooks can call stands on it", () => {
  for (const [room, exported] of Object.entries(library)) {
    const page = pages.find(({ name }) => name === `${room}.md`);
    assert.ok(page !== undefined, `docs/api has no page for ${room}`);
    const missing = Object.entries(exported)
      .map(([name, value]) => (isNamespace(value) ? `${name}.${Object.keys(value)[0]}` : name))
      .filter((name) => !page.text.includes(`\n## \`${name}\`\n`));
    assert.deepEqual(missing, [], `without an entry on docs/api/${room}.md`);
  }
  const rooms = readdirSync(join(root, "lib"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .filter((name) => !["bin", "cli", "dist", "node_modules"].includes(name));
  for (const room of rooms)
    assert.ok(
      pages.some(({ name }) => name === `${room}.md`),
      room,
    );
});

test("every name has a doc comment", () => {
  for (const { name, text } of pages)
    assert.deepEqual(
      [...text.matchAll(/^\| (\[`[^|]*) \| \w+ \|\s*\|$/gm)].map(([, entry]) => entry),
      [],
      `${name} has names without a meaning: write a doc comment`,
    );
});

const isNamespace = (value: unknown): value is object =>
  typeof value === "object" && value !== null && "__esModule" in value;

test("every link of the API reference leads to a file or to a heading of its page", () => {
  for (const { name, text } of pages) {
    const anchors = headingAnchors(text);
    for (const [, target] of text.replace(/```[\s\S]*?```/g, "").matchAll(/(?<!\\)\]\(([^)]+)\)/g))
      if (target.startsWith("#")) assert.ok(anchors.has(target.slice(1)), `${name}: ${target}`);
      else assert.ok(readable(join(root, "docs/api", target)), `${name}: ${target}`);
  }
});

function headingAnchors(text: string): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const [, heading] of text.matchAll(/^#+ (.+)$/gm)) {
    const plain = heading
      .toLowerCase()
      .replace(/[^\w -]/g, "")
      .replaceAll(" ", "-");
    let anchor = plain;
    for (let i = 1; anchors.has(anchor); i++) anchor = `${plain}-${i}`;
    anchors.add(anchor);
  }
  return anchors;
}

function readable(file: string): boolean {
  return readFileSync(file).length > 0;
}
