/** The study: one folder a question, with its experiment, rows, figures, tables, numbers and verdict. */

export * from "./experiments.js";
export * from "./real-cluster/index.js";
export {
  displayFigure,
  displayTable,
  figureById,
  numberById,
  numberDefinition,
  registry,
  tableById,
} from "./registry.js";
export { type Alteration, alteredAgent } from "./restlessness/altered-agent.js";
export { relayCommands } from "./restlessness/relay.js";
export { controllerStyle, STYLED_CONTROLLERS } from "./shared/controller-style.js";
export { BENCH_FILES } from "./speed/bench.js";
export {
  COMPARISON_COLUMNS,
  type ComparedRow,
  type SizeComparison,
  sizeComparisons,
  type WorldComparison,
  worldComparisons,
} from "./two-worlds/world-comparison.js";
