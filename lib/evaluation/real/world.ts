import type { StepConditions } from "../../cluster/docker/index.js";
import { type Cluster, type ClusterSpec, SimulatedCluster } from "../../cluster/index.js";
import type { OpenCluster } from "../../ppo/index.js";

/** A world that the plan is carried out in: how its clusters are made, and how its results are kept. */
export interface ClusterWorld {
  /** Goes into the `cluster` column. */
  readonly kind: string;
  /** The cluster of `size` containers: the same spec in every world and every sitting. */
  spec(size: number): ClusterSpec;
  readonly open: OpenCluster;
  /** Conditions of each step since the last reset; left out where time is simulated. */
  conditions?(cluster: Cluster): readonly StepConditions[];
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
