export {
  PRINT_FORMATS,
  type PrintedFigure,
  type PrintFormat,
  type PrintOptions,
  printFigures,
} from "./print-figures.js";
export { GREY_STYLE, type PrintStyle, printStyle } from "./style-file.js";
export { PAPER_CLASSES, type PaperClass, printWidth } from "./width.js";
