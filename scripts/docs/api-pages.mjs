import fs from "node:fs";
import path from "node:path";
import { exportedDeclarations } from "./declarations.mjs";
import { commentMarkdown, firstSentence } from "./doc-comment.mjs";

/** The rooms in the order of the house, and below `cluster` the real one, which has a door of its own. */
const ROOMS = [
  "check",
  "files",
  "processes",
  "random",
  "statistics",
  "queueing",
  "workload",
  "cluster",
  "cluster/docker",
  "control",
  "ppo",
  "own",
  "data",
  "evaluation",
  "report",
  "study",
];

/** A constant longer than this is cut: its rows stand in its file. */
const LONGEST_CONSTANT = 24;

const NOTE =
  "Made by `npm run docs` from the doc comments and declarations of the code: change them there. The examples run in the tests.";

/**
 * The API reference: a page a room, and a list of them.
 * @param {string} root folder of the workspace
 * @returns {Map<string, string>} texts by file name in docs/api
 */
export function apiPages(root) {
  const declarations = exportedDeclarations(root, ROOMS.map(indexFile));
  const pages = ROOMS.map((room) => ({
    room,
    name: room.split("/").at(-1),
    entries: declarations.get(indexFile(room)),
  }));
  const namespaces = namespacesOf(root);
  return new Map([
    ["README.md", contents(root, pages)],
    ...pages.map((page) => [`${page.name}.md`, pageText(page, namespaces.includes(page.name))]),
  ]);
}

const indexFile = (room) => `${room}/index.ts`;

/** What `import { ... } from "fleetlab"` can give. */
function namespacesOf(root) {
  const text = fs.readFileSync(path.join(root, "lib/index.ts"), "utf8");
  return [...text.matchAll(/^export \* as (\w+)/gm)].map(([, name]) => name);
}

function contents(root, pages) {
  const rows = pages.map(
    ({ room, name, entries }) => `| [${name}](${name}.md) | ${entries.length} | ${meaningOf(root, room)} |`,
  );
  const intro = "What each room of the library exports, with its meaning, units, errors and an example.";
  const table = ["| room | names | what is in it |", "|---|---|---|", ...rows].join("\n");
  return `${["# API reference", `${intro} ${NOTE}`, table].join("\n\n")}\n`;
}

/** What docs/house.md says of a room. */
function meaningOf(root, room) {
  if (room === "cluster/docker") return "the cluster of real containers";
  const house = fs.readFileSync(path.join(root, "docs/house.md"), "utf8");
  const meaning = new RegExp(`^\\| \\[\`${room}\`\\]\\([^)]*\\) \\| (.*) \\|$`, "m").exec(house)?.[1];
  if (meaning === undefined) throw new RangeError(`docs/house.md has no line for the room ${room}`);
  return meaning;
}

function pageText({ room, name, entries }, isNamespace) {
  const door = `[\`lib/${indexFile(room)}\`](../../lib/${indexFile(room)})`;
  const use = isNamespace
    ? `\`import { ${name} } from "fleetlab"\`; its door is ${door}.`
    : `Its door is ${door}; other rooms use it, \`fleetlab\` doesn't hand it on.`;
  const anchors = anchorsOf(entries.map((entry) => entry.name));
  const rows = entries.map(
    (entry, i) =>
      `| [\`${entry.name}\`](#${anchors[i]}) | ${entry.kind} | ${cell(firstSentence(entry.comment))} |`,
  );
  const index = ["| name | kind | |", "|---|---|---|", ...rows].join("\n");
  return `${[`# ${name}`, `${use} ${NOTE}`, index, ...entries.map(entryText)].join("\n\n")}\n`;
}

/** The anchors that forges give headings of one name each: small letters, and a number where those were there before. */
function anchorsOf(names) {
  const seen = new Map();
  return names.map((name) => {
    const anchor = name.toLowerCase().replaceAll(".", "");
    const before = seen.get(anchor) ?? 0;
    seen.set(anchor, before + 1);
    return before === 0 ? anchor : `${anchor}-${before}`;
  });
}

const cell = (text) => text.replaceAll("|", "\\|");

function entryText({ name, kind, file, comment, code }) {
  const lines = code.split("\n");
  const isCut = kind === "constant" && lines.length > LONGEST_CONSTANT;
  const shown = isCut ? [...lines.slice(0, LONGEST_CONSTANT), "// ..."] : lines;
  return [
    `## \`${name}\``,
    `\`\`\`ts\n${shown.join("\n")}\n\`\`\``,
    commentMarkdown(comment),
    `From [${file}](../../lib/${file}).`,
  ]
    .filter((part) => part !== "")
    .join("\n\n");
}
