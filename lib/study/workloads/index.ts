import type { Question } from "../../report/index.js";
import { workloadFamilies } from "./workload-families-figure.js";

/** Which loads do the controllers meet? */
export const workloads: Question = Object.freeze({
  id: "workloads",
  question: "Which loads do the controllers meet?",
  figures: [workloadFamilies],
});
