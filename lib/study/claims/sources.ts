import { STANDARD_CONTAINER, worldByName } from "../../cluster/index.js";
import {
  METRICS,
  type MetricName,
  measuredSizes,
  type ResultRow,
  seedMeans,
} from "../../evaluation/index.js";
import { type DataReader, resultRows } from "../../report/index.js";
import { type Interval, meanInterval } from "../../statistics/index.js";
import { workloadNames } from "../../workload/index.js";
import { type RoutingRun, routingRuns } from "../collapse/collapsed.js";
import { COLLAPSE_FILE } from "../collapse/experiment.js";
import { EQUAL_VIOLATIONS_FILE, type KeptMetric } from "../equal-violations/experiment.js";
import { frontierAt, ruleLessAgent, runReadings } from "../equal-violations/reading.js";
import { EXACT_AGENT_FILE } from "../exact-agent/experiment.js";
import { ofContender, REAL_FILES, realRows } from "../real-cluster/contenders.js";
import { RULES_FILE } from "../rules/experiment.js";
import { workloadGroup } from "../workloads/groups.js";
import { WRITEUP_AGENT_FILE } from "../writeup-agent/experiment.js";
import { WRITEUP_RULES_FILE } from "../writeup-rules/experiment.js";

/** The agent that the claims are about. */
export const AGENT = "ppo-writeup";
/** The write-up's traffic in evaluation: all 11 patterns. */
const TRAFFIC = "writeup-test";

/** Files that the claims are measured from: always there, and gathered over several sittings. */
export const CLAIM_FILES: readonly string[] = Object.freeze([
  WRITEUP_AGENT_FILE,
  WRITEUP_RULES_FILE,
  EXACT_AGENT_FILE,
  RULES_FILE,
  EQUAL_VIOLATIONS_FILE,
  COLLAPSE_FILE,
]);
export const GATHERED_CLAIM_FILES = REAL_FILES;

/** A world in which claims are measured. */
export interface ClaimSource {
  readonly world: "writeup" | "exact" | "real";
  /** As the table of claims names it. */
  readonly name: string;
  /** Numbers of containers that were measured, ascending. */
  readonly sizes: readonly number[];
  /** Requests/s that a container serves. */
  readonly serviceRate: number;
  /** Runs of a controller at one size; of a rule, those on the agent's requests. */
  runs(controller: string, size: number): readonly ResultRow[];
  /** All runs of a rule at one size, whether or not the agent met the same requests. */
  ownRuns(rule: string, size: number): readonly ResultRow[];
  /** Mean of a metric over what varies (training runs of an agent in simulation, else runs) with its 95 % interval. */
  mean(runs: readonly ResultRow[], metric: MetricName): Interval;
  /** A rule's metric less the agent's at the violation rate of each training run, see `ruleLessAgent`; where frontiers are known. */
  atEqualViolations?(rule: string, size: number, metric: KeptMetric): readonly number[];
  /** The agent's training runs at one size and how they route; where many were trained. */
  routing?(size: number): readonly RoutingRun[];
}

/** Both simulators, then the real cluster where it has been measured. */
export function claimSources(data: DataReader): readonly ClaimSource[] {
  const real = realSource(data);
  return [writeupSource(data), exactSource(data), ...(real === undefined ? [] : [real])];
}

function writeupSource(data: DataReader): ClaimSource {
  const onTraffic = (file: string) => resultRows(data, file).filter((row) => row.workload === TRAFFIC);
  const agents = onTraffic(WRITEUP_AGENT_FILE);
  return simulatedSource(data, {
    world: "writeup",
    name: "write-up",
    cluster: "writeup",
    loads: { traffic: 1 },
    rows: agents,
    ruleRows: onTraffic(WRITEUP_RULES_FILE),
  });
}

function exactSource(data: DataReader): ClaimSource {
  const rules = resultRows(data, RULES_FILE);
  const groups = workloadNames("test").map(workloadGroup);
  const weight = (group: string) => groups.filter((one) => one === group).length;
  return simulatedSource(data, {
    world: "exact",
    name: "exact",
    cluster: "sim",
    loads: { gradual: weight("gradual"), abrupt: weight("abrupt") },
    rows: [...resultRows(data, EXACT_AGENT_FILE), ...rules],
    ruleRows: rules,
  });
}

function simulatedSource(
  data: DataReader,
  {
    world,
    name,
    cluster,
    loads,
    rows,
    ruleRows,
  }: {
    readonly world: ClaimSource["world"];
    readonly name: string;
    readonly cluster: "writeup" | "sim";
    readonly loads: Readonly<Record<string, number>>;
    readonly rows: readonly ResultRow[];
    readonly ruleRows: readonly ResultRow[];
  },
): ClaimSource {
  const isAgent = (runs: readonly ResultRow[]) => runs.some((row) => !Number.isNaN(row.training_seed));
  const sizes = measuredSizes(rows.filter((row) => row.controller === AGENT));
  return {
    world,
    name,
    sizes,
    serviceRate: worldByName(cluster).spec(1).containers[0].serviceRate,
    runs: (controller, size) => of(rows, controller, size),
    ownRuns: (rule, size) => of(ruleRows, rule, size),
    mean: (runs, metric) =>
      meanInterval(isAgent(runs) ? seedMeans(runs, (row) => row[metric]) : runs.map((row) => row[metric]), {
        limits: METRICS[metric].limits,
      }),
    atEqualViolations: (rule, size, metric) =>
      ruleLessAgent(
        runReadings(of(rows, AGENT, size), frontierAt(data, { cluster, size, loads }, rule), metric),
        metric,
      ),
    routing: (size) => routingRuns(data, cluster).filter((run) => run.size === size),
  };
}

/**
 * The real cluster at the sizes measured so far; undefined where none is. The agent is that of phase 2, as in the write-up, and that
 * of phase 1 for as long as it is alone. There is one agent a size, so intervals are over runs.
 */
export function realSource(data: DataReader): ClaimSource | undefined {
  const rows = realRows(data);
  const phase = rows.some((row) => row.phase === "2") ? "2" : "1";
  const agentRows = rows.filter((row) => row.phase === phase);
  if (agentRows.length === 0) return undefined;
  const runs = (controller: string, size: number) =>
    ofContender(rows, { controller, phase: controller === AGENT ? phase : "" }, size);
  return {
    world: "real",
    name: "real, one agent",
    sizes: measuredSizes(agentRows),
    serviceRate: STANDARD_CONTAINER.serviceRate,
    runs,
    ownRuns: runs,
    mean: (own, metric) =>
      meanInterval(
        own.map((row) => row[metric]),
        { limits: METRICS[metric].limits },
      ),
  };
}

function of(rows: readonly ResultRow[], controller: string, size: number): readonly ResultRow[] {
  return rows.filter((row) => row.size === size && row.controller === controller);
}
