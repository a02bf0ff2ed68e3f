import type { Budget } from "../../data/index.js";
import { type TrainingConfig, trainingConfig, trainingPreset } from "../../ppo/index.js";
import type { EvaluationExtent } from "../shared/trained/measure-trained.js";
import { type Stage, stagedRuns } from "../shared/trained/stages.js";

/** Rewards that are compared, as weights that differ from the write-up's. */
export const REWARDS = Object.freeze({
  /** The write-up's: latency and errors averaged over containers. */
  averages: {},
  /** Latency and errors by requests. */
  requests: { latency: 0, errors: 0, "request-latency": 10, "request-errors": 50 },
  /** The queue as a share of its places, too. */
  "requests-queue": {
    latency: 0,
    errors: 0,
    "request-latency": 10,
    "request-errors": 50,
    queue: 0,
    "request-queue": 15,
  },
});
export type RewardName = keyof typeof REWARDS;

/** What else is changed, one thing at a time. */
export const CONDITIONS = Object.freeze({
  standard: {},
  /** The write-up's load: a peak of 45 % of capacity, in place of 90 %. */
  "half-load": { workload: "writeup-train-x0.5" },
  /** Each request to the container with the fewest connections by weight, as the write-up's HAProxy did. */
  "least-connections": { spec: { dispatch: "least-connections" } },
  /** A network that is the same for every container, and one exploration noise for all weights. */
  shared: { policy: { network: { kind: "shared" }, head: { sharedDeviation: true } } },
  /** Weights as good as not rounded. */
  "fine-weights": { spec: { largestWeight: 2 ** 20 } },
  /** Exploration starts at a deviation of e^-1 a dimension, in place of 1. */
  "small-noise": { policy: { head: { logStdInit: -1 } } },
});
export type ConditionName = keyof typeof CONDITIONS;

/** One training run. */
export interface RoutingCell {
  readonly reward_name: RewardName;
  /** K. */
  readonly queue_limit: number;
  readonly size: number;
  readonly condition: ConditionName;
  readonly training_seed: number;
  /** All of it. */
  readonly config: TrainingConfig;
  readonly evaluation: EvaluationExtent;
}

type Group = Pick<RoutingCell, "reward_name" | "queue_limit" | "size" | "condition">;

export const STANDARD_LIMIT = 32;
export const LIMITS: readonly number[] = [8, 32, 128];
export const LARGEST_SIZE = 25;
const SMALLER_SIZES = [5, 15];
export const SIZES: readonly number[] = [...SMALLER_SIZES, LARGEST_SIZE];
const ALTERED = Object.keys(CONDITIONS).filter((name) => name !== "standard") as ConditionName[];

const standard = (reward_name: RewardName, size: number, queue_limit = STANDARD_LIMIT): Group => ({
  reward_name,
  queue_limit,
  size,
  condition: "standard",
});
const altered = (reward: RewardName): readonly Group[] =>
  ALTERED.map((condition) => ({ ...standard(reward, LARGEST_SIZE), condition }));
const other = (limits: readonly number[]) => limits.filter((limit) => limit !== STANDARD_LIMIT);

/** The groups that decide: both rewards at the largest size, where runs fall into kinds. */
const PAIR = [standard("averages", LARGEST_SIZE), standard("requests", LARGEST_SIZE)];
/** The write-up's reward there with one thing changed. */
const CHANGED = [
  ...other(LIMITS).map((limit) => standard("averages", LARGEST_SIZE, limit)),
  ...altered("averages"),
];
/** Both rewards at the smaller sizes. */
const SMALLER = SMALLER_SIZES.flatMap((size) => [standard("averages", size), standard("requests", size)]);
/** The other rewards at the other queue limits. */
const BY_LIMIT = [
  ...other(LIMITS).map((limit) => standard("requests", LARGEST_SIZE, limit)),
  ...LIMITS.map((limit) => standard("requests-queue", LARGEST_SIZE, limit)),
];
const FURTHER = [
  ...SMALLER_SIZES.flatMap((size) =>
    other(LIMITS).flatMap((limit) => [standard("averages", size, limit), standard("requests", size, limit)]),
  ),
  ...altered("requests"),
  ...SMALLER_SIZES.flatMap((size) => LIMITS.map((limit) => standard("requests-queue", size, limit))),
];

interface Extent {
  readonly steps: number;
  /** In the order in which they are measured. */
  readonly stages: readonly Stage<Group>[];
  readonly evaluation: EvaluationExtent;
}

/** What is trained and measured, by budget. */
export const EXTENT: Readonly<Record<Budget, Extent>> = Object.freeze({
  smoke: {
    steps: 2048,
    stages: [{ groups: [standard("averages", 5), standard("requests", 5)], runs: 1 }],
    evaluation: { workload: "writeup-dev", runs: 1, steps: 60 },
  },
  reduced: {
    steps: 100_000,
    stages: [{ groups: [...PAIR, ...SMALLER.slice(0, 2)], runs: 3 }],
    evaluation: { workload: "writeup-dev", runs: 2, steps: 600 },
  },
  paper: {
    steps: 1_000_000,
    stages: [
      { groups: PAIR, runs: 20 },
      { groups: CHANGED, runs: 3 },
      { groups: [...SMALLER, ...BY_LIMIT], runs: 3 },
      { groups: CHANGED, runs: 5 },
      { groups: [...SMALLER, ...BY_LIMIT, ...FURTHER], runs: 5 },
      { groups: [...CHANGED, ...SMALLER, ...BY_LIMIT, ...FURTHER], runs: 10 },
      { groups: CHANGED, runs: 20 },
    ],
    evaluation: { workload: "writeup-dev", runs: 6, steps: 600 },
  },
});

/** Every training run of a budget, those that decide most first. */
export function routingCells(budget: Budget): readonly RoutingCell[] {
  const { steps, stages, evaluation } = EXTENT[budget];
  return stagedRuns(stages).map((run) => ({
    ...run,
    config: groupConfig(run, steps),
    evaluation: {
      ...evaluation,
      workload: run.condition === "half-load" ? `${evaluation.workload}-x0.5` : evaluation.workload,
    },
  }));
}

function groupConfig({ reward_name, queue_limit, size, condition }: Group, steps: number): TrainingConfig {
  const { spec, ...changes }: { readonly spec?: object; readonly [setting: string]: unknown } =
    CONDITIONS[condition];
  return trainingConfig(
    {
      cluster: "sim",
      sizes: [size],
      steps,
      reward: { weights: REWARDS[reward_name] },
      spec: { queueLimit: queue_limit, ...spec },
      ...changes,
    },
    trainingPreset("ppo-writeup-batched"),
    `routing-lost, ${condition}`,
  );
}
