import type { Command } from "commander";
import { InputError } from "../check/index.js";
import { gatherPhase1, plannedSizes } from "../study/index.js";
import { planPlaces, requirePlan } from "./plan.js";
import { progress } from "./progress.js";
import { stopSignal } from "./stop-signal.js";
import { calibratedClusters } from "./worlds.js";

/** `fleetlab train --plan real`: phase 1 of the plan's agents on calibrated containers; with other steps it is a rehearsal. */
export async function trainPlan(
  command: Command,
  { sizes, steps }: { readonly sizes?: readonly number[] | undefined; readonly steps?: number | undefined },
): Promise<readonly string[]> {
  requirePlan(command, ["sizes", "steps"]);
  if (command.args.length > 0) throw new InputError("the plan names its own agent: leave the name out");
  plannedSizes(sizes);
  const clusters = calibratedClusters();
  // Both phases of a rehearsal, or of the plan, go into one folder.
  const { agents, ...places } = planPlaces(steps !== undefined);
  const bar = progress("train");
  try {
    return await gatherPhase1({
      ...places,
      clusters,
      agents: agents.phase2,
      sizes,
      steps,
      signal: stopSignal(),
      onProgress: (done, total) => bar.update(done, total),
    });
  } finally {
    bar.stop();
  }
}
