import type { JobContext } from "../../processes/index.js";
import type { ColumnTable } from "../experiment/columns.js";
import type { Recomputed } from "../experiment/experiment.js";
import { type CellOrder, experimentIn } from "../experiment/job.js";
import { measuredRows } from "../experiment/measure.js";

/** Measures a cell again, or computes it again from what was kept, as a job of a process. */
export async function verifyCell(
  { module, id, cell, places }: CellOrder,
  { signal, tell }: JobContext,
): Promise<Recomputed<ColumnTable>> {
  const experiment = experimentIn(module, id);
  const context = { ...places, threads: 1, signal, onShare: (share: number) => tell(share) };
  if (experiment.recompute !== undefined) return experiment.recompute(cell as never, context);
  return { rows: await measuredRows(experiment, cell as never, context) };
}
