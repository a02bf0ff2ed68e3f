import { Command } from "commander";
import { type Gathered, gatherRuns, realPlan } from "../study/index.js";
import { type ClusterFileFlags, clusterFileOption, describedCluster } from "./cluster-file-option.js";
import { number, numbers } from "./options.js";
import { progress } from "./progress.js";
import { realPlaces } from "./real-places.js";
import { type ServiceFlags, withServiceOptions } from "./service-options.js";
import { stopSignal } from "./stop-signal.js";
import { timeLimit } from "./time-limit.js";
import { calibratedWorld, tunedAgentsOf } from "./worlds.js";

interface Flags extends ClusterFileFlags, ServiceFlags {
  readonly cluster: string;
  readonly sizes?: readonly number[];
  readonly runs?: number;
  readonly steps?: number;
  readonly timeLimit?: number;
  readonly tunedOn: string;
  readonly json?: boolean;
}

/** `fleetlab real evaluate`: the plan's paired runs, one by one, over as many sittings as it takes. */
export function realEvaluateCommand(): Command {
  const command = new Command("evaluate")
    .description("go on with the plan's paired runs of rules and agents")
    .option("--cluster <name>", "docker, or sim for the simulated side", "docker")
    .addOption(clusterFileOption())
    .option("--sizes <list>", "numbers of containers (default: those of the plan)", numbers)
    .option("--runs <n>", "runs a controller and size; another number than the plan's is a rehearsal", number)
    .option("--steps <n>", "control steps a run; another number than the plan's is a rehearsal", number)
    .option("--time-limit <minutes>", "begin no run that can't end within so long", number)
    .option("--tuned-on <name>", "cluster whose agents of phase 2 play", "docker")
    .option("--json", "print the result as JSON")
    .action(async (flags: Flags) => {
      const gathered = await gather(flags);
      process.stdout.write(flags.json ? `${JSON.stringify(gathered, null, 2)}\n` : gatheredText(gathered));
    });
  return withServiceOptions(command);
}

async function gather(flags: Flags): Promise<Gathered> {
  const { cluster, sizes, runs, steps, tunedOn } = flags;
  const limit = timeLimit(flags);
  const tunedAgents = tunedAgentsOf(tunedOn, flags);
  const plan = realPlan({ sizes, runs, steps }, describedCluster(flags)?.described);
  const world = calibratedWorld(cluster, flags);
  const places = realPlaces(runs !== undefined || steps !== undefined, world.settings);
  const bar = progress(`plan on ${cluster}`);
  try {
    return await gatherRuns({
      ...places,
      plan,
      world,
      agents: { ...places.agents, tunedAgents },
      timeLimit: limit,
      signal: stopSignal(),
      onProgress: (done, total) => bar.update(done, total),
      onRetry: ({ controller, phase, size, run }, { message }) =>
        bar.note(`${controller}${phase} N = ${size}, run ${run}: ${message}; once more`),
    });
  } finally {
    bar.stop();
  }
}

/** What a sitting came to, in lines. */
export function gatheredText({ kept, planned, ran, short, waiting, outOfTime }: Gathered): string {
  const lines = [`${kept} of ${planned} runs are kept, ${ran} of them made now`];
  if (short > 0) lines.push(`${short} of them missed so many intervals that they ended early: see overruns`);
  if (outOfTime) lines.push("the time limit is reached: the same command goes on");
  return [...lines, ...waiting.map((line) => `waiting for ${line}`)].map((line) => `${line}\n`).join("");
}
