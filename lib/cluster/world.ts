import type { Purpose, Workload } from "../workload/index.js";
import type { ClusterBatch } from "./batch/cluster-batch.js";
import type { Cluster, ClusterSpec } from "./contract.js";
import type { SoftwareVersions, StepConditions } from "./docker/conditions.js";
import type { WorkerService } from "./docker/fleet/worker-service.js";
import type { RewardModel } from "./reward.js";
import type { ReferenceRouter } from "./simulated/routing-loss.js";
import type { EpisodeStart } from "./simulated/simulated-cluster-batch.js";
import type { SpecChanges } from "./spec.js";

/** Where a world's clusters differ from its own. A calibration, or what a cluster file describes, is such settings. */
export interface WorldSettings {
  /** Requests/s a container serves; null: what the world's containers serve. */
  readonly serviceRate?: number | null | undefined;
  /** Fields of the spec that differ, as for `specOfClasses`: those of a calibration, say. */
  readonly spec?: SpecChanges | undefined;
  /** CPU seconds of a request of mean demand, which real workers of a calibration are told. */
  readonly meanDemand?: number | undefined;
  /** What runs in real containers; left out: the worker that comes with this library. */
  readonly service?: Partial<WorkerService> | undefined;
  /** Name of these clusters, where they have one: that of the folder of agents that are trained on them. */
  readonly clusterName?: string | undefined;
  /** All containers are ready at the start, as where the fleet is to play no part. */
  readonly wholeFleet?: boolean | undefined;
}

/** What a cluster is opened for. */
export interface ClusterSetting {
  readonly spec: ClusterSpec;
  readonly workload: Workload;
  /** Control steps of an episode. */
  readonly steps: number;
  readonly reward: RewardModel;
  /** Where the world can tell, the routing loss against this router is measured. */
  readonly referenceRouter?: ReferenceRouter | undefined;
  /** Aborted, it ends the opening and whatever the cluster waits for. */
  readonly signal?: AbortSignal | undefined;
}

/** Opens a cluster of any kind. */
export type OpenCluster = (setting: ClusterSetting) => Cluster | Promise<Cluster>;

/** What clusters to train on are opened for. */
export interface TrainingSetting {
  /** Containers of each cluster, N. */
  readonly size: number;
  /** Name of a workload of the train split. */
  readonly workload: string;
  /** Control steps of an episode. */
  readonly steps: number;
  readonly reward: RewardModel;
}

/** What can be told of clusters whose time is real, and of nothing else. */
export interface RealTime {
  /** Conditions of each step since the last reset. */
  conditions(cluster: Cluster): readonly StepConditions[];
  /** Waits for the answers that are due after an episode, and keeps its requests in a file. */
  saveRequests(cluster: Cluster, file: string): Promise<void>;
  /** Of the software that the cluster runs on. */
  versions(cluster: Cluster): Promise<SoftwareVersions>;
  /** Control steps by which a control loop that missed intervals may end late. */
  readonly spareSteps: number;
}

/** A kind of cluster: all in which it differs from the others. */
export interface World {
  /** `Cluster.kind`: goes into the `cluster` column. */
  readonly name: string;
  /** Where its clusters differ from the world's own. */
  readonly settings: WorldSettings;
  /** Name of the folder of agents that are trained for its clusters. */
  readonly agents: string;
  /** Name of the folder of agents that are trained further on its clusters; never that of those they start from. */
  readonly tunedAgents: string;
  /** Modules (absolute paths) that make its clusters: with all that they import, code behind its results. */
  readonly modules: readonly string[];
  /** The cluster of `size` containers. */
  spec(size: number): ClusterSpec;
  /**
   * What a container serves on average, in requests/s as workloads count them.
   * @param size number of containers; left out: one of each class.
   */
  nodeCapacity(size?: number): number;
  /** The workload of that name for its containers. @throws InputError as `workloadByName`. */
  workload(name: string, purpose?: Purpose): Workload;
  /** The reward that its clusters give where nothing else is said. @param price container-seconds a violation is worth. */
  reward(price: number): RewardModel;
  readonly open: OpenCluster;
  /** Opens many clusters that step together, to train on; left out where clusters can't be stepped by the million. */
  readonly openTraining?: ((clusters: number, setting: TrainingSetting) => ClusterBatch) | undefined;
  /** The same without a workload: each episode is begun with a fleet and rates of its own. Left out where there is no such start. */
  readonly openEpisodes?:
    | ((clusters: number, setting: Omit<TrainingSetting, "workload">) => ClusterBatch<EpisodeStart>)
    | undefined;
  /** Left out where time is simulated. */
  readonly real?: RealTime | undefined;
}

/** Worlds by name: how each is made with settings. @throws InputError on settings that the world doesn't take. */
export type WorldTable = Readonly<Record<string, (settings: WorldSettings) => World>>;
