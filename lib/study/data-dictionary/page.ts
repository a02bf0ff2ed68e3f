import type { DescribedColumn, DescribedFiles } from "./dictionary.js";

const INTRODUCTION = `# The data

What is in \`data/\`: every file, its columns, their units and what they mean. Made by \`npm run docs\` from the tables of columns in the
code; a test fails where a file or a column isn't described.

- A file ends with \`.gz\` where it is compressed by gzip. \`data.readCsv\` and most tools read it as it is.
- The first line of a CSV file names its columns. Numbers have seven significant digits, records ten. An empty cell is a value that
  isn't known, or that doesn't apply. Lists within a cell are joined by \`;\`.
- Shares and rates per step have no unit. N is the number of containers of a cluster. Metrics are per request unless their name or
  meaning says otherwise.
- \`data/manifest.json\` tells how each file was made: command, date, code, machine, seed and configuration.
- \`npx fleetlab verify\` measures a random sample of the rows again. What it found stands in
  \`data/verification.json\`.`;

/** The data dictionary as a page in Markdown. */
export function dictionaryPage(kinds: readonly DescribedFiles[]): string {
  return `${[INTRODUCTION, ...kinds.map(kindText)].join("\n\n")}\n`;
}

function kindText({ files, columns }: DescribedFiles): string {
  const [first] = files;
  const shown = shownFiles(files);
  const heading = `## data/${first.pattern}${files.length === 1 ? "" : " and others of its kind"}`;
  const table = ["| column | unit | meaning |", "|---|---|---|", ...columns.map(row)].join("\n");
  return [heading, shown, table].join("\n\n");
}

/** Files and what they answer; those that answer the same stand on one line. */
function shownFiles(files: DescribedFiles["files"]): string {
  const byMeaning = new Map<string, string[]>();
  for (const { pattern, meaning } of files)
    byMeaning.set(meaning, [...(byMeaning.get(meaning) ?? []), `\`data/${pattern}\``]);
  return [...byMeaning].map(([meaning, patterns]) => `- ${patterns.join(", ")}: ${meaning}`).join("\n");
}

function row({ name, unit, meaning, choices }: DescribedColumn): string {
  const told =
    choices.length === 0 ? meaning : `${meaning}; one of ${choices.map((one) => `\`${one}\``).join(", ")}`;
  return `| \`${name}\` | ${unit} | ${told.replaceAll("|", "\\|")} |`;
}
