import type { TableDefinition } from "../../report/index.js";
import { meanInterval } from "../../statistics/index.js";
import { RESTLESSNESS_FILE } from "./experiment.js";
import { type RestlessRun, restlessRuns, seedValues, shareOver, TRAINED_COLD_START } from "./runs.js";
import { AGENT, percent, TRAFFIC, WORLDS } from "./table-parts.js";

const ALTERATIONS: readonly {
  readonly label: string;
  readonly holds: (run: RestlessRun) => boolean;
  readonly only?: "sim";
}[] = [
  { label: "none", holds: (run) => run.alteration === "none" && run.coldStart === standard(run) },
  { label: "no cold start", holds: (run) => run.alteration === "none" && run.coldStart === 0, only: "sim" },
  {
    label: "starting containers shown as ready",
    holds: (run) => run.alteration === "starting-shown",
    only: "sim",
  },
  { label: "holds between .1 and .9", holds: (run) => run.alteration === "wide-band" },
  { label: "actions drawn, not their mean", holds: (run) => run.alteration === "sampled" },
  { label: "equal routing weights", holds: (run) => run.alteration === "equal-weights" },
];
const standard = (run: RestlessRun) => (run.cluster === "sim" ? TRAINED_COLD_START : 0);

/** What the trained agents do without this or that, and without being trained again. */
export const withoutTraining: TableDefinition = {
  id: "without-training",
  title: "The trained agents, altered",
  caption:
    "The trained agents with one thing altered and nothing trained again, on the write-up's traffic (11 patterns): shares of steps with a change of the fleet, with a command and with a " +
    "reversal, all in per cent, and the difference in churn from the agent as it is, in points, paired by training run. Means over sizes and training runs with 95 % intervals over training runs.",
  inputs: [RESTLESSNESS_FILE],
  ruleBy: "world",
  columns: [
    { key: "world", title: "simulator" },
    { key: "alteration", title: "altered" },
    percent("churn", "churn"),
    percent("difference", "difference"),
    percent("commands", "commands"),
    percent("reversals", "reversals"),
  ],
  rows(data) {
    const all = restlessRuns(data).filter((run) => run.controller === AGENT && run.workload === TRAFFIC);
    return Object.keys(WORLDS).flatMap((world) => {
      const runs = all.filter((run) => run.cluster === world);
      const churn = (run: RestlessRun) => run.of("churn_rate");
      const before = seedValues(runs.filter(ALTERATIONS[0].holds), churn);
      return ALTERATIONS.filter(({ only }) => only === undefined || only === world).flatMap(
        ({ label, holds }, i) => {
          const own = runs.filter(holds);
          if (own.length === 0) return [];
          const after = seedValues(own, churn);
          return [
            {
              world: WORLDS[world],
              alteration: label,
              churn: shareOver(own, churn),
              difference: i === 0 ? null : meanInterval(after.map((value, k) => value - before[k])),
              commands: shareOver(own, (run) => run.of("command_rate")),
              reversals: shareOver(own, (run) => run.of("reversal_rate")),
            },
          ];
        },
      );
    });
  },
};
