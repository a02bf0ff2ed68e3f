import type { Question } from "../../report/index.js";
import { timeline as timelineExperiment } from "./experiment.js";
import { timelineFigure } from "./timeline-figure.js";
import { violationsWhen } from "./violations-when-table.js";

/** When do rules violate the SLA: at the start, when a crowd arrives, or all the time? */
export const timeline: Question = Object.freeze({
  id: "timeline",
  question: timelineExperiment.question,
  experiments: [timelineExperiment],
  figures: [timelineFigure],
  tables: [violationsWhen],
});
