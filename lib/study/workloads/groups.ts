import { workloadByName } from "../../workload/index.js";

/** Families whose load changes little from one control step to the next. */
const GRADUAL = new Set(["constant", "diurnal", "log-ou", "ramp"]);

/** How a workload's load moves: gradually, or in jumps larger than one container a control step. */
export type WorkloadGroup = "gradual" | "abrupt";

/** The group of a named workload. */
export function workloadGroup(name: string): WorkloadGroup {
  return GRADUAL.has(workloadByName(name).family) ? "gradual" : "abrupt";
}
