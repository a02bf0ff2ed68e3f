import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import { InputError } from "../check/index.js";
import { type Budget, openWorkspace, type Workspace } from "../data/index.js";
import {
  exportFigures,
  type FigureDefinition,
  PAPER_CLASSES,
  type PaperClass,
  PRINT_FORMATS,
  type PrintFormat,
  printFigures,
  printStyle,
  printWidth,
} from "../report/index.js";
import { figureById, registry } from "../study/index.js";
import { choices } from "./options.js";
import { printIds } from "./print-ids.js";

interface Flags {
  readonly all?: boolean;
  readonly list?: boolean;
  readonly afresh?: boolean;
  readonly format?: readonly PrintFormat[];
  readonly width?: string;
  readonly height?: string;
  readonly class: PaperClass;
  readonly style?: string;
  readonly out?: string;
  readonly budget?: Budget;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

/** `fleetlab figure`. */
export function figureCommand(): Command {
  return new Command("figure")
    .description("draw figures from the data: the report's own, or pictures for a paper")
    .argument("[id...]", "figures to draw")
    .option("--all", "every figure")
    .option("--list", "tell the ids and what they show, draw nothing")
    .option(
      "--format <list>",
      `for a paper: some of ${PRINT_FORMATS.join(", ")} (default: pdf)`,
      choices(PRINT_FORMATS),
    )
    .option("--width <width>", "for a paper: column, text, or a number of inches (3.4, 86mm, 252pt)")
    .option("--height <height>", "for a paper: a number of inches (default: follows the width)")
    .addOption(
      new Option("--class <name>", "whose column and text: IEEEtran's or acmart's (sigconf)")
        .choices(Object.keys(PAPER_CLASSES))
        .default("ieeetran"),
    )
    .option(
      "--style <file>",
      "for a paper: grey (told apart without colour), or a file as in docs/own-figure.md",
    )
    .option("--out <folder>", "for a paper: where pictures go (default: build/figures)")
    .option("--afresh", "draw also what is up to date")
    .option("--budget <name>", "whose data: smoke, reduced or paper (the committed one, default)")
    .option("--fresh", "with --budget paper: whose data reproduce --fresh measured")
    .option("--json", "print the result as JSON")
    .addHelpText(
      "after",
      "\nWithout an option for a paper the report's own pictures are brought up to date: Plotly JSON, svg, pdf and png.",
    )
    .action(async (ids: string[], flags: Flags) => {
      if (flags.list) {
        printIds(registry.figures, flags.json ?? false);
        return;
      }
      if (ids.length === 0 && !flags.all)
        throw new InputError("name a figure, or use --all; --list tells which there are");
      const figures = flags.all ? registry.figures : ids.map((id) => figureById(id));
      const workspace = openWorkspace({
        ...(flags.budget !== undefined && { budget: flags.budget }),
        ...(flags.fresh && { fresh: true }),
      });
      const { format, width, height, style, out } = flags;
      const isForPaper = [format, width, height, style, out].some((flag) => flag !== undefined);
      await (isForPaper ? print : draw)(workspace, figures, flags);
    });
}

/** Brings the report's own pictures up to date. */
async function draw(workspace: Workspace, figures: readonly FigureDefinition[], flags: Flags): Promise<void> {
  const exported = await exportFigures(workspace, figures, { afresh: flags.afresh ?? false });
  if (flags.json) process.stdout.write(`${JSON.stringify(exported, null, 2)}\n`);
  else
    for (const { id, drawn, files, leftOut } of exported) {
      process.stdout.write(`${id}: ${drawn ? "drawn" : "up to date"}: ${Object.values(files).join(" ")}\n`);
      for (const line of leftOut) process.stderr.write(`${id}: left out: ${line}\n`);
    }
}

/** Draws pictures for a paper. */
async function print(
  workspace: Workspace,
  figures: readonly FigureDefinition[],
  flags: Flags,
): Promise<void> {
  const { format: formats = ["pdf"], width, height, style, out, class: paperClass } = flags;
  const printed = await printFigures(workspace, figures, {
    formats,
    width: width === undefined ? undefined : printWidth(width, paperClass),
    height: height === undefined ? undefined : printWidth(height, paperClass),
    style: style === undefined ? undefined : printStyle(style),
    folder: out === undefined ? join(workspace.root, "build", "figures") : resolve(out),
  });
  if (flags.json) process.stdout.write(`${JSON.stringify(printed, null, 2)}\n`);
  else for (const { id, files } of printed) process.stdout.write(`${id}: ${files.join(" ")}\n`);
}
