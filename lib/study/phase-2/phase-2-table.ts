import type { TableDefinition } from "../../report/index.js";
import { PUBLISHED_PHASE_2 } from "../writeup/published.js";
import { fineTuningCourses, PHASE_2_FILES } from "./fine-tuning.js";

/** Reward of an episode of the write-up's, from the reward of a step. */
const EPISODE = 100;

/** What phase 2 did to the agent, size by size. */
export const phase2Table: TableDefinition = {
  id: "phase-2",
  title: "Phase 2 on the real cluster",
  caption:
    "Phase 2 of the write-up's agent on the real cluster: control steps learned from, steps under the guard's rule and the number of its take-overs, reward of 100 steps in the first and the last rollout " +
    "(with the noise of training) beside the published start and end, and the divergence from the agent of phase 1 at the end, with the number of updates that its limit cut short. One run a size: without intervals.",
  inputs: [],
  gathered: PHASE_2_FILES,
  columns: [
    { key: "size", title: "$N$", format: { digits: 0 } },
    { key: "steps", title: "steps", format: { digits: 0 } },
    { key: "ruleSteps", title: "under the rule", format: { digits: 0 } },
    { key: "takeOvers", title: "take-overs", format: { digits: 0 } },
    { key: "first", title: "reward, first", format: { digits: 0 } },
    { key: "last", title: "last", format: { digits: 0 } },
    { key: "publishedFirst", title: "published, start", format: { digits: 0 } },
    { key: "publishedLast", title: "end", format: { digits: 0 } },
    { key: "divergence", title: "divergence (nats)", format: { digits: 3 } },
    { key: "limited", title: "cut short", format: { digits: 0 } },
  ],
  rows: (data) =>
    fineTuningCourses(data).map(({ size, updates, takeOvers }) => {
      const [first, last] = [updates[0], updates[updates.length - 1]];
      const [publishedFirst = null, publishedLast = null] = PUBLISHED_PHASE_2[size] ?? [];
      return {
        size,
        steps: last.steps,
        ruleSteps: takeOvers.reduce((sum, { from, until }) => sum + until - from, 0),
        takeOvers: takeOvers.length,
        first: EPISODE * first.stepReward,
        last: EPISODE * last.stepReward,
        publishedFirst,
        publishedLast,
        divergence: last.divergence,
        limited: updates.filter(({ limited }) => limited).length,
      };
    }),
};
