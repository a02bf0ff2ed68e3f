export { type ControllerSummary, controllerSummaries, type MetricSummary } from "./controllers.js";
export { type ControllerDifference, controllerDifferences } from "./differences.js";
