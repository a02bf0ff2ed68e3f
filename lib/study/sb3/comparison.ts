import { type ResultRow, seedPrediction } from "../../evaluation/index.js";
import { type DataReader, numberIn, resultRows } from "../../report/index.js";
import {
  type Interval,
  type Limits,
  NOT_NEGATIVE,
  NOT_POSITIVE,
  predictionInterval,
  SHARE,
} from "../../statistics/index.js";
import { learningCurves } from "../learning/curves.js";
import { CURVES_FILE } from "../learning/experiment.js";
import { WRITEUP_AGENT_FILE } from "../writeup-agent/experiment.js";
import { SB3_FILE } from "./experiment.js";

/** Files that the comparison reads. */
export const SB3_FILES: readonly string[] = Object.freeze([SB3_FILE, WRITEUP_AGENT_FILE, CURVES_FILE]);

/** A quantity of an agent: ours with the 95 % prediction interval of one more training run, and SB3's, a value a training run. */
export interface Sb3Comparison {
  readonly key: string;
  /** Number of patterns of the traffic; NaN for training. */
  readonly patterns: number;
  readonly ours: Interval;
  readonly theirs: readonly number[];
}

const METRICS: readonly { readonly key: keyof ResultRow & string; readonly limits: Limits }[] = [
  { key: "reward_mean", limits: NOT_POSITIVE },
  { key: "churn_rate", limits: SHARE },
  { key: "cpu_mean", limits: SHARE },
  { key: "latency_mean", limits: NOT_NEGATIVE },
  { key: "offered_users_per_container", limits: NOT_NEGATIVE },
];

/** Ours beside SB3's PPO, on traffic of the same kind. */
export function sb3Comparisons(data: DataReader): readonly Sb3Comparison[] {
  const rows = data.rows(SB3_FILE);
  const size = numberIn(rows[0], "size");
  const curves = learningCurves(data).filter(
    (one) => one.agent === "ppo-writeup" && one.cluster === "writeup" && one.sizes === String(size),
  );
  const agents = resultRows(data, WRITEUP_AGENT_FILE).filter(
    (row) => row.controller === "ppo-writeup" && row.size === size,
  );
  const training: Sb3Comparison = {
    key: "episode_reward",
    patterns: Number.NaN,
    ours: predictionInterval(
      curves.map(({ points }) => points.at(-1)?.episodeReward ?? Number.NaN),
      NOT_POSITIVE,
    ),
    theirs: [...new Set(rows.map((row) => row.training_seed))].map((seed) =>
      numberIn(rows.find((row) => row.training_seed === seed) ?? rows[0], "episode_reward"),
    ),
  };
  const evaluated = [
    { workload: "writeup-train", patterns: 8 },
    { workload: "writeup-test", patterns: 11 },
  ].flatMap(({ workload, patterns }) =>
    METRICS.map(({ key, limits }) => ({
      key,
      patterns,
      ours: seedPrediction(
        agents.filter((row) => row.workload === workload),
        (row) => row[key] as number,
        limits,
      ),
      theirs: rows.filter((row) => row.workload === workload).map((row) => numberIn(row, key)),
    })),
  );
  return [training, ...evaluated];
}

/** Of all values of SB3's, how many lie inside our prediction intervals. */
export function sb3Inside(data: DataReader): { readonly inside: number; readonly values: number } {
  const values = sb3Comparisons(data).flatMap(({ ours, theirs }) =>
    theirs.map((value) => value >= ours.lower && value <= ours.upper),
  );
  return { inside: values.filter(Boolean).length, values: values.length };
}
