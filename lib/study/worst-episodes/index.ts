import type { Question } from "../../report/index.js";
import { worstEpisodes as experiment } from "./experiment.js";
import { worstEpisodesFigure } from "./worst-episodes-figure.js";

/** What does the agent do where it fails worst? */
export const worstEpisodes: Question = Object.freeze({
  id: "worst-episodes",
  question: experiment.question,
  experiments: [experiment],
  figures: [worstEpisodesFigure],
});
