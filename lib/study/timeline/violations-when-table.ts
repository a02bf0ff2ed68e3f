import { distinct } from "../../evaluation/index.js";
import type { TableDefinition } from "../../report/index.js";
import { meanInterval, SHARE } from "../../statistics/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { SINGLE_SIZE } from "../shared/sizes.js";
import { TIMELINE_FILE } from "./experiment.js";
import {
  ONSET_STEPS,
  type Phase,
  phaseViolationRate,
  START_STEPS,
  type Timeline,
  timelines,
} from "./phases.js";

const PHASES: readonly (readonly [phase: Phase, workload: string, title: string])[] = [
  ["start", "constant-0.6", "start"],
  ["steady", "constant-0.6", "later"],
  ["onset", "flash-0.25-0.75", "crowd arrives"],
  ["crowd", "flash-0.25-0.75", "crowd stays"],
  ["between", "flash-0.25-0.75", "between crowds"],
];

/** When in a run the SLA is violated. */
export const violationsWhen: TableDefinition = {
  id: "violations-when",
  title: "When the SLA is violated",
  caption:
    `Share of requests, in per cent, that violate the SLA in parts of a run at $N = ${SINGLE_SIZE}$ behind round robin. At a constant load of 0.6 of capacity: the first ` +
    `${START_STEPS} s after a start with half the fleet, and the time after. In flash crowds from 0.25 to 0.75 of capacity: the first ${ONSET_STEPS} s of a crowd, the ` +
    "rest of it, and the time between crowds. Means over runs with 95 % intervals.",
  inputs: [TIMELINE_FILE],
  columns: [
    { key: "controller", title: "rule" },
    ...PHASES.map(([phase, , title]) => ({
      key: phase,
      title,
      format: { style: "percent", digits: 2 } as const,
    })),
  ],
  rows(data) {
    const runs = timelines(data);
    return distinct(runs, (one) => one.controller).map((controller) => ({
      controller: controllerLabel(controller),
      ...Object.fromEntries(
        PHASES.map(([phase, workload]) => [
          phase,
          rate(
            runs.filter((one) => one.controller === controller && one.workload === workload),
            phase,
          ),
        ]),
      ),
    }));
  },
};

function rate(runs: readonly Timeline[], phase: Phase) {
  const rates = runs.map((run) => phaseViolationRate(run, phase)).filter((value) => !Number.isNaN(value));
  if (rates.length < 2) return rates[0] ?? null;
  return meanInterval(rates, { limits: SHARE });
}
