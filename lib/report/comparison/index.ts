export { type ComparisonExport, type ExportOptions, exportComparison } from "./export.js";
export { frontPicture } from "./front.js";
export { learningCurvesPicture } from "./learning-curves.js";
export {
  comparisonTable,
  differencesTable,
  earlierDifferencesTable,
  type OwnTable,
  tableMarkdown,
  tableTexts,
} from "./tables.js";
export { tradeOffPicture } from "./trade-off.js";
