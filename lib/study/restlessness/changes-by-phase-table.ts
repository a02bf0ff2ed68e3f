import { distinct } from "../../evaluation/index.js";
import type { TableDefinition } from "../../report/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { RESTLESSNESS_FILE } from "./experiment.js";
import { restlessRuns } from "./runs.js";
import { AGENT, percent, RULE, SIZE, share, standardRuns, WORLDS } from "./table-parts.js";

/** How often the fleet changes while the load rises, rests and falls. */
export const changesByPhase: TableDefinition = {
  id: "changes-by-phase",
  title: "Changes of the fleet by phase of the load",
  caption:
    "Share of steps, in per cent, in which the fleet changes, by phase of the load: rising and falling where the offered load changed by more than one container's worth over " +
    "the last ten steps, else steady; *against*: share of rising and falling steps with a change the other way. On the write-up's traffic (11 patterns); agent: means over training runs " +
    "with 95 % intervals; rule: one run.",
  inputs: [RESTLESSNESS_FILE],
  ruleBy: "world",
  columns: [
    { key: "world", title: "simulator" },
    SIZE,
    { key: "controller", title: "controller" },
    percent("rising", "rising"),
    percent("steady", "steady"),
    percent("falling", "falling"),
    percent("against", "against"),
  ],
  rows(data) {
    const all = restlessRuns(data).filter((run) => run.alteration === "none");
    return Object.keys(WORLDS).flatMap((world) => {
      const runs = standardRuns(all, world);
      return distinct(runs, (run) => run.size).flatMap((size) =>
        [AGENT, RULE].map((controller) => {
          const own = runs.filter((run) => run.size === size && run.controller === controller);
          const rate = (phase: string) =>
            share(own, (run) => run.of(`${phase}_changes`) / run.of(`${phase}_steps`));
          return {
            world: WORLDS[world],
            size,
            controller: controllerLabel(controller),
            ...Object.fromEntries(["rising", "steady", "falling"].map((phase) => [phase, rate(phase)])),
            against: share(
              own,
              (run) => run.of("against_changes") / (run.of("rising_steps") + run.of("falling_steps")),
            ),
          };
        }),
      );
    });
  },
};
