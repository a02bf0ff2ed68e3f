import { cluster, ppo, workload } from "fleetlab";
import type { SpeedSettings } from "./settings.js";

// What is timed is the library as it is built, as users run it.
const { clusterSpec, SimulatedClusterBatch, WriteupClusterBatch, writeupReward, writeupSpec } = cluster;
const { WRITEUP_PEAK_PER_NODE, WRITEUP_USERS_PER_NODE } = cluster;
const { clusterEnvironment, writeupEncoding } = ppo;

/** The write-up's memoryless cluster, which every peer has, or our exact simulator, which none has. */
export type OurCluster = "writeup" | "exact";

/** The library's clusters as every peer has them: the write-up's observation, action and reward under a day's rise and fall. */
export function ourEnvironment(
  { size, clusters, episodeSteps: steps, traffic }: SpeedSettings,
  kind: OurCluster,
): ppo.TrainingEnvironment {
  const load = workload.diurnal(traffic);
  if (kind === "writeup") {
    const spec = writeupSpec({ size });
    return clusterEnvironment([
      {
        encoding: writeupEncoding({ size, peakRate: WRITEUP_PEAK_PER_NODE * size }),
        open: () => new WriteupClusterBatch(clusters, { spec, steps, workload: load }),
      },
    ]);
  }
  const spec = clusterSpec({ size });
  const capacity = spec.containers.reduce((sum, { serviceRate }) => sum + serviceRate, 0);
  const reward = writeupReward();
  return clusterEnvironment([
    {
      encoding: writeupEncoding({
        size,
        peakRate: (capacity * WRITEUP_PEAK_PER_NODE) / WRITEUP_USERS_PER_NODE,
      }),
      open: () => new SimulatedClusterBatch(clusters, { spec, steps, workload: load, reward }),
    },
  ]);
}
