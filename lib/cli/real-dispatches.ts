import { Command } from "commander";
import { dispatchPlan, type Gathered, gatherRuns } from "../study/index.js";
import { number } from "./options.js";
import { progress } from "./progress.js";
import { gatheredText } from "./real-evaluate.js";
import { realPlaces } from "./real-places.js";
import { stopSignal } from "./stop-signal.js";
import { timeLimit } from "./time-limit.js";
import { calibratedWorld } from "./worlds.js";

interface Flags {
  readonly timeLimit?: number;
  readonly json?: boolean;
}

/** `fleetlab real dispatches`: whole fleets behind each of the proxy's dispatches, over as many sittings as it takes. */
export function realDispatchesCommand(): Command {
  return new Command("dispatches")
    .description("go on with the runs of whole fleets behind the real proxy's dispatches")
    .option("--time-limit <minutes>", "begin no run that can't end within so long", number)
    .option("--json", "print the result as JSON")
    .action(async (flags: Flags) => {
      const gathered = await gather(flags);
      process.stdout.write(flags.json ? `${JSON.stringify(gathered, null, 2)}\n` : gatheredText(gathered));
    });
}

async function gather(flags: Flags): Promise<Gathered> {
  const limit = timeLimit(flags);
  const world = calibratedWorld("docker", { wholeFleet: true });
  const places = realPlaces(false, {});
  const bar = progress("dispatches on docker");
  try {
    return await gatherRuns({
      ...places,
      plan: dispatchPlan(),
      world,
      agents: { ...places.agents, tunedAgents: world.tunedAgents },
      timeLimit: limit,
      signal: stopSignal(),
      onProgress: (done, total) => bar.update(done, total),
      onRetry: ({ controller, workload, run }, { message }) =>
        bar.note(`${controller}, ${workload}, run ${run}: ${message}; once more`),
    });
  } finally {
    bar.stop();
  }
}
