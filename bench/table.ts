import type { Machine } from "../lib/data/index.js";
import { type GroupResult, type RowFacts, type RowResult, type Spread, spread } from "./group.js";

/** A whole run of the benchmark. */
export interface BenchRun {
  readonly machine: Machine;
  /** As it was asked for; else every group's own. */
  readonly repeats?: number;
  readonly groups: readonly GroupResult[];
}

/** Headings of what rows may say beside their speed. */
const FACTS: readonly (readonly [keyof RowFacts, string])[] = [
  ["variant", "fastest variant"],
  ["warmUpSeconds", "warm-up s"],
  ["peakMemoryMiB", "peak MiB"],
  ["tensorsBefore", "tensors before"],
  ["tensorsAfter", "after"],
  ["memoryBeforeMiB", "MiB before"],
  ["memoryAfterMiB", "after"],
  ["runSeconds", "s a run"],
  ["episodeRewards", "episode reward"],
  ["stepReward", "last reward a step"],
];

/** The run as Markdown: one table a group, ratios first; a line for each row left out. */
export function markdown({ machine, groups }: BenchRun): string {
  const sections = groups.map(({ name, title, rows }) => {
    const timed = rows.filter((row) => row.leftOut === undefined);
    const missing = rows.filter((row) => row.leftOut !== undefined);
    const facts = FACTS.filter(([key]) => timed.some((row) => row.facts?.[key] !== undefined));
    const headings = ["row", "is slower by", "than", "median", "min", "max", "unit"].concat(
      facts.map(([, heading]) => heading),
    );
    const flush = headings.map((_, i) => ([0, 2, 6].includes(i) ? "---" : "--:"));
    return [
      `## ${name}: ${title}`,
      "",
      `${Math.max(0, ...timed.map(({ values }) => values.length))} repeats, rows in turn.`,
      "",
      tableLine(headings),
      `|${flush.join("|")}|`,
      ...timed.map((row) => tableLine([...cells(row), ...facts.map(([key]) => fact(row, key))])),
      "",
      ...missing.map((row) => `Left out: ${row.name} (${row.leftOut}).`),
    ].join("\n");
  });
  const { cpu, cores, node, platform } = machine;
  return `${cpu}, ${cores} cores, ${platform}; Node ${node}\n\n${sections.join("\n\n")}\n`;
}

function cells({ name, unit, speed, against, ratio }: RowResult): string[] {
  const { median, min, max } = speed as Spread;
  const slower =
    ratio === undefined ? "" : `${digits(ratio.median)}x (${digits(ratio.min)}-${digits(ratio.max)})`;
  return [name, slower, against ?? "", digits(median), digits(min), digits(max), unit];
}

function fact({ facts }: RowResult, key: keyof RowFacts): string {
  const value = facts?.[key];
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return digits(value);
  if (key.startsWith("tensors")) return value.map(digits).join(" + ");
  const { median, min, max } = spread(value);
  return `${digits(median)} (${digits(min)} to ${digits(max)})`;
}

const tableLine = (entries: readonly string[]) => `| ${entries.join(" | ")} |`;

/** Three significant digits, thousands apart. */
function digits(value: number): string {
  return value.toLocaleString("en-US", { maximumSignificantDigits: 3 });
}
