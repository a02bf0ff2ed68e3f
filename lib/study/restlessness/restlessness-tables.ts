import { distinct } from "../../evaluation/index.js";
import type { Cell, Column, TableDefinition } from "../../report/index.js";
import { meanInterval, NOT_NEGATIVE } from "../../statistics/index.js";
import { controllerLabel } from "../shared/controller-style.js";
import { RESTLESSNESS_FILE } from "./experiment.js";
import { type RestlessRun, restlessRuns, seedValues, shareOver, TRAINED_COLD_START } from "./runs.js";

const AGENT = "ppo-writeup";
const RULE = "writeup-threshold";
const TRAFFIC = "writeup-test";
const WORLDS: Readonly<Record<string, string>> = { writeup: "write-up", sim: "exact" };
const PERCENT = { style: "percent", digits: 1 } as const;
const percent = (key: string, title: string): Column => ({ key, title, format: PERCENT });
const SIZE: Column = { key: "size", title: "$N$", format: { digits: 0 } };

/** A rule has one run and no interval; a short run may have no step of a phase, and then nothing is known. */
function share(runs: readonly RestlessRun[], of: (run: RestlessRun) => number): Cell {
  if (runs.length === 0 || runs.some((run) => Number.isNaN(of(run)))) return null;
  return runs[0].controller === AGENT ? shareOver(runs, of) : of(runs[0]);
}

/** Runs on the write-up's traffic as the simulator is. */
function standardRuns(runs: readonly RestlessRun[], world: string): readonly RestlessRun[] {
  const delay = world === "sim" ? TRAINED_COLD_START : 0;
  return runs.filter((run) => run.cluster === world && run.workload === TRAFFIC && run.coldStart === delay);
}

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
