import { availableParallelism } from "node:os";
import { extname, join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { ProcessPool } from "../../processes/index.js";
import type { CellOf, ColumnTable, MeasuredOf } from "./columns.js";
import type { Experiment, MeasureContext } from "./experiment.js";
import type { CellOrder } from "./job.js";

/** How measuring is watched, stopped and shared out. */
export interface MeasureWatch<C extends ColumnTable> {
  /** Processes; default: one a core. With 1, or a single cell, this process measures. */
  readonly workers?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onDone: (cell: number, rows: readonly MeasuredOf<C>[]) => void;
  readonly onShare?: ((cell: number, share: number) => void) | undefined;
}

/** What holds for all cells. */
export type CellPlaces = Pick<MeasureContext, "dataDir" | "outputDir" | "workDir" | "part">;

/**
 * Measures cells of an experiment on all cores. What comes out depends neither on the number of processes nor on their order.
 * @throws the signal's reason when aborted; what `measure` throws.
 */
export async function measureCells<C extends ColumnTable>(
  experiment: Experiment<C>,
  cells: readonly CellOf<C>[],
  places: CellPlaces,
  { workers = availableParallelism(), signal, onDone, onShare }: MeasureWatch<C>,
): Promise<void> {
  const size = Math.min(workers, cells.length);
  if (size <= 1) {
    for (const [i, cell] of cells.entries()) {
      // Lets a signal in between two cells, which may compute without a pause.
      await nextTurn();
      signal?.throwIfAborted();
      const context = { ...places, threads: workers, signal };
      onDone(
        i,
        await measuredRows(experiment, cell, { ...context, onShare: (share) => onShare?.(i, share) }),
      );
    }
    return;
  }
  const { module, id } = experiment;
  const pool = new ProcessPool(size);
  try {
    await pool.run<readonly MeasuredOf<C>[], number>(
      cells.map((cell) => ({
        module: join(__dirname, `job${extname(__filename)}`),
        name: "measureCell",
        argument: { module, id, cell, places } satisfies CellOrder,
      })),
      { signal, onDone, onMessage: onShare },
    );
  } finally {
    pool.close();
  }
}

/** The rows of a cell, measured here. */
export async function measuredRows<C extends ColumnTable>(
  experiment: Experiment<C>,
  cell: CellOf<C>,
  context: MeasureContext,
): Promise<readonly MeasuredOf<C>[]> {
  if (experiment.measure === undefined)
    throw new RangeError(`experiment ${experiment.id} is made with: ${experiment.madeBy}`);
  const measured = await experiment.measure(cell, context);
  return (Array.isArray(measured) ? measured : [measured]) as readonly MeasuredOf<C>[];
}
