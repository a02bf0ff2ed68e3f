import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { InputError } from "../check/index.js";
import { BUDGETS, type Budget } from "./budget.js";

/** Where a budget's files lie (absolute paths). */
export interface Workspace {
  readonly root: string;
  readonly budget: Budget;
  /** Results of the paper budget measured here, beside the committed ones. */
  readonly fresh: boolean;
  /** Results: the top-level data/ for `paper`, build/fresh/data where that is measured afresh, else build/<budget>/data. */
  readonly dataDir: string;
  readonly figuresDir: string;
  /** The built report, its tables and its numbers. */
  readonly reportDir: string;
  /** The report's text, the same for every budget. */
  readonly sourceDir: string;
}

/**
 * The workspace around the current folder, for one budget.
 *
 * `root` defaults to the nearest folder upwards whose package.json is named `fleetlab-workspace`; `budget` to the
 * environment's FLEETLAB_BUDGET, else `paper`; `fresh` to whether FLEETLAB_FRESH is 1.
 * @throws InputError where no workspace is found, the budget is unknown, or another budget than paper is to be fresh.
 * @example
 * files.writeFileAtomically("package.json", '{ "name": "fleetlab-workspace" }');
 * const workspace = data.openWorkspace({ root: ".", budget: "smoke" });
 * data.shownPath(workspace, workspace.dataDir); // -> "build/smoke/data"
 */
export function openWorkspace(
  options: { readonly root?: string; readonly budget?: Budget; readonly fresh?: boolean } = {},
): Workspace {
  const root = options.root === undefined ? workspaceRoot(process.cwd()) : resolve(options.root);
  const budget = options.budget ?? process.env.FLEETLAB_BUDGET ?? "paper";
  if (!isBudget(budget))
    throw new InputError(`unknown budget ${JSON.stringify(budget)}: use one of ${BUDGETS.join(", ")}`);
  const fresh = options.fresh ?? process.env.FLEETLAB_FRESH === "1";
  if (fresh && budget !== "paper")
    throw new InputError(
      `--fresh is for the paper budget, got ${budget}: the other budgets are measured here anyway`,
    );
  const base = budget === "paper" && !fresh ? root : join(root, "build", fresh ? "fresh" : budget);
  return Object.freeze({
    root,
    budget,
    fresh,
    dataDir: join(base, "data"),
    figuresDir: join(base, "figures"),
    reportDir: join(base, "report"),
    sourceDir: join(root, "report", "source"),
  });
}

function isBudget(name: string): name is Budget {
  return (BUDGETS as readonly string[]).includes(name);
}

function workspaceRoot(from: string): string {
  for (let folder = resolve(from); ; folder = dirname(folder)) {
    if (isWorkspaceRoot(folder)) return folder;
    if (folder === dirname(folder))
      throw new InputError(`no fleetlab workspace at or above ${from}: run this inside the checkout`);
  }
}

function isWorkspaceRoot(folder: string): boolean {
  const manifest = join(folder, "package.json");
  if (!existsSync(manifest)) return false;
  try {
    return JSON.parse(readFileSync(manifest, "utf8")).name === "fleetlab-workspace";
  } catch {
    return false;
  }
}

/**
 * A path as messages show it: relative to the workspace, with forward slashes.
 * @example
 * const workspace = data.openWorkspace({ root: "checkout", budget: "paper" });
 * data.shownPath(workspace, workspace.dataDir); // -> "data"
 */
export function shownPath(workspace: Workspace, path: string): string {
  return relative(workspace.root, path).split("\\").join("/");
}

/**
 * The flags that select this workspace, for commands quoted in messages.
 * @example
 * data.budgetFlag(data.openWorkspace({ root: ".", budget: "smoke" })); // -> " --budget smoke"
 */
export function budgetFlag(workspace: Workspace): string {
  if (workspace.fresh) return " --budget paper --fresh";
  return workspace.budget === "paper" ? "" : ` --budget ${workspace.budget}`;
}
