import { distinct } from "../../evaluation/index.js";
import type { TableDefinition } from "../../report/index.js";
import { NOT_NEGATIVE } from "../../statistics/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { RESTLESSNESS_FILE } from "./experiment.js";
import { restlessRuns, shareOver } from "./runs.js";
import { AGENT, percent, RULE, SIZE, share, standardRuns } from "./table-parts.js";

/** Where in a run the agent's violations are. */
export const worstStretches: TableDefinition = {
  id: "worst-stretches",
  title: "The worst stretches of a run",
  caption:
    "SLA violation rate on the exact simulator under the write-up's traffic (11 patterns), the share of all violations that falls into the worst tenth of stretches of 50 steps, both in per cent, and the " +
    "offered load over what the ready containers serve: in the worst tenth, and elsewhere. Agent: means over training runs with 95 % intervals; rule: one run.",
  inputs: [RESTLESSNESS_FILE],
  ruleBy: "size",
  columns: [
    SIZE,
    { key: "controller", title: "controller" },
    percent("violations", "violations"),
    percent("worst", "in the worst tenth"),
    { key: "load", title: "load there" },
    { key: "elsewhere", title: "load elsewhere" },
  ],
  rows(data) {
    const runs = standardRuns(restlessRuns(data), "sim").filter((run) => run.alteration === "none");
    return distinct(runs, (run) => run.size).flatMap((size) =>
      [AGENT, RULE].map((controller) => {
        const own = runs.filter((run) => run.size === size && run.controller === controller);
        const load = (column: string) =>
          controller === AGENT ? shareOver(own, (run) => run.of(column), NOT_NEGATIVE) : own[0].of(column);
        return {
          size,
          controller: controllerLabel(controller),
          violations: share(own, (run) => run.of("sla_violation_rate")),
          worst: share(own, (run) => run.of("worst_violations")),
          load: load("worst_load"),
          elsewhere: load("other_load"),
        };
      }),
    );
  },
};
