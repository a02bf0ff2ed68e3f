import {
  clusterSpec,
  SimulatedClusterBatch,
  WRITEUP_PEAK_PER_NODE,
  WRITEUP_USERS_PER_NODE,
  WriteupClusterBatch,
  writeupReward,
  writeupSpec,
} from "../../lib/cluster/index.js";
import { clusterEnvironment, type TrainingEnvironment, writeupEncoding } from "../../lib/ppo/index.js";
import { diurnal } from "../../lib/workload/index.js";
import type { SpeedSettings } from "./settings.js";

/** The write-up's memoryless cluster, which every peer has, or our exact simulator, which none has. */
export type OurCluster = "writeup" | "exact";

/** The library's clusters as every peer has them: the write-up's observation, action and reward under a day's rise and fall. */
export function ourEnvironment(
  { size, clusters, episodeSteps: steps, traffic }: SpeedSettings,
  cluster: OurCluster,
): TrainingEnvironment {
  const workload = diurnal(traffic);
  if (cluster === "writeup") {
    const spec = writeupSpec({ size });
    return clusterEnvironment([
      {
        encoding: writeupEncoding({ size, peakRate: WRITEUP_PEAK_PER_NODE * size }),
        open: () => new WriteupClusterBatch(clusters, { spec, steps, workload }),
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
      open: () => new SimulatedClusterBatch(clusters, { spec, steps, workload, reward }),
    },
  ]);
}
