import { distinct } from "../../evaluation/index.js";
import { type DataReader, numberIn, numberOrNull } from "../../report/index.js";
import { CURVES_FILE } from "./experiment.js";

/** A learning curve: one training run. */
export interface LearningCurve {
  readonly agent: string;
  readonly cluster: string;
  /** Numbers of containers trained on, joined by "-". */
  readonly sizes: string;
  readonly trainingSeed: number;
  /** Points in order: environment steps, and the mean reward of the last 100 episodes (null before the first ended). */
  readonly points: readonly { readonly steps: number; readonly episodeReward: number | null }[];
}

/** Every learning curve that was recorded. */
export function learningCurves(data: DataReader): readonly LearningCurve[] {
  const rows = data.rows(CURVES_FILE).map((row) => ({
    key: JSON.stringify([row.agent, row.cluster, row.sizes, row.training_seed]),
    agent: row.agent,
    cluster: row.cluster,
    sizes: row.sizes,
    trainingSeed: numberIn(row, "training_seed"),
    steps: numberIn(row, "steps"),
    episodeReward: numberOrNull(row, "episode_reward"),
  }));
  return distinct(rows, ({ key }) => key).map((key) => {
    const own = rows.filter((row) => row.key === key);
    const { agent, cluster, sizes, trainingSeed } = own[0];
    return {
      agent,
      cluster,
      sizes,
      trainingSeed,
      points: own.map(({ steps, episodeReward }) => ({ steps, episodeReward })),
    };
  });
}
