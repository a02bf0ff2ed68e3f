import { columns, experiment } from "../../evaluation/index.js";
import { TRAINED_COLUMNS } from "../shared/trained/columns.js";
import { measureTrained } from "../shared/trained/measure-trained.js";
import { CHANGES, type ChangeName, HEADS, type HeadName, TERMS, type TermName } from "./parts.js";
import { CLUSTERS, chatteringCells, EXTENT, PRESETS } from "./plan.js";

const COLUMNS = columns({
  cluster: { kind: "text", identity: true, choices: CLUSTERS },
  size: { kind: "integer", identity: true },
  head: { kind: "text", identity: true, choices: Object.keys(HEADS) as HeadName[] },
  term: { kind: "text", identity: true, choices: Object.keys(TERMS) as TermName[] },
  change: { kind: "text", identity: true, choices: Object.keys(CHANGES) as ChangeName[] },
  preset: { kind: "text", identity: true, choices: PRESETS },
  trained: { kind: "integer", identity: true },
  training_seed: { kind: "integer", identity: true },
  ...TRAINED_COLUMNS,
});

/** Training runs of the write-up's agent with other heads, prices and settings: how often each changes its fleet. */
export const chattering = experiment({
  id: "chattering",
  question: "Why does the write-up's agent change the fleet so often, and what stops it?",
  module: __filename,
  file: "chattering.csv",
  columns: COLUMNS,
  cells: (budget) => chatteringCells(budget),
  measure: (cell, context) => measureTrained(cell, context),
  inSittings: true,
  hasParts: true,
  kindOf: ({ cluster, head }) => `${cluster} ${head}`,
  // TensorFlow adds in another order on another kind of CPU, and learning enlarges the difference.
  otherCpuTolerance: () => 0.15,
  describe: (budget) => ({ seed: 1, config: EXTENT[budget] }),
});

/** Its results, relative to the data folder. */
export const CHATTERING_FILE = chattering.file;
