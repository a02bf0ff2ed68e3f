import type { DataReader, TableDefinition } from "../../report/index.js";
import { type Interval, NOT_POSITIVE, predictionInterval } from "../../statistics/index.js";
import { PUBLISHED_AGENT } from "../writeup/published.js";
import { type LearningCurve, learningCurves } from "./curves.js";
import { CURVES_FILE } from "./experiment.js";

/** Mean reward of the last 100 episodes of each run at one size. */
function finalRewards(curves: readonly LearningCurve[], cluster: string, size: number): readonly number[] {
  return curves
    .filter((curve) => curve.cluster === cluster && curve.sizes === String(size))
    .map(({ points }) => points.at(-1)?.episodeReward ?? Number.NaN);
}

/** What the last episodes of training earned, by size. */
export const finalRewardsTable: TableDefinition = {
  id: "final-rewards",
  title: "Reward of the last training episodes",
  caption:
    "Mean reward of the last 100 training episodes (of 100 steps, with the noise of training) of the write-up's agent: published (one training run a size), and ours on its " +
    "simulator and on the exact one, mean over training runs with the 95 % prediction interval of one more.",
  inputs: [CURVES_FILE],
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "published", title: "published", format: { digits: 0 } },
    { key: "runs", title: "runs", format: { digits: 0 } },
    { key: "writeup", title: "ours, its simulator", format: { digits: 0 } },
    { key: "sim", title: "ours, exact simulator", format: { digits: 0 } },
  ],
  rows(data: DataReader) {
    const curves = learningCurves(data).filter(({ agent }) => agent === "ppo-writeup");
    const estimate = (rewards: readonly number[]): Interval | null =>
      rewards.length === 0 ? null : predictionInterval(rewards, NOT_POSITIVE);
    return PUBLISHED_AGENT.map(({ size, episodeReward }) => {
      const own = finalRewards(curves, "writeup", size);
      return {
        size,
        published: episodeReward,
        runs: own.length,
        writeup: estimate(own),
        sim: estimate(finalRewards(curves, "sim", size)),
      };
    });
  },
};
