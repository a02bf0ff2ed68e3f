import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { columns, experiment, type MeasureContext } from "../../lib/evaluation/index.js";
import { writeFileAtomically } from "../../lib/files/index.js";

const COLUMNS = columns({
  side: { kind: "integer", identity: true },
  kind: { kind: "text", identity: true, choices: ["plain", "fancy"] },
  area: { kind: "number" },
  terms: { kind: "text" },
});

/** A cell, and a setting beyond what tells it apart. */
interface Cell {
  readonly side: number;
  readonly kind: "plain" | "fancy";
  readonly unit?: number;
}

const UNIT = 1 / 3;

function squares(id: string, area: (side: number) => number, cells: readonly Cell[] = PLAN) {
  return experiment({
    id,
    question: "How large are squares?",
    module: __filename,
    file: "squares.csv",
    columns: COLUMNS,
    cells: () => cells,
    inputs: ({ kind }) => (kind === "fancy" ? ["ribbon.txt"] : []),
    outputs: ({ side }) => (side === 2 ? ["drawings/2.json"] : []),
    kindOf: ({ kind }) => kind,
    measure({ side, kind }: Cell, { dataDir, outputDir }: MeasureContext) {
      if (kind === "fancy" && !existsSync(join(dataDir, "ribbon.txt"))) throw new RangeError("no ribbon");
      if (side === 2) writeFileAtomically(join(outputDir, "drawings/2.json"), `{ "area": ${area(side)} }`);
      return { area: area(side), terms: `half:${area(side) / 2};whole:${area(side)}` };
    },
    describe: () => ({ seed: 1, config: { unit: UNIT } }),
  });
}

const PLAN: readonly Cell[] = [6, 5, 4, 3, 2, 1].map((side) => ({
  side,
  kind: side === 6 ? "fancy" : "plain",
}));

export const right = squares("squares", (side) => side * side * UNIT);
/** The same with a fault in what measures it. */
export const wrong = squares("wrong-squares", (side) => side * side * UNIT * (side === 3 ? 1.000001 : 1));
/** The same with another plan. */
export const fewer = squares("fewer-squares", (side) => side * side * UNIT, PLAN.slice(1));

/** A curve of many points a cell, of which the first part can be measured alone. */
export const curve = experiment({
  id: "curve",
  question: "How do squares grow?",
  module: __filename,
  file: "curve.csv",
  columns: columns({
    start: { kind: "integer", identity: true },
    step: { kind: "integer", point: true },
    height: { kind: "number", digits: 4 },
  }),
  cells: () => [10, 20].map((start) => ({ start })),
  hasParts: true,
  measure: ({ start }, { part, onShare }) => {
    onShare?.(1);
    return Array.from({ length: 1000 * part }, (_, step) => ({ step, height: Math.sqrt(start + step) }));
  },
  describe: () => ({ seed: 1, config: {} }),
});

/** The squares over several sittings, which are timed. */
export const inSittings = experiment({
  id: "squares-in-sittings",
  question: "How large are squares?",
  module: __filename,
  file: "squares.csv",
  columns: columns({ ...COLUMNS, seconds: { kind: "number", timing: true } }),
  cells: () => PLAN,
  inSittings: true,
  measure: ({ side }) => ({ area: side * side, terms: "half:1", seconds: performance.now() }),
  describe: () => ({ seed: 1, config: {} }),
});

/** What lies in the file of an experiment, for messages. */
export function textOf(folder: string, file: string): string {
  return readFileSync(join(folder, file), "utf8");
}
