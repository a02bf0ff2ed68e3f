import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { InputError } from "../check/index.js";
import {
  type Budget,
  copyManifestEntries,
  manifestFile,
  manifestMismatches,
  openWorkspace,
  type Workspace,
} from "../data/index.js";
import { measuredCells } from "../evaluation/index.js";
import { withLock, writeFileAtomically } from "../files/index.js";
import { buildReport, exportFigures, fillMarkedNumbers, missingInputs } from "../report/index.js";
import { experiments, questions, registry } from "../study/index.js";
import { measureLine } from "./measure-command.js";
import { runNotebooks } from "./notebooks.js";
import { runExperiment } from "./run-experiment.js";
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
      "smoke (minutes), reduced, or paper (the committed results, and what is missing of them)",
      "reduced",
    )
    .option(
      "--fresh",
      "with --budget paper: measure all of it here, in build/fresh, and leave what is committed alone",
    )
    .option("--no-notebooks", "leave the notebooks out")
    .option("--json", "print what was made as JSON")
    .action(async (flags: Flags) => {
      const made = await reproduce(flags);
      if (flags.json) process.stdout.write(`${JSON.stringify(made, null, 2)}\n`);
    });
}

interface Made {
  readonly budget: Budget;
  /** Experiments by id: "measured" now, "kept" from before, or taken from the "committed" data. */
  readonly experiments: Readonly<Record<string, "measured" | "kept" | "committed">>;
  readonly figures: readonly string[];
  readonly notebooks: readonly string[];
  readonly report: readonly string[];
  readonly leftOut: readonly string[];
}

async function reproduce(flags: Flags): Promise<Made> {
  const workspace = openWorkspace({ budget: flags.budget, fresh: flags.fresh ?? false });
  return withLock([workspace.dataDir], () => reproduceAlone(workspace, flags));
}

/** Reproduces as the only one that fills this data folder. */
async function reproduceAlone(workspace: Workspace, flags: Flags): Promise<Made> {
  const signal = stopSignal();
  const measured = await measure(workspace, signal);

  const measurable = registry.figures.filter((figure) => missingInputs(workspace, figure).length === 0);
  const figures = await exportFigures(workspace, measurable);
  const leftOut = new Set(figures.flatMap((figure) => figure.leftOut));
  for (const { id } of registry.figures.filter((figure) => !measurable.includes(figure)))
    leftOut.add(`figure ${id}: its data weren't measured in the ${workspace.budget} budget`);
  const drawn = figures.filter((figure) => figure.drawn).length;
  say(`figures: ${drawn} drawn, ${figures.length - drawn} up to date`);
  signal.throwIfAborted();

  const notebooks = flags.notebooks ? await executeNotebooks(workspace, signal) : [];
  const report = await buildReport(workspace, { registry });
  for (const line of report.leftOut) leftOut.add(line);
  for (const line of report.warnings) say(`report: ${line}`);
  if (workspace.budget === "paper" && !workspace.fresh) {
    const readme = join(workspace.root, "README.md");
    writeFileAtomically(readme, fillMarkedNumbers(readFileSync(readme, "utf8"), workspace, registry.numbers));
  }
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

/** Fills the data folder; committed results are used as they are, and checked against the manifest. */
async function measure(workspace: Workspace, signal: AbortSignal): Promise<Made["experiments"]> {
  mkdirSync(workspace.dataDir, { recursive: true });
  const result: Record<string, Made["experiments"][string]> = {};
  for (const experiment of experiments) {
    const isCopied = workspace.budget !== "paper" || (workspace.fresh && experiment.madeBy !== undefined);
    if (experiment.committed !== undefined && isCopied) {
      takeCommitted(experiment.committed, workspace);
      result[experiment.id] = "committed";
      say(`${experiment.id}: used from the committed data: ${experiment.committed.join(", ")}`);
      continue;
    }
    if (experiment.inSittings && workspace.budget === "paper" && !workspace.fresh) {
      const { cells, present } = measuredCells(experiment, "paper", workspace.dataDir);
      const rest = present < cells ? `; go on with: ${measureLine(experiment, "paper")}` : "";
      result[experiment.id] = "kept";
      say(`${experiment.id}: ${present} of ${cells} cells are measured${rest}`);
      continue;
    }
    const { budget, fresh } = workspace;
    const command = `npm run reproduce -- --budget ${budget}${fresh ? " --fresh" : ""}`;
    const ran = await runExperiment(experiment, workspace, { command, signal });
    result[experiment.id] = ran > 0 ? "measured" : "kept";
    say(`${experiment.id}: ${ran > 0 ? `${ran} runs measured` : `kept the results in ${experiment.file}`}`);
  }
  takeGathered(workspace);
  const changed = manifestMismatches(manifestFile(workspace.dataDir));
  if (changed.length > 0)
    throw new InputError(
      `${changed.join(", ")} in ${workspace.dataDir} isn't what the manifest recorded: restore it, or delete it and run this again`,
    );
  return result;
}

/** What other commands gather over several sittings is shown by every budget, as far as it is there. */
function takeGathered(workspace: Workspace): void {
  const { dataDir } = openWorkspace({ root: workspace.root, budget: "paper", fresh: false });
  for (const { id, gathered } of questions) {
    if (gathered === undefined) continue;
    const present = gathered.files.filter((path) => existsSync(join(dataDir, path)));
    if (workspace.dataDir !== dataDir) takeCommitted(present, workspace);
    const found = present.length === 0 ? "not measured yet" : present.join(", ");
    say(`${id}: ${found}; go on with: ${gathered.command}`);
  }
}

/** Copies files and folders of the committed data, and what its manifest says of them, into the budget's data folder. */
function takeCommitted(paths: readonly string[], { root, dataDir }: Workspace): void {
  const from = openWorkspace({ root, budget: "paper", fresh: false }).dataDir;
  for (const path of paths) {
    if (!existsSync(join(from, path)))
      throw new InputError(`${path} isn't in ${from}: restore it from version control`);
    rmSync(join(dataDir, path), { recursive: true, force: true });
    cpSync(join(from, path), join(dataDir, path), { recursive: true });
  }
  copyManifestEntries(manifestFile(from), manifestFile(dataDir), (name) =>
    paths.some((path) => name === path || name.startsWith(`${path}/`)),
  );
}

async function executeNotebooks(workspace: Workspace, signal: AbortSignal): Promise<readonly string[]> {
  const folder = join(workspace.root, "notebooks");
  const notebooks = readdirSync(folder)
    .filter((name) => name.endsWith(".ipynb"))
    .sort()
    .map((name) => join(folder, name));
  // Next to the budget's data: the committed notebooks are those of the committed data.
  const output = join(workspace.dataDir, "..", "notebooks");
  await runNotebooks(workspace, notebooks, output, signal);
  return notebooks;
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}
