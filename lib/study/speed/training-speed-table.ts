import type { TableDefinition } from "../../report/index.js";
import { SPEED_FILE } from "./bench.js";
import { SPEED_COMMAND, trainingSpeeds } from "./training-speed.js";

/** How fast PPO trains, here and in the peers. */
export const trainingSpeedTable: TableDefinition = {
  id: "training-speed",
  title: "Training speed of PPO beside its peers",
  caption:
    "Environment steps per second of PPO's training on the write-up's memoryless cluster, all seeds together, and how many times as fast our row is that it is compared with. Medians over repeats taken in " +
    "turn, in brackets the least and the most; ratios are taken repeat by repeat. Memory: largest resident memory of all its processes.",
  inputs: [],
  gathered: [SPEED_FILE],
  madeBy: SPEED_COMMAND,
  ruleBy: "size",
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "name", title: "program" },
    { key: "speed", title: "steps/s", format: { style: "significant", digits: 3 } },
    { key: "ratio", title: "ours is faster by", format: { style: "significant", digits: 3 } },
    { key: "against", title: "ours" },
    { key: "memory", title: "memory (MiB)", format: { digits: 0 } },
  ],
  rows: (data) =>
    trainingSpeeds(data).map(({ size, name, speed, ratio = null, against = "", peakMemoryMiB = null }) => ({
      size,
      name,
      speed,
      ratio,
      against,
      memory: peakMemoryMiB,
    })),
};
