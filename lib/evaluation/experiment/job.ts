import { createRequire } from "node:module";
import type { JobContext } from "../../processes/index.js";
import type { Experiment } from "./experiment.js";
import { type CellPlaces, measuredRows } from "./measure.js";

/** A cell to be measured by another process. */
export interface CellOrder {
  /** The module that exports the experiment, alone or in a list, and its id. */
  readonly module: string;
  readonly id: string;
  readonly cell: object;
  readonly places: CellPlaces;
}

/** Measures a cell, as a job of a process. */
export function measureCell({ module, id, cell, places }: CellOrder, { signal, tell }: JobContext) {
  const context = { ...places, threads: 1, signal, onShare: (share: number) => tell(share) };
  return measuredRows(experimentIn(module, id), cell, context);
}

/** The experiment of that id among what a module exports. @throws RangeError where there is none. */
export function experimentIn(module: string, id: string): Experiment {
  const exported: unknown[] = Object.values(createRequire(__filename)(module)).flat();
  const found = exported.find((value) => (value as Partial<Experiment> | null)?.id === id);
  if (found === undefined) throw new RangeError(`module must export the experiment ${id}, got ${module}`);
  return found as Experiment;
}
