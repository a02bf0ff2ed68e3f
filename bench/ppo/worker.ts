/**
 * Times our own work in a process of its own (measured-process.ts is the other end). Argument: a `WorkRequest` as JSON.
 */
import { createInterface } from "node:readline";
import { random } from "fleetlab";
import type { Measured } from "./measured-process.js";
import { type OurCluster, ourEnvironment } from "./our-environment.js";
import { type OurEngine, type OurSeeds, ourLearning, ourTraining } from "./ours.js";
import type { SpeedSettings } from "./settings.js";
import type { Work } from "./work.js";

/** What is to be timed. */
export type WorkRequest = SpeedSettings & { readonly seed: number } & (
    | ({ readonly work: "train" } & OurSeeds)
    | { readonly work: "learn"; readonly engine: OurEngine }
    | { readonly work: "environment"; readonly cluster: OurCluster }
  );

async function workOf(request: WorkRequest): Promise<Work> {
  if (request.work === "train") return ourTraining(request, request);
  if (request.work === "learn") return ourLearning(request, request.seed, request.engine);
  return environmentWork(request, request.cluster);
}

/** Clusters alone, episode by episode, under actions drawn beforehand. */
function environmentWork(request: WorkRequest, cluster: OurCluster): Work {
  const { episodeSteps, clusters, seed } = request;
  const environment = ourEnvironment(request, cluster);
  const draws = random.RandomStream.of(seed, "actions");
  const actions = Array.from({ length: episodeSteps }, () =>
    Float32Array.from({ length: clusters * environment.actionLength }, () => 1.4 * draws.uniform() - 0.2),
  );
  environment.reset(seed);
  return {
    run() {
      let rewards = 0;
      for (const action of actions) {
        environment.step(action);
        for (const reward of environment.rewards) rewards += reward;
      }
      const steps = episodeSteps * clusters;
      return { steps, stepReward: rewards / steps };
    },
  };
}

async function main(): Promise<void> {
  const began = performance.now();
  const work = await workOf(JSON.parse(process.argv[2]));
  const tensors = () => (work.tensors === undefined ? {} : { tensors: work.tensors() });
  const { warmUpPieces = 1 } = work;
  for (let piece = 0; piece < warmUpPieces; piece++) work.run();
  say({ warmUpSeconds: (performance.now() - began) / 1000, ...tensors() });
  for await (const line of createInterface({ input: process.stdin })) {
    const wanted: number = JSON.parse(line).seconds;
    let steps = 0;
    let seconds = 0;
    let reward: { stepReward?: number } = {};
    const begin = performance.now();
    while (seconds < wanted) {
      const { steps: done, ...rest } = work.run();
      steps += done;
      reward = rest;
      seconds = (performance.now() - begin) / 1000;
    }
    say({ steps, seconds, ...reward, ...tensors() } satisfies Measured);
  }
}

function say(message: object): void {
  process.stdout.write(`${JSON.stringify(message)}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${(error as Error).stack ?? error}\n`);
  process.exitCode = 1;
});
