import { Command } from "commander";
import { gatherPhase2, plannedSizes } from "../study/index.js";
import { printAgents } from "./agent-files.js";
import { type ClusterFileFlags, clusterFileOption, describedCluster } from "./cluster-file-option.js";
import { number, numbers } from "./options.js";
import { progress } from "./progress.js";
import { realPlaces } from "./real-places.js";
import { type ServiceFlags, withServiceOptions } from "./service-options.js";
import { withinTime } from "./time-limit.js";
import { tuningChanges } from "./tuning-changes.js";
import { calibratedWorld } from "./worlds.js";

interface Flags extends ClusterFileFlags, ServiceFlags {
  readonly cluster: string;
  readonly sizes?: readonly number[];
  readonly steps?: number;
  readonly config?: string;
  readonly timeLimit?: number;
  readonly json?: boolean;
}

/** `fleetlab real fine-tune`: phase 2 of the plan's agents, each size in turn. */
export function realFineTuneCommand(): Command {
  const command = new Command("fine-tune")
    .description("phase 2: go on training the plan's agents on the real cluster, each size in turn")
    .option("--cluster <name>", "docker, or sim to rehearse", "docker")
    .addOption(clusterFileOption())
    .option("--sizes <list>", "numbers of containers (default: those of the plan)", numbers)
    .option(
      "--steps <n>",
      "control steps to learn from; another number than the plan's is a rehearsal",
      number,
    )
    .option("--config <file>", "settings that differ, as JSON: a rehearsal; flags win")
    .option("--time-limit <minutes>", "stop after so long; the same command goes on", number)
    .option("--json", "print the result as JSON")
    .action(async (flags: Flags) => {
      const { result = [], outOfTime } = await withinTime(flags, (signal) => fineTune(flags, signal));
      printAgents({ agents: result, outOfTime }, flags.json);
    });
  return withServiceOptions(command);
}

async function fineTune(flags: Flags, signal: AbortSignal): Promise<readonly string[]> {
  const { cluster, sizes } = flags;
  const changes = tuningChanges(flags);
  plannedSizes(sizes, describedCluster(flags)?.described);
  const world = calibratedWorld(cluster, flags);
  const bar = progress("fine-tune");
  try {
    return await gatherPhase2({
      // Other settings than the plan's, or simulated clusters, are tried out.
      ...realPlaces(world.real === undefined || Object.keys(changes).length > 0, world.settings),
      world,
      sizes,
      changes,
      signal,
      onProgress: (_, done, total) => bar.update(done, total),
    });
  } finally {
    bar.stop();
  }
}
