import type { ResultRow } from "../../evaluation/index.js";
import { type DataReader, resultRows, type SeriesStyle } from "../../report/index.js";
import { REAL_PLAN } from "../real-plan/plan.js";
import { controllerLabel, controllerStyle } from "../shared/controller-style.js";
import { REAL_FILE, REAL_SIMULATED_FILE } from "./results.js";

/** Runs on the real cluster, and the same runs simulated; both are gathered over several sittings. */
export const REAL_FILES: readonly string[] = Object.freeze([REAL_FILE, REAL_SIMULATED_FILE]);

/** A controller of the plan: for a trained one, as it was after a phase of its training. */
export interface Contender {
  readonly controller: string;
  readonly phase: string;
  readonly label: string;
  readonly style: SeriesStyle;
}

/** The plan's controllers in its order. */
export const CONTENDERS: readonly Contender[] = Object.freeze(
  REAL_PLAN.controllers.map(({ controller, phase }) => {
    const style = controllerStyle(controller);
    const label = controllerLabel(controller);
    if (phase === "") return { controller, phase, label: label.replace(" (write-up)", ""), style };
    return {
      controller,
      phase,
      label: `${label}, phase ${phase}`,
      style: phase === "1" ? { ...style, symbol: `${style.symbol}-open`, dash: "dot" as const } : style,
    };
  }),
);

export const realRows = (data: DataReader) => resultRows(data, REAL_FILE);
export const simulatedRows = (data: DataReader) => resultRows(data, REAL_SIMULATED_FILE);

/** Rows of one contender at one size. */
export function ofContender(
  rows: readonly ResultRow[],
  { controller, phase }: Pick<Contender, "controller" | "phase">,
  size: number,
): readonly ResultRow[] {
  return rows.filter((row) => row.controller === controller && row.phase === phase && row.size === size);
}
