import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { InputError } from "../check/index.js";
import { BUDGETS, type Budget } from "../evaluation/index.js";

/** Where a budget's files lie (absolute paths). */
export interface Workspace {
  readonly root: string;
  readonly budget: Budget;
  /** Results: the top-level data/ for `paper`, build/<budget>/data otherwise. */
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
 * environment's FLEETLAB_BUDGET, else `paper`.
 * @throws InputError where no workspace is found or the budget is unknown.
 */
export function openWorkspace(options: { readonly root?: string; readonly budget?: Budget } = {}): Workspace {
  const root = options.root === undefined ? workspaceRoot(process.cwd()) : resolve(options.root);
  const budget = options.budget ?? process.env.FLEETLAB_BUDGET ?? "paper";
  if (!isBudget(budget))
    throw new InputError(`unknown budget ${JSON.stringify(budget)}: use one of ${BUDGETS.join(", ")}`);
  const base = budget === "paper" ? root : join(root, "build", budget);
  return Object.freeze({
    root,
    budget,
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

/** A path as messages show it: relative to the workspace, with forward slashes. */
export function shownPath(workspace: Workspace, path: string): string {
  return relative(workspace.root, path).split("\\").join("/");
}

/** The flag that selects this workspace's budget, for commands quoted in messages. */
export function budgetFlag(workspace: Workspace): string {
  return workspace.budget === "paper" ? "" : ` --budget ${workspace.budget}`;
}
