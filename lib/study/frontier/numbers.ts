import { type NumberDefinition, resultRows } from "../../report/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { fleetShareEstimate } from "./curves.js";
import { FRONTIER_FILE } from "./experiment.js";

const RATE = 0.01;
const WORKLOAD = "constant-0.6";

/** The least fleet with which rules keep violations at 1 % on one load, behind both routers. */
export const frontierNumbers: readonly NumberDefinition[] = ["threshold", "square-root"]
  .flatMap((rule) => [rule, `${rule}+least-queue`])
  .map((rule) => ({
    id: `fleet-at-one-percent-${rule.replace("+", "-")}`,
    title: `fleet share that ${controllerLabel(rule)} needs at 1 % violations on ${WORKLOAD}, N = 15`,
    inputs: [FRONTIER_FILE],
    format: { style: "percent", digits: 1 },
    value: (data) =>
      fleetShareEstimate(
        resultRows(data, FRONTIER_FILE).filter((row) => row.workload === WORKLOAD),
        rule,
        RATE,
      ) ?? Number.NaN,
  }));
