import { Command } from "commander";
import { InputError } from "../check/index.js";
import { type Budget, openWorkspace } from "../data/index.js";
import { exportFigures } from "../report/index.js";
import { figureById, registry } from "../study/index.js";

interface Flags {
  readonly all?: boolean;
  readonly list?: boolean;
  readonly afresh?: boolean;
  readonly budget?: Budget;
  readonly fresh?: boolean;
  readonly json?: boolean;
}

/** `fleetlab figure`. */
export function figureCommand(): Command {
  return new Command("figure")
    .description("draw figures from the data: Plotly JSON, svg, pdf and png")
    .argument("[id...]", "figures to draw")
    .option("--all", "every figure")
    .option("--list", "tell the ids and what they show, draw nothing")
    .option("--afresh", "draw also what is up to date")
    .option("--budget <name>", "whose data: smoke, reduced or paper (the committed one, default)")
    .option("--fresh", "with --budget paper: whose data reproduce --fresh measured")
    .option("--json", "print the result as JSON")
    .action(async (ids: string[], flags: Flags) => {
      if (flags.list) {
        list(flags.json ?? false);
        return;
      }
      if (ids.length === 0 && !flags.all)
        throw new InputError("name a figure, or use --all; --list tells which there are");
      const figures = flags.all ? registry.figures : ids.map((id) => figureById(id));
      const workspace = openWorkspace({
        ...(flags.budget !== undefined && { budget: flags.budget }),
        ...(flags.fresh && { fresh: true }),
      });
      const exported = await exportFigures(workspace, figures, { afresh: flags.afresh ?? false });
      if (flags.json) process.stdout.write(`${JSON.stringify(exported, null, 2)}\n`);
      else
        for (const { id, drawn, files, leftOut } of exported) {
          process.stdout.write(
            `${id}: ${drawn ? "drawn" : "up to date"}: ${Object.values(files).join(" ")}\n`,
          );
          for (const line of leftOut) process.stderr.write(`${id}: left out: ${line}\n`);
        }
    });
}

function list(json: boolean): void {
  const known = registry.figures.map(({ id, title }) => ({ id, title }));
  process.stdout.write(
    json ? `${JSON.stringify(known, null, 2)}\n` : known.map(({ id, title }) => `${id}: ${title}\n`).join(""),
  );
}
