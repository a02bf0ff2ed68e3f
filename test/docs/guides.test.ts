import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { test } from "node:test";

const root = resolve(__dirname, "../..");
const guides = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...readdirSync(join(root, "docs"))
    .filter((name) => name.endsWith(".md"))
    .map((name) => `docs/${name}`),
].map((name) => ({ name, text: readFileSync(join(root, name), "utf8") }));

test("every link of the guides leads to a file, and every function that a link names stands in it", () => {
  let links = 0;
  for (const { name, text } of guides)
    for (const [, words, target] of text.matchAll(/\[([^\]]+)\]\(([^)]+)\)/g)) {
      if (/^(https?:|#)/.test(target)) continue;
      links++;
      const path = resolve(root, dirname(name), target.replace(/#.*$/, ""));
      assert.ok(existsSync(path), `${name}: ${target} is no file`);
      const code = /^`([#\w.]+)`$/.exec(words)?.[1];
      if (code === undefined || !path.endsWith(".ts") || path.endsWith("index.ts")) continue;
      const source = readFileSync(path, "utf8");
      for (const part of code.split(".").filter((part) => part !== "fleetlab"))
        assert.ok(source.includes(part), `${name}: ${target} holds no ${part}`);
    }
  assert.ok(links > 60, `only ${links} links were found`);
});

test("every path that the guides write as code is there", () => {
  for (const { name, text } of guides)
    for (const [, path] of text.matchAll(
      /`((?:lib|docs|test|data|report|bench|scripts|notebooks)\/[\w./-]*)`/g,
    ))
      assert.ok(existsSync(join(root, path)), `${name}: ${path} is no file or folder`);
});

test("README and the house name every room of the library", () => {
  const rooms = readdirSync(join(root, "lib"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !["bin", "dist", "node_modules"].includes(entry.name))
    .map((entry) => entry.name)
    .filter((name) => !name.startsWith("."));
  for (const { name, text } of guides.filter(({ name }) => ["README.md", "docs/house.md"].includes(name)))
    for (const room of rooms)
      assert.ok(text.includes(`\`${room}\``), `${name} does not name the room ${room}`);
});

test("every npm script that the guides run exists", () => {
  const { scripts } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  for (const { name, text } of guides)
    for (const [, script] of text.matchAll(/npm run (?:-s )?([\w-]+)/g))
      assert.ok(script in scripts, `${name}: package.json has no script ${script}`);
});

test("every fleetlab command of the guides exists and has the options that they give it", () => {
  const commands = guides
    .filter(({ name }) => name !== "CHANGELOG.md")
    .flatMap(({ name, text }) =>
      [...text.matchAll(/npx fleetlab ([^`#\n]+)/g)].map(([, words]) => ({ name, words: words.trim() })),
    );
  assert.ok(commands.length > 5);
  const help = new Map<string, string>();
  for (const { name, words } of commands) {
    const parts = words.split(/\s+/);
    let command = parts[0];
    if (command.startsWith("-")) continue;
    if (isGroup(helpOf(command, help))) command = parts.slice(0, 2).join(" ");
    const text = helpOf(command, help);
    // Help on a command that is not there is that of the group it is looked for in.
    assert.ok(text !== "" && !isGroup(text), `${name}: there is no fleetlab ${command}`);
    for (const option of parts.filter((part) => part.startsWith("--")))
      assert.ok(text.includes(option), `${name}: fleetlab ${command} has no option ${option}`);
  }
});

const isGroup = (help: string) => help.includes("\nCommands:");

/** What `fleetlab <command> --help` prints, asked once. */
function helpOf(command: string, known: Map<string, string>): string {
  const before = known.get(command);
  if (before !== undefined) return before;
  const program = join(root, "lib/dist/cli/main.js");
  const { stdout } = spawnSync(process.execPath, [program, ...command.split(" "), "--help"], {
    encoding: "utf8",
  });
  known.set(command, stdout);
  return stdout;
}
