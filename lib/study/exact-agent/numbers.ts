import { metricEstimate, seedEstimate } from "../../evaluation/index.js";
import { type DataReader, type NumberDefinition, resultRows } from "../../report/index.js";
import { RULES_FILE } from "../rules/experiment.js";
import { controllerLabel } from "../shared/controller-style.js";
import { EXACT_AGENT_FILE } from "./experiment.js";

const METRICS = [
  ["violations", "sla_violation_rate"],
  ["fleet", "fleet_share"],
] as const;
const RULES = [
  ["threshold", "writeup-threshold"],
  ["square-root", "square-root+least-queue"],
] as const;
const at = (data: DataReader, file: string, size: number) =>
  resultRows(data, file).filter((row) => row.size === size);

/** The agent beside rules where queues last, at the smallest and the largest size. */
const cells = [5, 25].flatMap((size) =>
  METRICS.flatMap(([quantity, metric]): NumberDefinition[] => [
    {
      id: `exact-agent-${quantity}-${size}`,
      title: `${metric} of the write-up's agent on the exact simulator at N = ${size}, over training runs`,
      inputs: [EXACT_AGENT_FILE],
      format: { style: "percent", digits: 1 },
      value: (data) => seedEstimate(at(data, EXACT_AGENT_FILE, size), metric),
    },
    ...RULES.map(([name, rule]) => ({
      id: `exact-${name}-${quantity}-${size}`,
      title: `${metric} of ${controllerLabel(rule)} on the same requests at N = ${size}`,
      inputs: [RULES_FILE],
      format: { style: "percent", digits: 1 } as const,
      value: (data: DataReader) => metricEstimate(at(data, RULES_FILE, size), rule, metric),
    })),
  ]),
);

/** What the write-up's agent costs where queues last. */
export const exactAgentNumbers: readonly NumberDefinition[] = Object.freeze(cells);
