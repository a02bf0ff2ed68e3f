import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { bySchema, InputError } from "../../check/index.js";
import { openWorkspace } from "../../data/index.js";
import { readJsonFile, writeFileAtomically } from "../../files/index.js";
import type { Comparison } from "./comparison.js";
import { curveSchema, measuresSchema } from "./measures.js";
import { comparisonPlan } from "./plan.js";
import { pointSchema } from "./reference.js";

const FORMAT = "fleetlab comparison 1";
const FILE = "comparison.json";

const schema = z.strictObject({
  format: z.literal(FORMAT),
  plan: z.unknown(),
  code: z.strictObject({ training: z.string(), measuring: z.string() }),
  runs: z.array(
    z.strictObject({
      variant: z.string(),
      size: z.int(),
      seed: z.int(),
      id: z.string(),
      ...measuresSchema.shape,
      curve: curveSchema,
    }),
  ),
  references: z.array(pointSchema),
});

/**
 * Where a comparison of that name is kept: `build/comparisons/<name>` of the workspace.
 * @example
 * files.writeFileAtomically("package.json", '{ "name": "fleetlab-workspace" }');
 * evaluation.comparisonFolder("churn").endsWith("build/comparisons/churn"); // -> true
 */
export function comparisonFolder(name: string): string {
  return join(openWorkspace().root, "build", "comparisons", name);
}

/**
 * Keeps a comparison in `folder` as `comparison.json`; the path of that file.
 * @throws InputError where something else is in the folder: see `requireComparisonFolder`.
 * @example
 * // needs a comparison
 * const comparison = evaluation.loadComparison("build/comparisons/churn");
 * evaluation.saveComparison(comparison); // -> "build/comparisons/churn/comparison.json"
 */
export function saveComparison(
  comparison: Comparison,
  folder = comparisonFolder(comparison.plan.name),
): string {
  requireComparisonFolder(folder, comparison.plan.name);
  const file = join(folder, FILE);
  writeFileAtomically(file, `${JSON.stringify({ format: FORMAT, ...comparison })}\n`);
  return file;
}

/**
 * The comparison that is kept in `folder`. @throws InputError where there is none, or its file is damaged.
 * @example
 * evaluation.loadComparison("nowhere");
 * // throws InputError: nowhere/comparison.json doesn't exist: check the path, or make the file first
 */
export function loadComparison(folder: string): Comparison {
  const file = join(folder, FILE);
  const { format: _, plan, ...found } = bySchema(schema, readJsonFile(file), file, "make it again");
  return { plan: comparisonPlan(plan, `${file}, plan`), ...found };
}

/**
 * Throws unless a comparison called `name` may be kept in `folder`: the folder isn't there, is empty, or holds a comparison of that
 * name, which is then replaced.
 * @throws InputError that says what is there.
 * @example
 * files.writeFileAtomically("notes/todo.txt", "");
 * evaluation.requireComparisonFolder("notes", "churn");
 * // throws InputError: notes holds something else than a comparison: choose another folder
 */
export function requireComparisonFolder(folder: string, name: string): void {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined) return;
  if (!found.isDirectory()) throw new InputError(`${folder} is a file: choose another folder`);
  if (readdirSync(folder).length === 0) return;
  if (!existsSync(join(folder, FILE)))
    throw new InputError(`${folder} holds something else than a comparison: choose another folder`);
  const { plan } = loadComparison(folder);
  if (plan.name !== name)
    throw new InputError(
      `${folder} holds the comparison ${JSON.stringify(plan.name)}: choose another folder, or delete it`,
    );
}
