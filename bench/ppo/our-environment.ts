import { cluster, ppo, workload } from "fleetlab";
import { BareClusters } from "./bare-clusters.js";
import type { SpeedSettings } from "./settings.js";

// What is timed is the library as it is built, as users run it.
const {
  clusterCapacity,
  clusterSpec,
  SimulatedClusterBatch,
  WriteupClusterBatch,
  writeupReward,
  writeupSpec,
} = cluster;
const { WRITEUP_PEAK_PER_NODE, WRITEUP_USERS_PER_NODE } = cluster;
const { clusterEnvironment, ThreadedEnvironment, writeupEncoding } = ppo;

/**
 * The write-up's memoryless cluster as every peer has it; the library's own, which counts requests and response times too;
 * or the exact simulator. No peer has the last two.
 */
export type OurCluster = "bare" | "writeup" | "exact";

/** What environments are made from. */
interface OurWorld {
  readonly settings: SpeedSettings;
  readonly kind: OurCluster;
}

/** Clusters with the write-up's observation, action and reward under a day's rise and fall. */
export function ourEnvironment(
  settings: SpeedSettings,
  kind: OurCluster,
  threads = 1,
): ppo.TrainingEnvironment {
  const world: OurWorld = { settings, kind };
  if (threads === 1) return ourPart(world);
  const source = { module: __filename, maker: ourPart.name, argument: world };
  return new ThreadedEnvironment(source, ourPart, settings.clusters, threads);
}

/** All of them, or those that a thread steps. */
export function ourPart({ settings, kind }: OurWorld, part?: ppo.BatchPart): ppo.TrainingEnvironment {
  if (kind === "bare") return new BareClusters(settings, part);
  const { size, clusters, episodeSteps: steps, traffic } = settings;
  const load = workload.diurnal(traffic);
  if (kind === "writeup") {
    const spec = writeupSpec({ size });
    const group: ppo.ClusterGroup = {
      clusters,
      encoding: writeupEncoding({ size, peakRate: WRITEUP_PEAK_PER_NODE * size }),
      open: (count) => new WriteupClusterBatch(count, { spec, steps, workload: load }),
    };
    return clusterEnvironment([group], part);
  }
  const spec = clusterSpec({ size });
  const reward = writeupReward();
  const group: ppo.ClusterGroup = {
    clusters,
    encoding: writeupEncoding({
      size,
      peakRate: (clusterCapacity(spec) * WRITEUP_PEAK_PER_NODE) / WRITEUP_USERS_PER_NODE,
    }),
    open: (count) => new SimulatedClusterBatch(count, { spec, steps, workload: load, reward }),
  };
  return clusterEnvironment([group], part);
}
