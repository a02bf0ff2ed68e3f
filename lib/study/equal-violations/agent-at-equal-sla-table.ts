import { distinct, type ResultRow, seedMeans } from "../../evaluation/index.js";
import { type DataReader, numberText, resultRows, type TableDefinition } from "../../report/index.js";
import { holmAdjusted, type Interval, medianInterval, quantile, signTest } from "../../statistics/index.js";
import { EXACT_AGENT_FILE } from "../exact-agent/experiment.js";
import { controllerLabel } from "../shared/controller-style.js";
import { workloadGroup } from "../workloads/groups.js";
import { EQUAL_VIOLATIONS_FILE } from "./experiment.js";
import { frontierAt, ruleLessAgent, runReadings } from "./reading.js";

/** What the agent is held against, in the order of the columns. */
export const RIVALS = ["writeup-threshold", "writeup-pid", "square-root+least-queue", "static"] as const;
const LOADS = ["gradual", "abrupt"] as const;
const PERCENT = { style: "percent", digits: 1 } as const;

/** A rule beside the agent's training runs at one size under one kind of load. */
export interface EqualViolations {
  readonly load: (typeof LOADS)[number];
  readonly size: number;
  readonly rule: (typeof RIVALS)[number];
  /** Of the training runs. */
  readonly violationRates: readonly number[];
  readonly agentFleets: readonly number[];
  /** The rule's fleet share less the agent's, run by run; infinite where the rule doesn't get down to the run's rate. */
  readonly differences: readonly number[];
  /** Median difference with its interval. */
  readonly difference: Interval;
  /** Of the sign test over training runs, adjusted by Holm's method for all sizes and kinds of load of the rule. */
  readonly pValue: number;
}

/** Every comparison on the exact simulator. */
export function equalViolationsOf(data: DataReader): readonly EqualViolations[] {
  const agents = resultRows(data, EXACT_AGENT_FILE);
  const found = LOADS.flatMap((load) =>
    distinct(agents, (row) => row.size).flatMap((size) => {
      const own = agents.filter((row) => row.size === size && workloadGroup(row.workload) === load);
      return own.length === 0 ? [] : RIVALS.flatMap((rule) => compared(data, { load, size, rule, own }));
    }),
  );
  return RIVALS.flatMap((rule) => {
    const own = found.filter((one) => one.rule === rule);
    const adjusted = holmAdjusted(own.map(({ pValue }) => pValue));
    return own.map((one, i) => ({ ...one, pValue: adjusted[i] }));
  });
}

function compared(
  data: DataReader,
  {
    load,
    size,
    rule,
    own,
  }: Pick<EqualViolations, "load" | "size" | "rule"> & { readonly own: readonly ResultRow[] },
): readonly EqualViolations[] {
  const frontier = frontierAt(data, { cluster: "sim", size, loads: { [load]: 1 } }, rule);
  const differences = ruleLessAgent(runReadings(own, frontier, "fleet_share"), "fleet_share");
  if (differences.length === 0) return [];
  const signs = differences.map(Math.sign);
  return [
    {
      load,
      size,
      rule,
      violationRates: seedMeans(own, (row) => row.sla_violation_rate),
      agentFleets: seedMeans(own, (row) => row.fleet_share),
      differences,
      difference: medianInterval(differences),
      pValue: signTest(
        signs,
        signs.map(() => 0),
      ).pValue,
    },
  ];
}

/** The fleet that each rule needs at the violation rate of each of the agent's training runs. */
export const agentAtEqualSla: TableDefinition = {
  id: "agent-at-equal-sla",
  title: "Fleet of rules less the agent's at equal violations, training run by training run",
  caption:
    "The write-up's agent on the exact simulator beside rules at equal violations. SLA violation rate and fleet share of its training runs: median, and quartiles in brackets. Then each rule's fleet share less the " +
    "agent's, in points: the rule's frontier (the agent's own requests) is read at the violation rate of each training run; median over the training runs with its distribution-free 95 % interval, the number of " +
    "training runs at whose rate the rule needs less fleet, and * where the sign test has $p < 0.05$ after Holm's correction for the rule's column. Where no setting of the rule gets down to a run's rate, the run counts " +
    "against the rule, as an infinite fleet; a dash: so in the median, or at that end of the interval.",
  inputs: [EXACT_AGENT_FILE, EQUAL_VIOLATIONS_FILE],
  ruleBy: "load",
  columns: [
    { key: "load", title: "load" },
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "violations", title: "violations (%)", format: PERCENT },
    { key: "agent", title: "fleet (%)", format: PERCENT },
    ...RIVALS.map((rule) => ({ key: rule, title: controllerLabel(rule), align: "right" as const })),
  ],
  rows(data) {
    const all = equalViolationsOf(data);
    return LOADS.flatMap((load) =>
      distinct(all, ({ size }) => size).flatMap((size) => {
        const own = all.filter((one) => one.load === load && one.size === size);
        if (own.length === 0) return [];
        const [{ violationRates, agentFleets }] = own;
        return [
          {
            load,
            size,
            violations: quartiles(violationRates),
            agent: quartiles(agentFleets),
            ...Object.fromEntries(own.map((one) => [one.rule, differenceText(one)])),
          },
        ];
      }),
    );
  },
};

function quartiles(values: readonly number[]): Interval {
  const [lower, estimate, upper] = [0.25, 0.5, 0.75].map((q) => quantile(values, q));
  return { estimate, lower, upper };
}

function differenceText({ difference, differences, pValue }: EqualViolations): string {
  const points = (value: number) => numberText(value, { style: "percent", digits: 0 });
  const { estimate, lower, upper } = difference;
  const wins = differences.filter((one) => one < 0).length;
  const mark = pValue < 0.05 ? "*" : "";
  return `${points(estimate)} [${points(lower)}, ${points(upper)}] ${wins}/${differences.length}${mark}`;
}
