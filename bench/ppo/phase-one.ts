import { fork } from "node:child_process";
import { join } from "node:path";
import { type TrainingConfig, trainingPreset } from "../../lib/ppo/index.js";
import type { BenchGroup, BenchRow, RowFacts } from "../group.js";
import type { PhaseOneAnswer, PhaseOneRequest } from "./phase-one-worker.js";

/** Training from three times as many seeds is a matter of minutes. */
const REPEATS = 3;
/** Updates over which nothing may grow, after some in which everything takes its size. */
const GROWTH = { warmUpUpdates: 100, updates: 1000 };
const TRAINING = "training steps/s";
const AS_THERE = "ppo-writeup, 1 seed";

/** Phase 1 of the write-up as a whole, as `fleetlab train` runs it; and whether a long run's memory grows. */
export function phaseOneGroups(): readonly BenchGroup[] {
  const [asThere, batched] = ["ppo-writeup", "ppo-writeup-batched"].map(trainingPreset);
  const kind = {
    family: "phase-1",
    onRequest: true,
    module: __filename,
  };
  return [
    {
      ...kind,
      name: "phase-1",
      repeats: REPEATS,
      configuration: { presets: [asThere, batched] },
      title: `phase 1 of the write-up, ${asThere.steps.toLocaleString("en-US")} steps at N = ${asThere.sizes}: its own settings, and batched ones`,
      rows: [
        trainingRow(AS_THERE, asThere, 1),
        trainingRow("ppo-writeup-batched, 1 seed", batched, 1, AS_THERE),
        trainingRow("ppo-writeup-batched, 10 seeds", batched, 10, AS_THERE),
      ],
    },
    {
      ...kind,
      name: "phase-1-growth",
      repeats: 1,
      configuration: { preset: batched, ...GROWTH },
      title: `tensors and resident memory after ${GROWTH.warmUpUpdates} updates and ${GROWTH.updates.toLocaleString("en-US")} more`,
      rows: [growthRow("ppo-writeup-batched, 1 seed", batched)],
    },
  ];
}

function trainingRow(name: string, config: TrainingConfig, seeds: number, against?: string): BenchRow {
  const runs: Extract<PhaseOneAnswer, { rewards: unknown }>[] = [];
  return {
    name,
    unit: TRAINING,
    ...(against !== undefined && { against }),
    async measure(repeat, progress) {
      const own = Array.from({ length: seeds }, (_, k) => 1 + repeat * seeds + k);
      const answer = await answerTo({ work: "train", config, seeds: own }, progress);
      if (!("rewards" in answer)) throw new Error(`${name} didn't train`);
      runs.push(answer);
      return (seeds * config.steps) / answer.seconds;
    },
    close: () => (runs.length === 0 ? undefined : trainingFacts()),
  };

  function trainingFacts(): RowFacts {
    const episodeRewards = runs.flatMap(({ rewards }) => rewards);
    const peaks = runs.flatMap(({ peakMemoryMiB }) => peakMemoryMiB ?? []);
    return {
      seeds,
      runSeconds: runs.map(({ seconds }) => seconds),
      episodeRewards,
      ...(peaks.length > 0 && { peakMemoryMiB: Math.max(...peaks) }),
    };
  }
}

function growthRow(name: string, config: TrainingConfig): BenchRow {
  let facts: RowFacts | undefined;
  return {
    name,
    unit: TRAINING,
    async measure(repeat, progress) {
      const answer = await answerTo({ work: "grow", config, seed: 1 + repeat, ...GROWTH }, progress);
      if (!("growth" in answer)) throw new Error(`${name} didn't train`);
      facts = answer.growth;
      return (GROWTH.updates * config.clusters * config.ppo.rolloutSteps) / answer.seconds;
    },
    close: () => facts,
  };
}

/** The answer of a process of its own. It tells `progress` how far it is, a line each tenth of the way. */
export function answerTo(
  request: PhaseOneRequest,
  progress: (line: string) => void,
): Promise<PhaseOneAnswer> {
  return new Promise((resolve, reject) => {
    const child = fork(join(__dirname, "phase-one-worker.ts"), [JSON.stringify(request)], {
      execArgv: ["--import", "tsx"],
    });
    let tenths = 0;
    child.on("message", (message: PhaseOneAnswer | { readonly share: number }) => {
      if (!("share" in message)) resolve(message);
      else if (Math.floor(10 * message.share) > tenths) {
        tenths = Math.floor(10 * message.share);
        progress(`  ${10 * tenths} %`);
      }
    });
    child.on("error", reject);
    child.on("exit", (code) => reject(new Error(`training ended with exit code ${code}`)));
  });
}
