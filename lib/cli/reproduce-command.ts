import { existsSync, mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import { type Experiment, experiments, manifestMismatches } from "../evaluation/index.js";
import {
  type Budget,
  buildReport,
  exportFigures,
  openWorkspace,
  registry,
  type Workspace,
} from "../report/index.js";
import { runNotebooks } from "./notebooks.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";

interface Flags {
  readonly budget: Budget;
  readonly fresh?: boolean;
  readonly notebooks: boolean;
  readonly json?: boolean;
}

/** `fleetlab reproduce`: experiments, figures, notebooks, report. */
export function reproduceCommand(): Command {
  return new Command("reproduce")
    .description("run the experiments, draw the figures, execute the notebooks and build the report")
    .option(
      "--budget <name>",
      "smoke (minutes), reduced, or paper (the committed results, used as they are)",
      "reduced",
    )
    .option("--fresh", "with the paper budget: measure what is committed afresh (hours)")
    .option("--no-notebooks", "leave the notebooks out")
    .option("--json", "print what was made as JSON")
    .action(async (flags: Flags) => {
      const made = await reproduce(flags);
      if (flags.json) process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
    });
}

interface Made {
  readonly budget: Budget;
  /** Experiments by id: "measured" now, or "kept" from before. */
  readonly experiments: Readonly<Record<string, "measured" | "kept">>;
  readonly figures: readonly string[];
  readonly notebooks: readonly string[];
  readonly report: readonly string[];
  readonly leftOut: readonly string[];
}

async function reproduce(flags: Flags): Promise<Made> {
  const workspace = openWorkspace({ budget: flags.budget });
  const signal = stopSignal();
  const measured = await measure(workspace, flags.fresh ?? false, signal);

  const figures = await exportFigures(workspace, registry.figures);
  const leftOut = new Set(figures.flatMap((figure) => figure.leftOut));
  const drawn = figures.filter((figure) => figure.drawn).length;
  say(`figures: ${drawn} drawn, ${figures.length - drawn} up to date`);
  signal.throwIfAborted();

  const notebooks = flags.notebooks ? await executeNotebooks(workspace, signal) : [];
  const report = await buildReport(workspace);
  for (const line of report.leftOut) leftOut.add(line);
  for (const line of report.warnings) say(`report: ${line}`);
  const files = [report.markdown, report.tex, report.pdf].filter((file) => file !== undefined);
  say(`report: ${files.join(" ")}`);
  for (const line of leftOut) say(`left out: ${line}`);
  return {
    budget: workspace.budget,
    experiments: measured,
    figures: figures.map((figure) => figure.files.json),
    notebooks,
    report: files,
    leftOut: [...leftOut],
  };
}

/** Fills the data folder; the paper budget's committed results are used as they are, and checked against the manifest. */
async function measure(
  workspace: Workspace,
  fresh: boolean,
  signal: AbortSignal,
): Promise<Record<string, "measured" | "kept">> {
  const { dataDir, budget } = workspace;
  const result: Record<string, "measured" | "kept"> = {};
  for (const experiment of experiments) {
    if (budget === "paper" && !fresh && existsSync(join(dataDir, experiment.file))) {
      result[experiment.id] = "kept";
      say(`${experiment.id}: committed results of ${experiment.file}`);
      continue;
    }
    result[experiment.id] = await runExperiment(experiment, workspace, signal);
  }
  const changed = manifestMismatches(join(dataDir, "manifest.json"));
  if (changed.length > 0)
    throw new InputError(
      `${changed.join(", ")} in ${dataDir} isn't what the manifest recorded: restore it, or delete it and run this again`,
    );
  return result;
}

async function runExperiment(
  experiment: Experiment,
  { dataDir, budget }: Workspace,
  signal: AbortSignal,
): Promise<"measured"> {
  mkdirSync(dataDir, { recursive: true });
  const bar = progress(experiment.id);
  try {
    await experiment.run({
      budget,
      dataDir,
      command: `npm run reproduce -- --budget ${budget}${budget === "paper" ? " --fresh" : ""}`,
      date: new Date().toISOString(),
      signal,
      onProgress: (done, total) => bar.update(done, total),
    });
  } finally {
    bar.stop();
  }
  return "measured";
}

async function executeNotebooks(workspace: Workspace, signal: AbortSignal): Promise<readonly string[]> {
  const folder = join(workspace.root, "notebooks");
  const notebooks = readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .sort()
    .map((name) => join(folder, name));
  const output =
    workspace.budget === "paper" ? folder : join(workspace.root, "build", workspace.budget, "notebooks");
  await runNotebooks(workspace, notebooks, output, signal);
  return notebooks;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
