import type { TableDefinition } from "../../report/index.js";
import { meanInterval } from "../../statistics/index.js";
import { PHASE_1_FILE } from "./bench.js";
import { PHASE_1_COMMAND, phaseOneSpeed, range } from "./phase-1-speed.js";

/** How long phase 1 takes as a whole. */
export const phase1SpeedTable: TableDefinition = {
  id: "phase-1-speed",
  title: "How long phase 1 takes",
  caption:
    "Phase 1 of the write-up, a million steps at $N = 10$, from its own settings and from batched ones: wall time with set-up and checkpoints (median, least and most of the runs), and mean reward of the last " +
    "100 training episodes with the 95 % Student interval over all seeds trained.",
  inputs: [],
  gathered: [PHASE_1_FILE],
  madeBy: PHASE_1_COMMAND,
  columns: [
    { key: "name", title: "training" },
    { key: "seconds", title: "wall time (s)", format: { style: "significant", digits: 3 } },
    { key: "reward", title: "episode reward", format: { digits: 0 } },
    { key: "trained", title: "seeds trained", format: { digits: 0 } },
    { key: "memory", title: "memory (MiB)", format: { digits: 0 } },
  ],
  rows: (data) =>
    phaseOneSpeed(data).training.map(({ name, facts }) => ({
      name,
      seconds: range(facts.runSeconds),
      reward: facts.episodeRewards.length < 2 ? facts.episodeRewards[0] : meanInterval(facts.episodeRewards),
      trained: facts.episodeRewards.length,
      memory: facts.peakMemoryMiB ?? null,
    })),
};
