import type { SoftwareVersions, StepConditions } from "../../cluster/docker/index.js";
import { type Cluster, type ClusterSpec, SimulatedCluster } from "../../cluster/index.js";
import type { OpenCluster, TrainingSpec } from "../../ppo/index.js";

/** What the plan's clusters are made of: the same in every world and every sitting. */
export interface PlannedClusters {
  /** The cluster of `size` containers. */
  spec(size: number): ClusterSpec;
  /** The same for training; left out: the standard containers. */
  readonly trainingSpec?: TrainingSpec | undefined;
}

/** A world that the plan is carried out in: how its clusters are made, and how its results are kept. */
export interface ClusterWorld extends PlannedClusters {
  /** Goes into the `cluster` column. */
  readonly kind: string;
  readonly open: OpenCluster;
  /** Conditions of each step since the last reset; left out where time is simulated. */
  conditions?(cluster: Cluster): readonly StepConditions[];
  /** Waits for the answers that are due after an episode, and keeps its requests in a file; left out where time is simulated. */
  saveRequests?(cluster: Cluster, file: string): Promise<void>;
  /** Of the software that it runs on; left out where that is this library alone. */
  versions?(cluster: Cluster): Promise<SoftwareVersions>;
  /** Name of its files: `evaluation/<name>.csv`, and the folder `evaluation/<name>` of records. */
  readonly name: string;
  /** Whether each run's records are kept beside its row: yes where nobody can make them again. */
  readonly keepsRecords: boolean;
  /** What becomes of runs that other code made: those that are dear are kept. */
  readonly otherCode: "keep" | "replace";
  /** Modules (absolute paths) that make its clusters: with all that they import, code behind its results. */
  readonly modules: readonly string[];
}

/** The exact simulator as the other side of the comparison. */
export function simulatedSide(clusters: PlannedClusters): ClusterWorld {
  return {
    ...clusters,
    kind: "sim",
    open: (setting) => new SimulatedCluster(setting),
    name: "real-simulated",
    keepsRecords: false,
    otherCode: "replace",
    modules: [__filename],
  };
}
