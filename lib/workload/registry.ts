import type { SourceFile } from "../files/index.js";
import type { Split, Workload } from "./contract.js";
import { knownSplit, namedWorkload, splitOf, workloadNames } from "./named.js";
import { ownFamilySource, ownFamilyWorkload } from "./own-family.js";
import { scaledWorkload } from "./scaled.js";
import { type Purpose, requireUnlocked, workloadFor } from "./splits.js";
import { traceByName, traceSources } from "./trace/index.js";
import { isTraceName } from "./trace/name.js";

/** How named workloads are made. */
export interface WorkloadSelection {
  /** Default "evaluation"; training and tuning get no test workloads, and only seeds of the workload's split. */
  readonly purpose?: Purpose;
  /** What one container serves in requests/s, for the "writeup-" workloads (see `WriteupParameters`); default 10. */
  readonly nodeCapacity?: number;
}

/** A name with a factor behind it: "writeup-train-x0.5". */
const SCALED_NAME = /^(.+)-x(\d+(?:\.\d+)?)$/;

/**
 * The workload of that name; with "-x" and a factor behind it, all its rates are times that factor. `trace:FILE...` is a trace of
 * the user's own (see `trace`), and the name of a family of the user's own one of its members (see `ownFamily`).
 * @throws InputError on an unknown name, listing the known ones, and on a test workload for training or tuning.
 * @example
 * workload.workloadByName("constant-0.7-x0.5").parameters; // -> { level: 0.7, cap: 0.95, of: "constant", factor: 0.5 }
 * workload.workloadByName("ramp-0.9-0.3").parameters; // -> { from: 0.9, to: 0.3, duration: 4000, cap: 0.95 }
 * workload.workloadByName("constant-0.6", { purpose: "tuning" });
 * // throws InputError: workload "constant-0.6" belongs to the test split, which is locked for tuning: use train or dev workloads
 */
export function workloadByName(name: string, selection: WorkloadSelection = {}): Workload {
  const { purpose = "evaluation", nodeCapacity } = selection;
  if (isTraceName(name)) return workloadFor(purpose, traceByName(name));
  const [, scaled, factor] = SCALED_NAME.exec(name) ?? [];
  const own = scaled ?? name;
  const split = splitOf(own);
  const family = split === undefined ? ownFamilyWorkload(own) : undefined;
  if (family === undefined) requireUnlocked(purpose, knownSplit(own), `workload "${name}"`);
  const made = family ?? namedWorkload(own, { name: own, split: knownSplit(own) }, nodeCapacity);
  return workloadFor(purpose, scaled === undefined ? made : scaledWorkload(made, Number(factor)));
}

/**
 * The files of the user's own that workloads come from: those of traces, and those that define families. A family that a notebook's
 * cell defines stands for itself, with the hash of its source.
 * @param names as results keep them.
 * @example
 * const day = workload.trace({ rates: [10, 20], name: "day" });
 * workload.workloadSources([day.name, "constant-0.5"]); // -> [{ name: "day", hash: "f79122f7692d" }]
 */
export function workloadSources(names: readonly string[]): readonly SourceFile[] {
  const families = names.flatMap((name) => ownFamilySource(name) ?? []);
  return [...traceSources(names), ...families];
}

/**
 * All named workloads of a split.
 * @throws InputError when the test split is wanted for training or tuning.
 * @example
 * workload.workloadSuite({ split: "dev", purpose: "tuning" }).length; // -> 10
 */
export function workloadSuite(
  selection: WorkloadSelection & { readonly split: Split; readonly purpose: Purpose },
): readonly Workload[] {
  const { split, purpose } = selection;
  requireUnlocked(purpose, split, "the suite");
  return workloadNames(split).map((name) => workloadByName(name, selection));
}
