import {
  METRICS,
  type MetricName,
  measuredSizes,
  pairedRuns,
  type ResultRow,
  ruleLessAgent,
  seedMeans,
} from "../../evaluation/index.js";
import { type DataReader, resultRows } from "../../report/index.js";
import { type Interval, meanInterval } from "../../statistics/index.js";
import { EXACT_AGENT_FILE } from "../exact-agent/experiment.js";
import { ofContender, REAL_FILES, realRows, simulatedRows } from "../real-cluster/contenders.js";
import { RULES_FILE } from "../rules/experiment.js";
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
]);
export const GATHERED_CLAIM_FILES = REAL_FILES;

/** A world in which claims are measured. */
export interface ClaimSource {
  readonly world: "writeup" | "exact" | "real";
  /** As the table of claims names it. */
  readonly name: string;
  /** Numbers of containers that were measured, ascending. */
  readonly sizes: readonly number[];
  /** Runs of a controller at one size; of a rule, those on the agent's requests. */
  runs(controller: string, size: number): readonly ResultRow[];
  /** All runs of a rule at one size, whether or not the agent met the same requests. */
  ownRuns(rule: string, size: number): readonly ResultRow[];
  /** Mean of a metric over what varies (training runs of an agent in simulation, else runs) with its 95 % interval. */
  mean(runs: readonly ResultRow[], metric: MetricName): Interval;
  /** Mean of a rule's metric less the agent's over runs on the same requests, with its 95 % interval; NaN where there is no pair. */
  lead(rule: readonly ResultRow[], agent: readonly ResultRow[], metric: MetricName): Interval;
  /** The same runs of the agent at one size, simulated: of a real cluster. */
  simulated?(size: number): readonly ResultRow[];
}

/** Both simulators, then the real cluster where it has been measured. */
export function claimSources(data: DataReader): readonly ClaimSource[] {
  const real = realSource(data);
  return [writeupSource(data), exactSource(data), ...(real === undefined ? [] : [real])];
}

function writeupSource(data: DataReader): ClaimSource {
  const onTraffic = (file: string) => resultRows(data, file).filter((row) => row.workload === TRAFFIC);
  return simulatedSource("writeup", "write-up", onTraffic(WRITEUP_AGENT_FILE), onTraffic(WRITEUP_RULES_FILE));
}

function exactSource(data: DataReader): ClaimSource {
  const rules = resultRows(data, RULES_FILE);
  return simulatedSource("exact", "exact", [...resultRows(data, EXACT_AGENT_FILE), ...rules], rules);
}

function simulatedSource(
  world: ClaimSource["world"],
  name: string,
  rows: readonly ResultRow[],
  ruleRows: readonly ResultRow[],
): ClaimSource {
  const isAgent = (runs: readonly ResultRow[]) => runs.some((row) => !Number.isNaN(row.training_seed));
  return {
    world,
    name,
    sizes: measuredSizes(rows.filter((row) => row.controller === AGENT)),
    runs: (controller, size) => of(rows, controller, size),
    ownRuns: (rule, size) => of(ruleRows, rule, size),
    mean: (runs, metric) =>
      meanInterval(isAgent(runs) ? seedMeans(runs, (row) => row[metric]) : runs.map((row) => row[metric]), {
        limits: METRICS[metric].limits,
      }),
    lead: (rule, agent, metric) => meanInterval(ruleLessAgent(rule, agent, (row) => row[metric])),
  };
}

/**
 * The real cluster at the sizes measured so far; undefined where none is. The agent is that of phase 2, as in the write-up, and that
 * of phase 1 for as long as it is alone.
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
    name: `real, phase ${phase}`,
    sizes: measuredSizes(agentRows),
    runs,
    ownRuns: runs,
    mean: (own, metric) => meanInterval(own.map((row) => row[metric])),
    lead: (rule, agent, metric) =>
      meanInterval(pairedRuns(rule, agent).map(([x, y]) => x[metric] - y[metric])),
    simulated: (size) => ofContender(simulatedRows(data), { controller: AGENT, phase }, size),
  };
}

function of(rows: readonly ResultRow[], controller: string, size: number): readonly ResultRow[] {
  return rows.filter((row) => row.size === size && row.controller === controller);
}
