import { resolve } from "node:path";
import { Command, InvalidArgumentError } from "commander";
import { InputError } from "../check/index.js";
import { openWorkspace } from "../data/index.js";
import {
  type Comparison,
  compareRewards,
  comparisonFolder,
  comparisonPlan,
  loadComparison,
  requireComparable,
  requireComparisonFolder,
} from "../evaluation/index.js";
import { readJsonFile, withLock, withSources } from "../files/index.js";
import {
  type ComparisonExport,
  comparisonTable,
  differencesTable,
  earlierDifferencesTable,
  exportComparison,
  type OwnTable,
  PICTURE_FORMATS,
  type PictureFormat,
  tableTexts,
} from "../report/index.js";
import { tunedReferences } from "../study/index.js";
import { alignedTable } from "./aligned-table.js";
import { type ClusterFileFlags, clusterFileOption, describedCluster } from "./cluster-file-option.js";
import { list, number } from "./options.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";
import { TRACE_HELP, tellTraces } from "./traces.js";
import { type UseFlags, useFiles, useOption } from "./use-option.js";

interface Flags extends UseFlags, ClusterFileFlags {
  readonly out?: string;
  readonly runs?: string;
  readonly against?: string;
  readonly rules: boolean;
  readonly workers?: number;
  readonly formats?: readonly PictureFormat[];
  readonly json?: boolean;
}

/** `fleetlab compare-rewards`. */
export function compareRewardsCommand(): Command {
  return new Command("compare-rewards")
    .description(
      "train agents under several rewards or settings and compare what they do on the same traffic",
    )
    .argument("<file>", "the comparison as JSON: name, world, sizes, steps, seeds, baseline, variants")
    .addOption(useOption())
    .addOption(clusterFileOption())
    .option("--out <folder>", "where tables and pictures go (default: build/comparisons/<name>)")
    .option("--runs <folder>", "where finished runs are kept and taken again (default: build/compared-runs)")
    .option("--against <folder>", "an earlier comparison: variants of the same name are compared, too")
    .option(
      "--no-rules",
      "leave tuned rules out, which are measured on the same traffic where they are tuned",
    )
    .option("--workers <n>", "processes (default: one a core)", number)
    .option("--formats <list>", `formats of pictures, or none (default: ${PICTURE_FORMATS})`, formats)
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      `
A variant has a name, and weights of reward terms or other settings of training that differ:
  { "name": "churn", "steps": 100000, "seeds": 4, "variants": [
    { "name": "write-up" },
    { "name": "fleet-change 3", "weights": { "fleet-change": 3 } },
    { "name": "far-sighted", "config": { "ppo": { "discount": 0.95 } } }] }
Ctrl-C stops at once, and the same command goes on. A run is trained once, whichever comparison asks for it.
Workloads, those of "evaluation" and of a variant's "config", may be traces.
${TRACE_HELP}`,
    )
    .action(async (file: string, flags: Flags) => {
      const { comparison, tables, exported } = await run(file, flags);
      if (flags.json) process.stdout.write(`${JSON.stringify({ ...comparison, ...exported }, null, 2)}\n`);
      else {
        for (const table of tables) process.stdout.write(`${alignedTable(tableTexts(table))}\n`);
        process.stdout.write(`${exported.files.join("\n")}\n`);
      }
      for (const line of exported.leftOut) process.stderr.write(`left out: ${line}\n`);
    });
}

async function run(
  file: string,
  flags: Flags,
): Promise<{
  readonly comparison: Comparison;
  readonly tables: readonly OwnTable[];
  readonly exported: ComparisonExport;
}> {
  const defined = await useFiles(flags);
  const plan = comparisonPlan(withCluster(readJsonFile(resolve(file)), flags), file);
  tellTraces(plan.evaluation.workloads);
  const idle = defined.find(
    ({ kind, name }) =>
      kind === "term" && !plan.variants.some(({ own }) => own?.some((one) => one.name === name)),
  );
  if (idle !== undefined)
    throw new InputError(
      `--use: no variant has the term ${JSON.stringify(idle.name)}: give it a weight in one of them`,
    );
  const out = flags.out === undefined ? comparisonFolder(plan.name) : resolve(flags.out);
  requireComparisonFolder(out, plan.name);
  const earlier = flags.against === undefined ? undefined : loadComparison(resolve(flags.against));
  if (earlier !== undefined) requireComparable(plan, earlier.plan);
  return withLock([out], async () => {
    const bar = progress("compare-rewards");
    let comparison: Comparison;
    try {
      comparison = await compareRewards({
        ...plan,
        // Those that are tuned are for the standard containers.
        references:
          flags.rules && plan.spec === undefined ? tunedReferences(openWorkspace().dataDir, plan) : [],
        folder: flags.runs === undefined ? undefined : resolve(flags.runs),
        workers: flags.workers,
        signal: stopSignal(),
        onProgress: ({ done, total }) => bar.update(done, total),
      });
    } finally {
      bar.stop();
    }
    const { formats } = flags;
    const exported = await exportComparison(comparison, { folder: out, formats, against: earlier });
    const tables = [comparisonTable(comparison), differencesTable(comparison)];
    if (earlier !== undefined) tables.push(earlierDifferencesTable(comparison, earlier));
    return { comparison, tables, exported };
  });
}

/** What the file says, on the described cluster where one is given. */
function withCluster(content: unknown, flags: ClusterFileFlags): unknown {
  const own = describedCluster(flags);
  const isPlan = typeof content === "object" && content !== null && !Array.isArray(content);
  if (own === undefined || !isPlan) return content;
  const { spec, size } = own.described;
  return { world: "sim", sizes: [size], ...content, spec, ...withSources([own.source]) };
}

function formats(text: string): readonly PictureFormat[] {
  const names = text === "none" ? [] : list(text);
  const unknown = names.find((name) => !(PICTURE_FORMATS as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new InvalidArgumentError(
      `expected none or some of ${PICTURE_FORMATS.join(", ")}, got ${JSON.stringify(unknown)}`,
    );
  return names as readonly PictureFormat[];
}
