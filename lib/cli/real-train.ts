import { Command } from "commander";
import { gatherPhase1, plannedSizes } from "../study/index.js";
import { printAgents } from "./agent-files.js";
import { type ClusterFileFlags, clusterFileOption, describedCluster } from "./cluster-file-option.js";
import { number, numbers } from "./options.js";
import { progress } from "./progress.js";
import { realPlaces } from "./real-places.js";
import { withinTime } from "./time-limit.js";
import { calibratedSimulator } from "./worlds.js";

interface Flags extends ClusterFileFlags {
  readonly sizes?: readonly number[];
  readonly steps?: number;
  readonly timeLimit?: number;
  readonly json?: boolean;
}

/** `fleetlab real train`: phase 1 of the plan's agents on calibrated containers. */
export function realTrainCommand(): Command {
  return new Command("train")
    .description("phase 1: train the plan's agents in the simulator of the calibrated containers")
    .addOption(clusterFileOption())
    .option("--sizes <list>", "numbers of containers (default: those of the plan)", numbers)
    .option(
      "--steps <n>",
      "environment steps; another number than the plan's is a rehearsal, kept apart",
      number,
    )
    .option("--time-limit <minutes>", "stop after so long; the same command goes on", number)
    .option("--json", "print the result as JSON")
    .action(async (flags: Flags) => {
      const { result = [], outOfTime } = await withinTime(flags, (signal) => train(flags, signal));
      printAgents({ agents: result, outOfTime }, flags.json);
    });
}

async function train(flags: Flags, signal: AbortSignal): Promise<readonly string[]> {
  const { sizes, steps } = flags;
  plannedSizes(sizes, describedCluster(flags)?.described);
  const world = calibratedSimulator(flags);
  // Both phases of a rehearsal, or of the plan, go into one folder.
  const { agents, ...places } = realPlaces(steps !== undefined, world.settings);
  const bar = progress("train");
  try {
    return await gatherPhase1({
      ...places,
      world,
      agents: agents.phase2,
      sizes,
      steps,
      signal,
      onProgress: (done, total) => bar.update(done, total),
    });
  } finally {
    bar.stop();
  }
}
