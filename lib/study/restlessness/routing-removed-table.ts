import { distinct } from "../../evaluation/index.js";
import type { TableDefinition } from "../../report/index.js";
import { meanInterval } from "../../statistics/index.js";
import { RESTLESSNESS_FILE } from "./experiment.js";
import { type RestlessRun, restlessRuns, seedValues, shareOver } from "./runs.js";
import { AGENT, percent, SIZE, standardRuns, WORLDS } from "./table-parts.js";

/** What the agent's routing costs: the same scaling with equal weights. */
export const routingRemoved: TableDefinition = {
  id: "routing-removed",
  title: "The agents with equal routing weights",
  caption:
    "The agents with their own routing weights and with equal ones, their scaling left alone, on the write-up's traffic (11 patterns): SLA violation rate of requests in per cent and fleet share in per cent. " +
    "The difference (equal less own, in points) is paired by training run. Means over training runs with 95 % intervals.",
  inputs: [RESTLESSNESS_FILE],
  ruleBy: "world",
  columns: [
    { key: "world", title: "simulator" },
    SIZE,
    percent("own", "violations, own"),
    percent("equal", "violations, equal"),
    percent("difference", "difference"),
    percent("fleet", "fleet, own"),
    percent("fleetEqual", "fleet, equal"),
  ],
  rows(data) {
    const all = restlessRuns(data).filter((run) => run.controller === AGENT);
    const violations = (run: RestlessRun) => run.of("sla_violation_rate");
    const fleet = (run: RestlessRun) => run.of("fleet_share");
    return Object.keys(WORLDS).flatMap((world) => {
      const runs = standardRuns(all, world);
      return distinct(runs, (run) => run.size).map((size) => {
        const [own, equal] = ["none", "equal-weights"].map((alteration) =>
          runs.filter((run) => run.size === size && run.alteration === alteration),
        );
        const before = seedValues(own, violations);
        return {
          world: WORLDS[world],
          size,
          own: shareOver(own, violations),
          equal: shareOver(equal, violations),
          difference: meanInterval(seedValues(equal, violations).map((value, k) => value - before[k])),
          fleet: shareOver(own, fleet),
          fleetEqual: shareOver(equal, fleet),
        };
      });
    });
  },
};
