import { distinct, seedMeans } from "../../evaluation/index.js";
import { resultRows, type TableDefinition } from "../../report/index.js";
import {
  bootstrapInterval,
  differenceInterval,
  interquartileMean,
  meanInterval,
  probabilityOfImprovement,
  twoSampleBootstrapInterval,
} from "../../statistics/index.js";
import { WRITEUP_AGENT_FILE } from "./experiment.js";

const OWN = "ppo-writeup";
const ONE = "ppo-writeup-padded";
const TRAFFIC = "writeup-test";
const REWARD = { digits: 2 } as const;

/** One model for all sizes beside the models made for one size each. */
export const oneModel: TableDefinition = {
  id: "one-model",
  title: "One model for every N beside a model for each",
  caption:
    "Reward a step on the write-up's simulator, all 11 patterns, of the models made for one $N$ and of the model for all five: mean (95 % interval over training runs) and interquartile mean (95 % bootstrap interval), which " +
    "leaves out the best and the worst quarter of the training runs; the difference of the means (Welch's interval: the two share nothing, so training runs are not paired); and the probability that a training run of the one " +
    "model is better than one of the size's own (95 % bootstrap interval; one half: neither).",
  inputs: [WRITEUP_AGENT_FILE],
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "own", title: "own, mean", format: REWARD },
    { key: "one", title: "one, mean", format: REWARD },
    { key: "ownMiddle", title: "own, IQM", format: REWARD },
    { key: "oneMiddle", title: "one, IQM", format: REWARD },
    { key: "difference", title: "difference", format: REWARD },
    { key: "better", title: "P(one better)", format: { digits: 2 } },
  ],
  rows(data) {
    const rows = resultRows(data, WRITEUP_AGENT_FILE).filter((row) => row.workload === TRAFFIC);
    return distinct(rows, (row) => row.size).map((size) => {
      const [own, one] = [OWN, ONE].map((controller) =>
        seedMeans(
          rows.filter((row) => row.size === size && row.controller === controller),
          (row) => row.reward_mean,
        ),
      );
      const middle = (scores: readonly number[]) =>
        bootstrapInterval({ scores: [...scores], statistic: interquartileMean });
      return {
        size,
        own: meanInterval(own),
        one: meanInterval(one),
        ownMiddle: middle(own),
        oneMiddle: middle(one),
        difference: differenceInterval(one, own),
        better: twoSampleBootstrapInterval({
          x: [...one],
          y: [...own],
          statistic: probabilityOfImprovement,
        }),
      };
    });
  },
};
