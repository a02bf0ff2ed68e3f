/**
 * Figures, tables and numbers by id, and the report that is built from them.
 *
 * This is the engine: it knows no figure, table or number. A study defines them (FigureDefinition, TableDefinition, NumberDefinition)
 * and hands them over as a registry. Each names the data files it reads. The report's text shows them as `{{figure:<id>}}` and `{{table:<id>}}` (alone
 * on a line) and `{{number:<id>}}` (`{{number:<id>:plain}}` without the interval), refers to them as `{{ref:figure:<id>}}`, and
 * cites an entry of references.json as `{{cite:<key>}}`.
 */

export { canonicalJson } from "./canonical-json.js";
export { type CellChoice, cellNumber } from "./cell-number.js";
export { checkedJson } from "./checked-json.js";
export * from "./comparison/index.js";
export {
  type DataReader,
  fileHash,
  inputHashes,
  missingInputs,
  numberIn,
  numberOrNull,
  type Row,
} from "./data-reader.js";
export type {
  Cell,
  Column,
  Definition,
  FigureDefinition,
  Layout,
  NumberDefinition,
  Picture,
  TableDefinition,
  Trace,
} from "./definitions.js";
export { type DotGroup, dotTraces } from "./dots.js";
export { latexText, markdownText } from "./escape.js";
export { exportFigures, type FigureExport } from "./figure.js";
export { type FigureCheck, figureCheck } from "./figure-check.js";
export { type FigureFile, figurePath, readFigure } from "./figure-file.js";
export { fleetView } from "./fleet-view.js";
export { countText, estimateText, type NumberFormat, numberText } from "./format.js";
export type { Frame } from "./frame.js";
export { fillMarkedNumbers } from "./marked-numbers.js";
export type { NotebookDisplay } from "./notebook-display.js";
export { type Notebook, notebook } from "./notebook-view.js";
export { exportNumbers, numberById } from "./number.js";
export {
  inPanel,
  LEGEND_ABOVE,
  legendAbove,
  type Panel,
  PERCENT_DECADES,
  PERCENT_LOG_AXIS,
  panelAxes,
  panelGrid,
  panelTitle,
} from "./panels.js";
export { missingPicturePrograms, PICTURE_FORMATS, type PictureFormat } from "./pictures.js";
export * from "./print/index.js";
export { type Question, questionRegistry } from "./question.js";
export { requireRecorded } from "./recorded.js";
export { exportRegistry, figureById, numberDefinitionById, type Registry, tableById } from "./registry.js";
export { buildReport, missingReportPrograms, type ReportBuild } from "./report-build.js";
export { ReportError } from "./report-content.js";
export { resultRows } from "./result-rows.js";
export { rowsTable } from "./rows-table.js";
export { sourceFile } from "./source-file.js";
export {
  bandTrace,
  COLORS,
  directLabel,
  FIGURE_SIZES,
  type FigureSize,
  intervalTrace,
  lineTrace,
  picturePending,
  type SeriesStyle,
  STROKE,
  TEXT,
} from "./style.js";
export {
  exportTable,
  latexTable,
  markdownTable,
  TABLE_FORMATS,
  type TableFormat,
  tableFrame,
  tableTextIn,
} from "./table.js";
