import type { GroupResult, RowResult, Spread } from "./group.js";

/** A whole run of the benchmark. */
export interface BenchRun {
  readonly machine: string;
  readonly node: string;
  readonly repeats: number;
  readonly groups: readonly GroupResult[];
}

/** The run as Markdown: one table a group, a line for each row left out. */
export function markdown({ machine, node, repeats, groups }: BenchRun): string {
  const sections = groups.map(({ name, title, rows }) => {
    const timed = rows.filter((row) => row.leftOut === undefined);
    const missing = rows.filter((row) => row.leftOut !== undefined);
    return [
      `## ${name}: ${title}`,
      "",
      "| row | unit | median | min | max | first row is faster by |",
      "|---|---|--:|--:|--:|--:|",
      ...timed.map(line),
      "",
      ...missing.map((row) => `Left out: ${row.name} (${row.leftOut}).`),
    ].join("\n");
  });
  return `${machine}; Node ${node}; ${repeats} repeats, rows in turn.\n\n${sections.join("\n\n")}\n`;
}

function line({ name, unit, speed, ratio }: RowResult): string {
  const { median, min, max } = speed as Spread;
  const { median: times, min: least, max: most } = ratio as Spread;
  const faster = times === 1 && least === most ? "" : `${digits(times)}x (${digits(least)}-${digits(most)})`;
  return `| ${name} | ${unit} | ${digits(median)} | ${digits(min)} | ${digits(max)} | ${faster} |`;
}

/** Three significant digits, thousands apart. */
function digits(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
