import { type Cluster, type ClusterSpec, SimulatedCluster } from "../../cluster/index.js";
import type { OpenCluster } from "../../ppo/index.js";

/** Under which conditions a run was measured; times in s, over the run's control steps. */
export interface MeasurementConditions {
  /** How late control steps began against their plan. */
  readonly lateness_mean: number;
  readonly lateness_max: number;
  /** How long observing the whole cluster took. */
  readonly observation_time_median: number;
  readonly observation_time_p99: number;
  /** Busy share of the machine's processors, and in how many steps it was above 0.9. */
  readonly host_busy_mean: number;
  readonly host_busy_steps: number;
  /** Control steps that took longer than the control interval. */
  readonly overruns: number;
}

/** A world that the plan is carried out in: how its clusters are made, and how its results are kept. */
export interface ClusterWorld {
  /** Goes into the `cluster` column. */
  readonly kind: string;
  /** The cluster of `size` containers: the same spec in every world and every sitting. */
  spec(size: number): ClusterSpec;
  readonly open: OpenCluster;
  /** Conditions of the run since the last reset; left out where time is simulated. */
  conditions?(cluster: Cluster): MeasurementConditions;
  /** Name of its files: `evaluation/<name>.csv`, and the folder `evaluation/<name>` of records. */
  readonly name: string;
  /** Whether each run's records are kept beside its row: yes where nobody can make them again. */
  readonly keepsRecords: boolean;
  /** What becomes of runs that other code made: those that are dear are kept. */
  readonly otherCode: "keep" | "replace";
  /** Sources that its results depend on beside `AGENT_RESULT_SOURCES`, as for `codeHash`. */
  readonly sources: readonly string[];
}

/** The exact simulator as the other side of the comparison. */
export function simulatedSide(spec: (size: number) => ClusterSpec): ClusterWorld {
  return {
    kind: "sim",
    spec,
    open: (setting) => new SimulatedCluster(setting),
    name: "real-simulated",
    keepsRecords: false,
    otherCode: "replace",
    sources: [],
  };
}
