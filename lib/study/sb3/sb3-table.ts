import { estimateText, type NumberFormat, numberText, type TableDefinition } from "../../report/index.js";
import { SB3_FILES, sb3Comparisons } from "./comparison.js";

const SHOWN: Readonly<Record<string, { readonly title: string; readonly format: NumberFormat }>> = {
  episode_reward: { title: "reward of the last 100 training episodes", format: { digits: 0 } },
  reward_mean: { title: "reward per step", format: { digits: 2 } },
  churn_rate: { title: "churn rate (%)", format: { style: "percent", digits: 0 } },
  cpu_mean: { title: "CPU (%)", format: { style: "percent", digits: 1 } },
  latency_mean: { title: "latency (s)", format: { digits: 3 } },
  offered_users_per_container: { title: "users a node", format: { digits: 1 } },
};

/** Another implementation of PPO beside ours. */
export const sb3Table: TableDefinition = {
  id: "sb3",
  title: "Stable-Baselines3's PPO beside ours",
  caption:
    "PPO of Stable-Baselines3, trained at $N = 5$ on a Python port of the write-up's simulator with the same settings and evaluated with the mean action on traffic of the same kind: its training " +
    "runs one by one, and ours as mean over training runs with the 95 % prediction interval of one more. *Patterns*: of the traffic.",
  inputs: SB3_FILES,
  ruleBy: "patterns",
  columns: [
    { key: "patterns", title: "patterns" },
    { key: "quantity", title: "quantity" },
    { key: "ours", title: "ours", align: "right" },
    { key: "theirs", title: "SB3", align: "right" },
  ],
  rows: (data) =>
    sb3Comparisons(data).map(({ key, patterns, ours, theirs }) => {
      const { title, format } = SHOWN[key];
      return {
        patterns: Number.isNaN(patterns) ? "8, training" : String(patterns),
        quantity: title,
        ours: estimateText(ours, format),
        theirs: theirs.map((value) => numberText(value, format)).join(", "),
      };
    }),
};
